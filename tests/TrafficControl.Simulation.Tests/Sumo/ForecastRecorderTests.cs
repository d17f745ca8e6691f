using TrafficControl.Core.Controller;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class ForecastRecorderTests
{
    private readonly Directive _directive = new(1);

    [Test]
    public void Record_EndThreeSecondsLate_IsJudgedByLeadTime()
    {
        ForecastRecorder recorder = new(1);
        Step(recorder, 0, isGreen: true, default);
        for (int second = 1; second < 15; second++)
        {
            Step(recorder, second, isGreen: true, Likely(12, confidencePercent: 60));
        }

        Step(recorder, 15, isGreen: false, default);

        ForecastQuality quality = ForecastQuality.Of([recorder.Tally])!;
        ForecastBand near = quality.Bands[0];
        ForecastBand far = quality.Bands[2];
        Assert.That((near.State, near.LeadFromS, near.LeadToS, near.Forecasts), Is.EqualTo(("green", 0, 5, 4L)),
            "at 8 to 11 s; those at 12 s and later did not look ahead");
        Assert.That((near.MeanAbsoluteErrorS, near.ShareWithin2S, near.MeanConfidence), Is.EqualTo((3.0, 0.0, 0.6)));
        Assert.That(far.Forecasts, Is.EqualTo(2), "at 1 and 2 s");
        Assert.That(quality.CalibrationError, Is.EqualTo(0.6).Within(1e-9));
        Assert.That(quality.Promises, Is.Zero);
    }

    [TestCase(12, 12, 0, TestName = "Record_PromiseKept_IsCounted")]
    [TestCase(12, 11, 1, TestName = "Record_PromisedEndComesEarly_IsBroken")]
    [TestCase(12, 13, 1, TestName = "Record_PromisedEndComesLate_IsBroken")]
    public void Record_Promise(int promisedS, int endS, int broken)
    {
        ForecastRecorder recorder = new(1);
        Step(recorder, 0, isGreen: true, default);
        for (int second = 1; second < endS; second++)
        {
            Step(recorder, second, isGreen: true, Likely(promisedS, 100, isCommitted: true));
        }

        Step(recorder, endS, isGreen: false, Likely(promisedS, 100, isCommitted: true));

        Assert.That((recorder.Tally.Promises, recorder.Tally.BrokenPromises), Is.EqualTo((1, broken)));
    }

    [Test]
    public void Record_PromiseMoved_IsBroken()
    {
        ForecastRecorder recorder = new(1);
        Step(recorder, 0, isGreen: true, default);
        Step(recorder, 1, isGreen: true, Likely(9, 100, isCommitted: true));
        Step(recorder, 2, isGreen: true, Likely(10, 100, isCommitted: true));

        Assert.That(recorder.Tally.BrokenPromises, Is.EqualTo(1));
    }

    private static GroupForecast Likely(int likelyS, byte confidencePercent, bool isCommitted = false) =>
        new(0, 0, likelyS * 1_000L, confidencePercent, isCommitted);

    private void Step(ForecastRecorder recorder, int second, bool isGreen, GroupForecast forecast)
    {
        _directive.Forecasts[0] = forecast;
        recorder.Record(_directive, new SignalFrame(second * 1_000L, isGreen ? 1UL : 0), second * 1_000L);
    }
}
