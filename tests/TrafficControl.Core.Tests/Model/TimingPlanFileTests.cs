using System.Text;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Model;

[TestFixture]
public sealed class TimingPlanFileTests
{
    private static readonly IntersectionDefinition TwoStage = IntersectionSamples.TwoStage();

    private static IEnumerable<TimingPlanDefinition> Plans() => [.. TwoStage.Plans, .. RichIntersection.Create().Plans];

    [TestCaseSource(nameof(Plans))]
    public void Parse_OfWritten_GivesTheSamePlanAgain(TimingPlanDefinition plan)
    {
        byte[] written = TimingPlanFile.Write(plan);
        TimingPlanParseResult parsed = TimingPlanFile.Parse(written);

        Assert.That(parsed.Faults, Is.Empty);
        Assert.That(TimingPlanFile.Write(parsed.Plan!), Is.EqualTo(written));
        Assert.That(TimingPlanFile.Digest(parsed.Plan!), Is.EqualTo(TimingPlanFile.Digest(plan)).And.Length.EqualTo(64));
    }

    [TestCase("""{ "cycleMs": 60000 }""", "id")]
    [TestCase("""{ "id": "x", "colour": 1 }""", "colour")]
    [TestCase("""{ "id": "x", "splits": [ { "stage": "S1" } ] }""", "splits[0].durationMs")]
    [TestCase("[]", "$")]
    [TestCase("{ nonsense", "$")]
    public void Parse_Faulty_NamesThePath(string json, string path)
    {
        TimingPlanParseResult parsed = TimingPlanFile.Parse(Encoding.UTF8.GetBytes(json));

        Assert.That(parsed.Plan, Is.Null);
        Assert.That(parsed.Faults.Select(fault => fault.Path), Does.Contain(path));
    }

    [Test]
    public void Parse_TooLarge_IsRefusedUnread()
    {
        TimingPlanParseResult parsed = TimingPlanFile.Parse(new byte[TimingPlanFile.MaxBytes + 1]);

        Assert.That(parsed.Faults.Single().Message, Does.Contain("65536"));
    }

    [Test]
    public void ValidatePlan_SeveralFaults_ListsThemAllWithPathsInsideThePlan()
    {
        TimingPlanDefinition plan = new()
        {
            Id = "bad",
            CycleMs = 50_000,
            OffsetMs = 70_000,
            Splits = [new SplitDefinition("S1", 30_000), new SplitDefinition("S9", 30_000)],
        };

        Assert.That(
            IntersectionValidator.ValidatePlan(TwoStage, plan).Select(fault => fault.Path),
            Is.EquivalentTo(new[] { "offsetMs", "cycleMs", "splits[1].stage" }));
    }

    [Test]
    public void CompilePlan_PlanOfTheFile_IsTheOneOfTheFile()
    {
        Intersection intersection = Intersection.Create(TwoStage);
        TimingPlan compiled = intersection.CompilePlan(TwoStage.Plans[0] with { Id = "another" });

        Assert.That(compiled.SplitStages, Is.EqualTo(intersection.Plans[0].SplitStages));
        Assert.That(compiled.SplitStartsMs, Is.EqualTo(intersection.Plans[0].SplitStartsMs));
        Assert.That(compiled.Index, Is.EqualTo(-1));
    }

    [Test]
    public void CompilePlan_Faulty_ThrowsWithEveryFault()
    {
        Intersection intersection = Intersection.Create(TwoStage);
        TimingPlanDefinition plan = TwoStage.Plans[0] with { CycleMs = 61_000, MaxRedMs = 1 };

        IntersectionFaultException? exception = Assert.Throws<IntersectionFaultException>(() => intersection.CompilePlan(plan));
        Assert.That(exception!.Faults, Has.Count.EqualTo(2));
    }
}
