using TrafficControl.Core.Model;
using TrafficControl.Optimization.Calibration;
using TrafficControl.Optimization.Events;
using TrafficControl.Testing;

namespace TrafficControl.Optimization.Tests.Calibration;

[TestFixture]
public sealed class CalibratorTests
{
    [TestCase(1.9, 2.2)]
    [TestCase(2.3, 1.5)]
    [TestCase(1.7, 3.0)]
    public void Calibrate_KnownHeadway_IsWithinTheInterval(double headwayS, double startUpLostS)
    {
        LaneCalibration lane = Calibrate(new SyntheticLog(7) { HeadwayS = headwayS, StartUpLostS = startUpLostS }, 60);

        Assert.That(lane.SaturationFlowVph!.Value.Contains(3600 / headwayS), Is.True, $"{lane.SaturationFlowVph}");
        Assert.That(lane.SaturationFlowVph.Value.HalfWidth, Is.LessThan(0.05 * 3600 / headwayS));
        Assert.That(lane.SaturationFlowVph.Value.Samples, Is.EqualTo(60));
        Assert.That(lane.StartUpLostTimeS!.Value.Contains(startUpLostS), Is.True, $"{lane.StartUpLostTimeS}");
        Assert.That(lane.LatestSaturationFlowVph!.Value.Value, Is.EqualTo(3600 / headwayS).Within(4).Percent);
    }

    [Test]
    public void Calibrate_ManySeeds_IntervalsCoverAsOftenAsTheySay()
    {
        int covered = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            covered += Calibrate(new SyntheticLog(seed), 30).SaturationFlowVph!.Value.Contains(3600 / 1.9) ? 1 : 0;
        }

        Assert.That(covered, Is.InRange(88, 100), "of 100 intervals of 95 %");
    }

    [Test]
    public void Calibrate_StalledVehiclesInOneCycleOfSix_DoNotMoveIt()
    {
        LaneCalibration sound = Calibrate(new SyntheticLog(3), 60);
        LaneCalibration stalled = Calibrate(new SyntheticLog(3) { StallEvery = 6 }, 60);

        Assert.That(
            stalled.SaturationFlowVph!.Value.Value, Is.EqualTo(sound.SaturationFlowVph!.Value.Value).Within(1.5).Percent);
    }

    [Test]
    public void Calibrate_QueueThatOutlastsTheGreen_ShowsTheEndGain()
    {
        LaneCalibration lane = Calibrate(new SyntheticLog(11) { LeastQueue = 30, MostQueue = 30, EndGainS = 2.0 }, 120);

        Assert.That(lane.EndGainS!.Value.Contains(2.0), Is.True, $"{lane.EndGainS}");
        Assert.That(lane.EndGainS.Value.Samples, Is.GreaterThan(100));
    }

    [Test]
    public void Calibrate_EnoughEvidence_ChangesTheFileAndOnlyThere()
    {
        CalibrationResult result = Calibrator.Calibrate(new SyntheticLog(5) { HeadwayS = 2.0 }.Make(40), SyntheticLog.Junction);

        Assert.That(result.HasChanges, Is.True);
        Assert.That(result.Definition.Movements[0].SaturationFlowVph, Is.EqualTo(1800).Within(30));
        Assert.That(result.Definition.Movements[1], Is.EqualTo(SyntheticLog.Junction.Definition.Movements[1]));
        Assert.That(result.Lanes[1].Findings, Has.One.Contains("kept"));
        Assert.That(IntersectionValidator.Validate(result.Definition), Is.Empty);
    }

    [Test]
    public void Calibrate_FewCyclesOrShortQueues_ChangeNothingAndSayWhy()
    {
        LaneCalibration few = Calibrate(new SyntheticLog(5), 8);
        LaneCalibration shortQueues = Calibrate(new SyntheticLog(5) { LeastQueue = 3, MostQueue = 6 }, 40);

        Assert.That(few.ChangesSaturation || shortQueues.ChangesSaturation, Is.False);
        Assert.That(few.Findings, Has.One.Contains("8 cycles with a long queue are fewer than 10"));
        Assert.That(shortQueues.Findings, Has.One.Contains("in none or one of 40 greens"));
    }

    [Test]
    public void Calibrate_LaneThatCannotBeMeasured_SaysWhy()
    {
        Intersection longZones = Intersection.Create(IntersectionSamples.TwoStage());
        CalibrationResult result = Calibrator.Calibrate(new SyntheticLog(5).Make(20), longZones);

        Assert.That(result.Lanes[0].Findings, Has.One.Contains("longer than 6.5 m"));
        Assert.That(result.HasChanges, Is.False);
    }

    [Test]
    public void Calibrate_LogWithoutDetections_SaysWhatIsMissing() =>
        Assert.That(
            () => Calibrator.Calibrate(new EventLog([new SignalEvent(0, EventCode.BeginGreen, 1)]), SyntheticLog.Junction),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains("code 82"));

    private static LaneCalibration Calibrate(SyntheticLog log, int cycles) =>
        Calibrator.Calibrate(log.Make(cycles), SyntheticLog.Junction).Lanes[0];
}
