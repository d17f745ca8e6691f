using TrafficControl.Core.Model;
using TrafficControl.Optimization.Calibration;
using TrafficControl.Optimization.Events;
using TrafficControl.Testing;

namespace TrafficControl.Optimization.Tests.Calibration;

[TestFixture]
public sealed class TurningShareTests
{
    private const double Share = 0.3;

    [Test]
    public void Calibrate_ExitDetectors_RecoverTheShares()
    {
        CalibrationResult result = Calibrator.Calibrate(Log(seed: 2, hours: 4), Fork());
        LaneCalibration lane = result.Lanes[0];

        Assert.That(lane.Shares!["left"].Contains(Share), Is.True, $"{lane.Shares["left"]}");
        Assert.That(lane.Shares["left"].Value + lane.Shares["right"].Value, Is.EqualTo(1).Within(0.002));
        Assert.That(lane.ChangesShares, Is.True);
        Assert.That(result.Definition.Movements.Where(movement => movement.FromLane == "a").Sum(movement => movement.Share), Is.EqualTo(1).Within(1e-9));
        Assert.That(result.Definition.Movements[0].Share, Is.EqualTo(Share).Within(0.05));
    }

    [Test]
    public void Calibrate_OneExitUnseen_FollowsFromTheOther()
    {
        LaneCalibration lane = Calibrator.Calibrate(Log(seed: 2, hours: 4), Fork(hasRightExitDetector: false)).Lanes[0];

        Assert.That(lane.Shares!["right"].Contains(1 - Share), Is.True, $"{lane.Shares["right"]}");
    }

    [Test]
    public void Calibrate_NoExitDetector_KeepsTheFilesAndSaysSo()
    {
        CalibrationResult result = Calibrator.Calibrate(Log(seed: 2, hours: 1, exits: false), Fork(false, false));

        Assert.That(result.Lanes[0].Shares, Is.Null);
        Assert.That(result.Lanes[0].Findings, Has.One.Contains("Turning shares kept").And.One.Contains("exit lanes"));
        Assert.That(result.Definition.Movements[0].Share, Is.EqualTo(0.5));
    }

    [Test]
    public void Calibrate_FewVehicles_KeepTheFiles() =>
        Assert.That(
            Calibrator.Calibrate(Log(seed: 2, hours: 0.2), Fork()).Lanes[0].Findings, Has.One.Contains("fewer than 200"));

    [Test]
    public void Filter_SharesThatDrift_AreFollowed()
    {
        TurningShareFilter filter = new([0.5, 0.5], [[0, 1]]);
        Dice dice = new(9);
        for (int period = 0; period < 400; period++)
        {
            double share = 0.2 + (0.3 * period / 400);
            int left = Enumerable.Range(0, 20).Count(_ => dice.Between(0, 999) < share * 1000);
            filter.Predict();
            filter.Observe([20, 0], left, 0.1);
        }

        Assert.That(filter.Share(0), Is.EqualTo(0.5).Within(3 * filter.Deviation(0)));
        Assert.That(filter.Share(0) + filter.Share(1), Is.EqualTo(1).Within(1e-6));
        Assert.That(filter.Deviation(0), Is.LessThan(0.05));
    }

    /// <summary>Lane "a" forks to two exits; lane "b" joins the first.</summary>
    private static Intersection Fork(bool hasRightExitDetector = true, bool hasLeftExitDetector = true)
    {
        List<DetectorDefinition> detectors =
        [
            IntersectionSamples.StopBar("dA", "a", "A") with { LengthM = 2 },
            IntersectionSamples.StopBar("dB", "b", "B") with { LengthM = 2 },
        ];
        if (hasLeftExitDetector)
        {
            detectors.Add(new DetectorDefinition { Id = "x1", Lane = "out", DistanceM = 10 });
        }

        detectors.Add(new DetectorDefinition { Id = "x2", Lane = hasRightExitDetector ? "out2" : "b", DistanceM = 40, Calls = hasRightExitDetector ? [] : ["B"] });
        return Intersection.Create(IntersectionSamples.TwoStage() with
        {
            Lanes =
            [
                IntersectionSamples.Approach("a"), IntersectionSamples.Approach("b"), IntersectionSamples.Exit("out"),
                IntersectionSamples.Exit("out2"),
            ],
            Movements =
            [
                IntersectionSamples.Through("left", "a", "out", "A") with { Share = 0.5 },
                IntersectionSamples.Through("right", "a", "out2", "A") with { Share = 0.5 },
                IntersectionSamples.Through("B1", "b", "out", "B"),
            ],
            Detectors = detectors,
        });
    }

    private static EventLog Log(long seed, double hours, bool exits = true)
    {
        Dice dice = new(seed);
        List<SignalEvent> events = [new(0, EventCode.BeginGreen, 1)];
        long endMs = (long)(hours * 3_600_000);
        for (long now = 1_000; now < endMs; now += dice.Between(2_000, 9_000))
        {
            bool isFromA = dice.Chance(60);
            bool isLeft = dice.Between(0, 999) < Share * 1000;
            Add(events, now, isFromA ? 1 : 2);
            if (exits)
            {
                Add(events, now + 4_000, isFromA && !isLeft ? 4 : 3);
            }
        }

        return new EventLog([.. events.OrderBy(entry => entry.TimeMs)]);
    }

    private static void Add(List<SignalEvent> events, long timeMs, int detector)
    {
        events.Add(new SignalEvent(timeMs, EventCode.DetectorOn, detector));
        events.Add(new SignalEvent(timeMs + 400, EventCode.DetectorOff, detector));
    }
}
