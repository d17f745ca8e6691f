using System.Text.Json.Serialization;
using TrafficControl.Simulation.Evaluation.Trajectories;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Result of one controller with one seed. Means are per vehicle.</summary>
public sealed record EvaluationRun
{
    /// <summary>Scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Controller.</summary>
    public required string Controller { get; init; }

    /// <summary>Seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Mean delay in seconds over all loaded vehicles: the sum of the two below.</summary>
    public required double DelayS { get; init; }

    /// <summary>Mean time loss in seconds over all loaded vehicles.</summary>
    public required double TimeLossS { get; init; }

    /// <summary>Mean departure delay in seconds over all loaded vehicles.</summary>
    public required double DepartDelayS { get; init; }

    /// <summary>Mean number of stops over the inserted vehicles.</summary>
    public required double Stops { get; init; }

    /// <summary>Mean CO2 in grams over the inserted vehicles.</summary>
    [JsonPropertyName("co2_g")]
    public required double Co2G { get; init; }

    /// <summary>Numbers of vehicles.</summary>
    public required VehicleCounts Vehicles { get; init; }

    /// <summary>Safety rules broken; must be 0.</summary>
    public required int SafetyViolations { get; init; }

    /// <summary>Time of a decision.</summary>
    [JsonPropertyName("decision_us")]
    public required DecisionTime Decision { get; init; }

    /// <summary>Vehicles that at the end had stood for over 300 s without a break.</summary>
    public int StuckVehicles { get; init; }

    /// <summary>True when the run ended with more than 20 such vehicles.</summary>
    [JsonPropertyName("gridlocked")]
    public bool IsGridlocked => GridlockRule.IsGridlock(StuckVehicles);

    /// <summary>Vehicles that SUMO moved on because they stood longer than the teleport time.</summary>
    public int Teleports { get; init; }

    /// <summary>When the last queue of an overload had gone, see <see cref="QueueClearing"/>, seconds from the start.</summary>
    public double QueueClearedS { get; init; }

    /// <summary>How good its forecasts were; null for SUMO's own controllers, which make none.</summary>
    public ForecastQuality? Forecasts => ForecastQuality.Of([ForecastTally]);

    /// <summary>The sums behind <see cref="Forecasts"/>. Not part of the JSON.</summary>
    [JsonIgnore]
    public ForecastTally? ForecastTally { get; init; }

    /// <summary>State of the traffic over time. Not part of the JSON.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrafficSample> Series { get; init; } = [];

    /// <summary>Which stages were shown over time; empty except for the seed that is plotted. Not part of the JSON.</summary>
    [JsonIgnore]
    public IReadOnlyList<StageShares> Stages { get; init; } = [];

    /// <summary>
    /// Vehicles along the scenario's corridor; null except for the seed that is plotted. Not part of the JSON.
    /// </summary>
    [JsonIgnore]
    public TimeSpaceDiagram? TimeSpace { get; init; }

    /// <summary>Detector faults of the run as they were written; null, and not in the JSON, when there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Faults { get; init; }

    /// <summary>Every vehicle, for percentiles. Not part of the JSON.</summary>
    [JsonIgnore]
    public TripMeasures Trips { get; init; } = TripMeasures.Empty;

    /// <summary>
    /// What a reader of the figures must know, such as a shortened detector range or the safety rules broken.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Notes { get; init; } = [];
}
