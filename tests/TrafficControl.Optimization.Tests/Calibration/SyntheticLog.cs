using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;
using TrafficControl.Testing;

namespace TrafficControl.Optimization.Tests.Calibration;

/// <summary>
/// A log with known parameters: every 90 s a green of 40 s and a yellow of 3 s for group 1, in which the queue of detector
/// 1 discharges, and stragglers follow.
/// </summary>
internal sealed class SyntheticLog(long seed)
{
    private const int CycleMs = 90_000;
    private const int GreenMs = 40_000;
    private const int YellowMs = 3_000;
    private const double SpeedMps = 9;
    private const double VehicleM = 4.5;
    private readonly Dice _dice = new(seed);

    /// <summary>Two stages with detectors of 2 m that tell vehicles apart.</summary>
    public static Intersection Junction { get; } = Intersection.Create(IntersectionSamples.TwoStage() with
    {
        Detectors =
        [
            IntersectionSamples.StopBar("dA", "a", "A") with { LengthM = 2 },
            IntersectionSamples.StopBar("dB", "b", "B") with { LengthM = 2 },
        ],
    });

    public double HeadwayS { get; init; } = 1.9;

    public double StartUpLostS { get; init; } = 2.2;

    public double EndGainS { get; init; } = 2;

    public double NoiseS { get; init; } = 0.25;

    /// <summary>One cycle in so many has a stalled vehicle, whose headways are 4 s longer; 0: none.</summary>
    public int StallEvery { get; init; }

    public int LeastQueue { get; init; } = 10;

    public int MostQueue { get; init; } = 16;

    public EventLog Make(int cycles)
    {
        List<SignalEvent> events = [];
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            AddCycle(events, cycle * CycleMs, isStalled: StallEvery > 0 && cycle % StallEvery == 0);
        }

        return new EventLog([.. events.OrderBy(entry => entry.TimeMs)]);
    }

    private void AddCycle(List<SignalEvent> events, long greenMs, bool isStalled)
    {
        events.Add(new SignalEvent(greenMs, EventCode.BeginGreen, 1));
        events.Add(new SignalEvent(greenMs + GreenMs, EventCode.BeginYellow, 1));
        events.Add(new SignalEvent(greenMs + GreenMs + YellowMs, EventCode.EndYellow, 1));
        int queue = _dice.Between(LeastQueue, MostQueue);
        double crossingS = 0;
        for (int vehicle = 1; vehicle <= queue; vehicle++)
        {
            // The first four lose the start-up time between them; the first of all most.
            double lossS = vehicle <= 4 ? StartUpLostS * new[] { 0.5, 0.25, 0.15, 0.1 }[vehicle - 1] : 0;
            double stallS = isStalled && vehicle is 6 or 9 ? 2 : 0;
            crossingS += HeadwayS + lossS + stallS + (Normal() * NoiseS);
            if (crossingS > (GreenMs / 1000.0) + EndGainS)
            {
                AddPassage(events, greenMs + (long)(crossingS * 1000), standsForMs: 40_000);
                return;
            }

            AddPassage(events, greenMs + (long)(crossingS * 1000), vehicle == 1 ? 20_000 : 0);
        }

        while (crossingS + 9 < GreenMs / 1000.0)
        {
            crossingS += 5 + (_dice.Between(0, 3000) / 1000.0);
            AddPassage(events, greenMs + (long)(crossingS * 1000), 0);
        }
    }

    /// <summary>A vehicle drives over the detector, or stands on it for a time before.</summary>
    private static void AddPassage(List<SignalEvent> events, long crossingMs, int standsForMs)
    {
        // The zone lies from 3 m to 1 m before the stop line.
        long onMs = crossingMs - (long)(3 / SpeedMps * 1000) - standsForMs;
        long offMs = crossingMs + (long)((VehicleM - 1) / (standsForMs > 0 ? 5 : SpeedMps) * 1000);
        if (standsForMs == 40_000)
        {
            // It could not cross and stands through the red.
            offMs = onMs + standsForMs;
        }

        events.Add(new SignalEvent(onMs, EventCode.DetectorOn, 1));
        events.Add(new SignalEvent(offMs, EventCode.DetectorOff, 1));
    }

    private double Normal()
    {
        double sum = 0;
        for (int i = 0; i < 12; i++)
        {
            sum += _dice.Between(0, 1_000_000) / 1e6;
        }

        return sum - 6;
    }
}
