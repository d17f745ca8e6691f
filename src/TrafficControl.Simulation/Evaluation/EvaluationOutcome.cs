using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// What came of one job: a run or a failure, and what is still to be read for the seed that is plotted.
/// </summary>
internal sealed class EvaluationOutcome
{
    /// <summary>The result; null when the job failed.</summary>
    internal EvaluationRun? Run { get; set; }

    /// <summary>Why there is no result; null when there is one.</summary>
    internal EvaluationFailure? Failure { get; init; }

    /// <summary>SUMO's name and version.</summary>
    internal string Software { get; init; } = "";

    /// <summary>End of the run, simulated milliseconds.</summary>
    internal long EndMs { get; init; }

    /// <summary>What the lights showed; empty unless the seed is plotted.</summary>
    internal IReadOnlyList<SignalTrace> Signals { get; init; } = [];
}
