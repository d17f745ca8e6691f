namespace TrafficControl.Simulation.Sumo;

/// <summary>What a run reports besides the files SUMO wrote.</summary>
public sealed record SumoRunReport
{
    /// <summary>SUMO's command line as it was run.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Simulated time at which the run ended, milliseconds.</summary>
    public required long EndMs { get; init; }

    /// <summary>SUMO's name and version; empty when it ran alone.</summary>
    public string Software { get; init; } = "";

    /// <summary>
    /// For each vehicle in the net at the end, how long it had stood without a break, seconds; empty when SUMO ran alone.
    /// </summary>
    public IReadOnlyList<double> StandingTimesS { get; init; } = [];

    /// <summary>What the lights showed; empty when SUMO ran alone.</summary>
    public IReadOnlyList<SignalTrace> Signals { get; init; } = [];

    /// <summary>
    /// Safety rules broken by what was shown, each entry into flash counted as one more. 0 for SUMO's own controllers.
    /// </summary>
    public int SafetyViolations { get; init; }

    /// <summary>The first rules broken, for people; at most a few.</summary>
    public IReadOnlyList<string> SafetyDetails { get; init; } = [];

    /// <summary>
    /// Time of each exchange with a seat, ticks of the system's high-resolution timer; empty for SUMO's own
    /// controllers.
    /// </summary>
    public IReadOnlyList<long> DecisionTicks { get; init; } = [];

    /// <summary>How good the forecasts of the lights' directives were, one a light; empty for SUMO's own controllers.</summary>
    public IReadOnlyList<ForecastTally> Forecasts { get; init; } = [];
}
