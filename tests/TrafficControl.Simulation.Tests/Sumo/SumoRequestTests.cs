using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class SumoRequestTests
{
    [Test]
    public void YieldsTo_LastCharacter_IsLinkZero()
    {
        SumoRequest request = new(2, Response: "0001", Foes: "1000");

        Assert.That(Enumerable.Range(0, 5).Where(request.YieldsTo), Is.EqualTo(new[] { 0 }));
        Assert.That(Enumerable.Range(0, 5).Where(request.IsFoe), Is.EqualTo(new[] { 3 }));
    }

    [TestCase("""<request index="0" response="00" foes="00"/><request index="1" response="00" foes="00"/>""", null)]
    [TestCase("""<request index="0" response="00" foes="0"/><request index="1" response="00" foes="00"/>""", "request 0")]
    [TestCase("""<request index="0" response="00" foes="02"/><request index="1" response="00" foes="00"/>""", "request 0")]
    [TestCase("""<request index="-7" response="00" foes="00"/>""", "request -7")]
    [TestCase("""<request index="0" response="00" foes="00"/><request index="0" response="00" foes="00"/>""", "request 0")]
    [TestCase("""<request index="0" response="000" foes="000"/>""", "1 request rows for 3 links")]
    public void Read_RowsOfRightOfWay_AreRefusedWhenDamaged(string rows, string? fault)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.net.xml");
        File.WriteAllText(file, $"""
            <net><junction id="a" type="traffic_light" x="0" y="0">{rows}</junction><junction id="b" type="dead_end" x="0" y="0"/></net>
            """);
        try
        {
            Assert.That(
                () => SumoNetReader.Read(file),
                fault is null ? Throws.Nothing : Throws.TypeOf<SumoException>().With.Message.Contains(fault));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
