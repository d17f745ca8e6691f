using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Tests.Sumo.Faults;

[TestFixture]
public sealed class DetectorFaultsTests
{
    [Test]
    public void Parse_EveryKind_KeepsOrderAndValues()
    {
        const string Text = "missed:0.05,false:1,duplicated:0,dead:random,stuck-on:loop_a*,stuck-off:#3,delayed:500,clock-skew:-250";

        DetectorFaults faults = DetectorFaults.Parse(Text);

        Assert.That(faults.Items.Select(item => (item.Kind, item.Share, item.TimeMs, item.Target)), Is.EqualTo(new[]
        {
            (DetectorFaultKind.Missed, 0.05, 0, ""),
            (DetectorFaultKind.False, 1.0, 0, ""),
            (DetectorFaultKind.Duplicated, 0.0, 0, ""),
            (DetectorFaultKind.Dead, 0.0, 0, "random"),
            (DetectorFaultKind.StuckOn, 0.0, 0, "loop_a*"),
            (DetectorFaultKind.StuckOff, 0.0, 0, "#3"),
            (DetectorFaultKind.Delayed, 0.0, 500, ""),
            (DetectorFaultKind.ClockSkew, 0.0, -250, ""),
        }));
        Assert.That(faults.ToString(), Is.EqualTo(Text));
    }

    [TestCase("")]
    [TestCase(" , ")]
    public void Parse_NoItem_IsNone(string text) => Assert.That(DetectorFaults.Parse(text), Is.SameAs(DetectorFaults.None));

    [TestCase("broken:0.1", "'broken:0.1' is not known: use missed:SHARE")]
    [TestCase("missed", "'missed' needs a share of the vehicles from 0 to 1, such as missed:0.05")]
    [TestCase("missed:5", "'missed:5' needs a share")]
    [TestCase("false:-0.1", "'false:-0.1' needs a share")]
    [TestCase("duplicated:some", "'duplicated:some' needs a share")]
    [TestCase("delayed:-1", "'delayed:-1' needs whole milliseconds from 0 to 60000, such as delayed:500")]
    [TestCase("clock-skew:1e9", "'clock-skew:1e9' needs whole milliseconds from -60000 to 60000")]
    [TestCase("dead", "'dead' needs a detector")]
    [TestCase("dead:", "'dead:' needs a detector")]
    [TestCase("stuck-on:#x", "'stuck-on:#x' needs a detector")]
    [TestCase("missed:0.1,missed:0.2", "'missed:0.2' is there twice: give one value for missed")]
    public void Parse_WrongItem_NamesItAndTheFix(string text, string message) =>
        Assert.That(() => DetectorFaults.Parse(text), Throws.TypeOf<SumoException>().With.Message.Contains(message));

    [Test]
    public void Parse_SameKindForTwoDetectors_KeepsBoth() =>
        Assert.That(DetectorFaults.Parse("dead:a,dead:b").Items.Select(item => item.Target), Is.EqualTo(new[] { "a", "b" }));
}
