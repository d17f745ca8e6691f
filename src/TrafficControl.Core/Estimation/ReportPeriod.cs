namespace TrafficControl.Core.Estimation;

/// <summary>
/// How often a tracking sensor reports the same object, learned, and how long its silence means nothing.
/// </summary>
internal sealed class ReportPeriod
{
    // Sensors report 1 to 10 times a second; until one is known it counts as slow, because a vehicle that is taken for
    // gone too soon can never show how often it is seen.
    private const int FastestMs = 100;
    private const int SlowestMs = 2_000;
    private const double AssumedMs = 1_000;

    // Remembers about ten reports: a second of a fast sensor with one vehicle, and one report that is missed changes
    // little.
    private const double Gain = 0.1;

    // One report may be missed and the next be late by half a period before a vehicle counts as lost; and a sensor that
    // reports fast may lose one for most of a second behind a lorry.
    private const double LostPeriods = 2.5;
    private const int LeastLostMs = 900;

    // One that was not near the line when it was lost is believed for so much longer.
    private const int LeastForgottenMs = 3_000;

    private double _periodMs = AssumedMs;

    /// <summary>Milliseconds without a report after which a vehicle has left the sight of the sensor.</summary>
    internal long LostAfterMs => Math.Max(LeastLostMs, (long)(LostPeriods * _periodMs));

    /// <summary>Milliseconds without a report after which nothing is known of a vehicle any more.</summary>
    internal long ForgottenAfterMs => Math.Max(LeastForgottenMs, 2 * LostAfterMs);

    /// <summary>An object was reported again.</summary>
    /// <param name="gapMs">Milliseconds since its report before; 0 or less: none, or its time is broken.</param>
    internal void Learn(long gapMs)
    {
        if (gapMs > 0)
        {
            _periodMs += Gain * (Math.Clamp(gapMs, FastestMs, SlowestMs) - _periodMs);
        }
    }
}
