using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

[TestFixture]
public sealed class ExtensionTimersTests
{
    [TestCase(false, true)]
    [TestCase(true, false)]
    public void MaxedOut_OnlyOppositionIsOmitted_DoesNotTimeTheMaximum(bool omitsB, bool maxedOut)
    {
        IntersectionState state = new(Intersection.Create(IntersectionSamples.TwoStage()));
        ControllerTick tick = new();

        // Both detectors stay occupied; A is green far beyond its maximum of 40 s.
        for (int i = 1; i <= 600; i++)
        {
            tick.Clear();
            tick.TimeMs = i * 100;
            tick.Signals = new SignalFrame(tick.TimeMs, 1);
            if (i == 1)
            {
                tick.TryAdd(new DetectorTransition(tick.TimeMs, 0, IsOn: true));
                tick.TryAdd(new DetectorTransition(tick.TimeMs, 1, IsOn: true));
            }

            state.Demand.Omitted = omitsB ? 2UL : 0;
            state.Apply(tick);
        }

        Assert.That((state.Extensions.MaxedOut & 1) != 0, Is.EqualTo(maxedOut));
    }
}
