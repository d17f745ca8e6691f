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

    [TestCase("tracks:200", false, 200)]
    [TestCase("stopbar,tracks:20", true, 20)]
    [TestCase("tracks:500,stopbar", true, 500)]
    public void Parse_Tracks_KeepsHowFarTheySee(string text, bool stopBar, double tracksM)
    {
        DetectorLayout layout = DetectorLayout.Parse(text);

        Assert.That((layout.StopBar, layout.TracksM, layout.AdvanceM.Count), Is.EqualTo((stopBar, tracksM, 0)));
    }

    [TestCase("tracks")]
    [TestCase("tracks:19")]
    [TestCase("tracks:501")]
    [TestCase("camera")]
    [TestCase("advance:far")]
    [TestCase("advance:5")]
    [TestCase("advance:NaN")]
    public void Parse_Unknown_NamesTheItemAndTheChoice(string text) =>
        Assert.That(() => DetectorLayout.Parse(text),
            Throws.TypeOf<SumoException>().With.Message.Contains($"'{text}'").And.Message.Contains("stopbar"));
}
