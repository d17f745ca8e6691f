using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Results of an evaluation: its runs in the order of the plan, and a summary per scenario and controller.</summary>
public sealed record EvaluationReport
{
    private static readonly JsonSerializerOptions JsonFormat = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>One entry per controller and seed.</summary>
    public required IReadOnlyList<EvaluationRun> Runs { get; init; }

    /// <summary>One entry per controller.</summary>
    public required IReadOnlyList<EvaluationSummary> Summary { get; init; }

    /// <summary>The reference controller against each of the others, per scenario and measure.</summary>
    public IReadOnlyList<ControllerComparison> Comparisons { get; init; } = [];

    /// <summary>Runs that came to no result, in the order of the plan.</summary>
    public IReadOnlyList<EvaluationFailure> Failures { get; init; } = [];

    /// <summary>True: the evaluation was cancelled, and holds what was finished until then.</summary>
    [JsonIgnore]
    public bool IsCancelled { get; init; }

    /// <summary>SUMO's name and version; empty when nothing ran.</summary>
    [JsonIgnore]
    public string SumoVersion { get; init; } = "";

    /// <summary>
    /// What a reader of the figures must know: lights left out, departures from the shipped programs.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The report as JSON, names in snake_case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonFormat);
}
