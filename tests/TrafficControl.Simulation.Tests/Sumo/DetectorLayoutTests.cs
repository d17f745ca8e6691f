using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class DetectorLayoutTests
{
    [Test]
    public void Parse_Default_HasThreeLoops()
    {
        DetectorLayout layout = DetectorLayout.Parse(DetectorLayout.DefaultText);

        Assert.That(layout.StopBar, Is.True);
        Assert.That(layout.AdvanceM, Is.EqualTo(new[] { 40.0, 150.0 }));
    }

    [TestCase("camera")]
    [TestCase("advance:far")]
    [TestCase("advance:5")]
    [TestCase("advance:NaN")]
    public void Parse_Unknown_NamesTheItemAndTheChoice(string text) =>
        Assert.That(() => DetectorLayout.Parse(text),
            Throws.TypeOf<SumoException>().With.Message.Contains($"'{text}'").And.Message.Contains("stopbar"));
}
