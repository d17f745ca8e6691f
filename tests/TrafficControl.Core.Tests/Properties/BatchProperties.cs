using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Properties;

/// <summary>
/// Splitting a batch changes nothing: what is known at the end of a second does not depend on whether its detector
/// transitions came in one tick or in several, as long as the signals stand still.
/// </summary>
[TestFixture]
public sealed class BatchProperties
{
    private const int Files = 300;
    private const int SecondsPerFile = 40;

    [Test]
    public void Apply_BatchSplitOverTicks_KnowsTheSameAtTheEnd()
    {
        int transitions = 0;
        for (int seed = 0; seed < Files; seed++)
        {
            Intersection intersection = Intersection.Create(IntersectionGenerator.Create(seed));
            Dice dice = new(seed);
            IntersectionState whole = new(intersection);
            IntersectionState split = new(intersection);
            SignalFrame frame = new(0, intersection.Stages[0].Groups & intersection.VehicleGroups);
            bool[] isOn = new bool[intersection.Detectors.Length];
            for (int second = 1; second <= SecondsPerFile; second++)
            {
                DetectorTransition[] batch = Batch(dice, isOn, (second - 1) * 1_000L);
                transitions += batch.Length;
                Feed(whole, frame, batch, second * 1_000L);
                FeedInParts(split, frame, batch, second * 1_000L, dice);
                AssertSame(whole, split, $"file {seed}, second {second}");
            }
        }

        Assert.That(transitions, Is.GreaterThan(20_000), "the property must have seen traffic");
    }

    private static DetectorTransition[] Batch(Dice dice, bool[] isOn, long fromMs)
    {
        if (isOn.Length == 0)
        {
            return [];
        }

        DetectorTransition[] batch = new DetectorTransition[dice.Between(0, 5)];
        long time = fromMs;
        for (int i = 0; i < batch.Length; i++)
        {
            time += dice.Between(1, 150);
            int detector = dice.Between(0, isOn.Length - 1);
            isOn[detector] = !isOn[detector];
            batch[i] = new DetectorTransition(time, (ushort)detector, isOn[detector]);
        }

        return batch;
    }

    private static void FeedInParts(
        IntersectionState state, SignalFrame frame, DetectorTransition[] batch, long endMs, Dice dice)
    {
        int fed = 0;
        while (fed < batch.Length && dice.Chance(60))
        {
            int next = dice.Between(fed + 1, batch.Length);
            Feed(state, frame, batch[fed..next], batch[next - 1].TimeMs);
            fed = next;
        }

        Feed(state, frame, batch[fed..], endMs);
    }

    private static void Feed(IntersectionState state, SignalFrame frame, DetectorTransition[] transitions, long timeMs)
    {
        ControllerTick tick = new() { TimeMs = timeMs, Signals = frame };
        foreach (DetectorTransition transition in transitions)
        {
            tick.TryAdd(transition);
        }

        state.Apply(tick);
    }

    private static void AssertSame(IntersectionState whole, IntersectionState split, string where)
    {
        Assert.That(split.Demand.Calls, Is.EqualTo(whole.Demand.Calls), where);
        Assert.That(split.Demand.PedestrianCalls, Is.EqualTo(whole.Demand.PedestrianCalls), where);
        for (int detector = 0; detector < whole.Intersection.Detectors.Length; detector++)
        {
            Assert.That(
                (split.Detectors.IsOn(detector), split.Detectors.ChangedMs(detector), split.Detectors.Actuations(detector)),
                Is.EqualTo((whole.Detectors.IsOn(detector), whole.Detectors.ChangedMs(detector), whole.Detectors.Actuations(detector))),
                where);
        }
    }
}
