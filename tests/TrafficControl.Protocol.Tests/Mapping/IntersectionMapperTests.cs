using Google.Protobuf;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Testing;

namespace TrafficControl.Protocol.Tests.Mapping;

[TestFixture]
public sealed class IntersectionMapperTests
{
    private static readonly IntersectionDefinition[] Samples =
        [IntersectionSamples.TwoStage(), IntersectionSamples.NemaEightPhase(), RichIntersection.Create()];

    [TestCaseSource(nameof(Samples))]
    public void FromMessage_OfToMessage_GivesTheSameFile(IntersectionDefinition definition)
    {
        byte[] wire = IntersectionMapper.ToMessage(definition).ToByteArray();
        IntersectionDefinition back = IntersectionMapper.FromMessage(V1.Intersection.Parser.ParseFrom(wire));

        Assert.That(IntersectionFile.Write(back), Is.EqualTo(IntersectionFile.Write(definition)));
    }

    [Test]
    public void ToMessage_RichStagedAndRingBarrierFiles_LeaveNoFieldOfTheContractUnset()
    {
        List<string> unset = UnsetFields(IntersectionMapper.ToMessage(RichIntersection.Create()), "");
        List<string> rings = UnsetFields(IntersectionMapper.ToMessage(IntersectionSamples.NemaEightPhase()), "");

        Assert.That(unset.Intersect(rings), Is.Empty, "a field of the contract that the mapper forgets reads as its default");
    }

    [Test]
    public void FromMessage_RepeatedConflictRow_JoinsTheRows()
    {
        V1.Intersection message = new()
        {
            Conflicts =
            {
                new V1.ConflictRow { Group = "A", ConflictsWith = { "B" } },
                new V1.ConflictRow { Group = "A", ConflictsWith = { "C" } },
            },
        };

        Assert.That(IntersectionMapper.FromMessage(message).Conflicts["A"], Is.EqualTo(new[] { "B", "C" }));
    }

    /// <summary>Fields that no element of a repeated message sets: the rich file sets every field somewhere.</summary>
    private static List<string> UnsetFields(IMessage message, string path)
    {
        List<string> unset = [];
        foreach (Google.Protobuf.Reflection.FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            List<object> values = field.IsRepeated
                ? [.. ((System.Collections.IEnumerable)field.Accessor.GetValue(message)).Cast<object>()]
                : [field.Accessor.GetValue(message)];
            values.RemoveAll(IsDefault);
            if (values.Count == 0)
            {
                unset.Add($"{path}{field.Name}");
            }

            HashSet<string>? inAll = null;
            foreach (IMessage child in values.OfType<IMessage>())
            {
                List<string> below = UnsetFields(child, $"{path}{field.Name}.");
                inAll = inAll is null ? [.. below] : [.. inAll.Intersect(below)];
            }

            unset.AddRange(inAll ?? []);
        }

        return unset;
    }

    private static bool IsDefault(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        bool flag => !flag,
        int number => number == 0,
        double number => number == 0,
        Enum member => Convert.ToInt32(member, null) == 0,
        _ => false,
    };
}
