using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class LoopRecorderTests
{
    private readonly List<(long TimeMs, bool IsOn)> _transitions = [];
    private LoopRecorder _recorder = new();

    [SetUp]
    public void Reset()
    {
        _transitions.Clear();
        _recorder = new LoopRecorder();
    }

    [Test]
    public void Record_LeaverAndFollowerInOneStep_AreInterleavedInTime()
    {
        _recorder.Record([new LoopPassage("a", 9.4, -1)], 9_000, 10_000, _transitions);
        _recorder.Record([new LoopPassage("b", 10.8, -1), new LoopPassage("a", 9.4, 10.25)], 10_000, 11_000, _transitions);

        Assert.That(_transitions, Is.EqualTo(new[] { (9_400L, true), (10_250L, false), (10_800L, true) }));
        Assert.That(_recorder.IsOccupied, Is.True);
    }

    [Test]
    public void Record_VehiclesThatOverlap_AreOnePresence()
    {
        _recorder.Record([new LoopPassage("a", 10.1, 10.9), new LoopPassage("b", 10.5, -1)], 10_000, 11_000, _transitions);
        _recorder.Record([new LoopPassage("b", 10.5, 11.5)], 11_000, 12_000, _transitions);

        Assert.That(_transitions, Is.EqualTo(new[] { (10_100L, true), (11_500L, false) }));
    }

    [Test]
    public void Record_VehicleThatVanishes_LeavesTheLoop()
    {
        _recorder.Record([new LoopPassage("a", 10.1, -1)], 10_000, 11_000, _transitions);
        _recorder.Record([], 11_000, 12_000, _transitions);

        Assert.That(_transitions[^1], Is.EqualTo((11_000L, false)));
        Assert.That(_recorder.IsOccupied, Is.False);
    }

    [Test]
    public void Record_WholePassageInOneStep_IsOnThenOff()
    {
        _recorder.Record([new LoopPassage("a", 10.2, 10.6)], 10_000, 11_000, _transitions);

        Assert.That(_transitions, Is.EqualTo(new[] { (10_200L, true), (10_600L, false) }));
    }
}
