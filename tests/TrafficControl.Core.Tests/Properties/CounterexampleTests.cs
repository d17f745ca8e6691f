using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Properties;

/// <summary>What the properties found, each as the shortest timeline that shows it.</summary>
[TestFixture]
public sealed class CounterexampleTests
{
    /// <summary>The walk P is shown beside A only, so nobody may be held to serving it while A is omitted.</summary>
    [Test]
    public void Advance_VehicleGroupOmittedAndItsWalkCalled_WaitsForTheOmissionToEnd()
    {
        GuardedController controller = new(Intersection.Create(LongestRed(200_000)));
        Directive directive = new(groupCount: 4) { NextGroups = 1 << B, Omit = 1 << A };
        controller.StartIn(StartMs, 1 << B);

        Run(controller, directive, fromMs: 0, toMs: 300_000, pedestrianCalls: 1 << P);
        SafetyBreach whileOmitted = controller.Monitor.Breach;
        directive.Omit = 0;
        ulong shown = Run(controller, directive, fromMs: 300_100, toMs: 510_000, pedestrianCalls: 0);

        Assert.That(whileOmitted, Is.EqualTo(SafetyBreach.None));
        Assert.That(controller.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
        Assert.That(shown & (1 << P), Is.Not.Zero);
    }

    private static IntersectionDefinition LongestRed(int maxRedMs) => Junction() with
    {
        SignalGroups = [.. Junction().SignalGroups.Select(group => group with { MaxRedMs = maxRedMs })],
    };

    /// <summary>Advances in steps of 100 ms; returns the groups that had right of way at any time.</summary>
    private static ulong Run(GuardedController controller, Directive directive, long fromMs, long toMs, ulong pedestrianCalls)
    {
        ControllerTick tick = new();
        ulong shown = 0;
        for (long atMs = fromMs; atMs <= toMs; atMs += 100)
        {
            tick.Clear();
            tick.TimeMs = StartMs + atMs;
            tick.PedestrianCalls = pedestrianCalls;
            directive.ValidUntilMs = tick.TimeMs + 1_000;
            SignalFrame frame = controller.Advance(tick, directive);
            shown |= frame.IsFlash ? 0 : frame.RightOfWay;
        }

        return shown;
    }
}
