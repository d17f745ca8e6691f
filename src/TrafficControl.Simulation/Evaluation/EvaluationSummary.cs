using System.Text.Json.Serialization;
using TrafficControl.Simulation.Evaluation.Statistics;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>A controller over all its seeds.</summary>
public sealed record EvaluationSummary
{
    /// <summary>Scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Controller.</summary>
    public required string Controller { get; init; }

    /// <summary>Number of seeds.</summary>
    public required int Seeds { get; init; }

    /// <summary>Delay per vehicle, seconds.</summary>
    public required MeasureSummary DelayS { get; init; }

    /// <summary>Time loss per vehicle, seconds.</summary>
    public required MeasureSummary TimeLossS { get; init; }

    /// <summary>Departure delay per vehicle, seconds.</summary>
    public required MeasureSummary DepartDelayS { get; init; }

    /// <summary>Stops per inserted vehicle.</summary>
    public required MeasureSummary Stops { get; init; }

    /// <summary>CO2 per inserted vehicle, grams.</summary>
    [JsonPropertyName("co2_g")]
    public required MeasureSummary Co2G { get; init; }

    /// <summary>Vehicles arrived; the worst seed is the one with fewest.</summary>
    public required MeasureSummary Arrived { get; init; }

    /// <summary>Vehicles still under way.</summary>
    public required MeasureSummary Running { get; init; }

    /// <summary>Vehicles never inserted.</summary>
    public required MeasureSummary Waiting { get; init; }

    /// <summary>
    /// Seeds that ended gridlocked: more than 20 vehicles standing for over 300 s.
    /// </summary>
    public required int GridlockedSeeds { get; init; }

    /// <summary>Vehicles that SUMO moved on because they stood for too long.</summary>
    public required MeasureSummary Teleports { get; init; }

    /// <summary>When the last queue of an overload had gone, see <see cref="QueueClearing"/>, seconds from the start.</summary>
    public required MeasureSummary QueueClearedS { get; init; }

    /// <summary>Safety rules broken.</summary>
    public required MeasureSummary SafetyViolations { get; init; }

    /// <summary>Median decision time, microseconds.</summary>
    [JsonPropertyName("decision_us_p50")]
    public required MeasureSummary DecisionP50Us { get; init; }

    /// <summary>99th percentile of the decision time, microseconds.</summary>
    [JsonPropertyName("decision_us_p99")]
    public required MeasureSummary DecisionP99Us { get; init; }

    /// <summary>How good the forecasts of all its seeds were; null for SUMO's own controllers.</summary>
    public ForecastQuality? Forecasts { get; init; }

    /// <summary>Summarises the runs of one controller.</summary>
    /// <param name="runs">Its runs, one or more.</param>
    public static EvaluationSummary Of(IReadOnlyList<EvaluationRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new EvaluationSummary
        {
            Scenario = runs[0].Scenario,
            Controller = runs[0].Controller,
            Seeds = runs.Count,
            DelayS = PerVehicle(runs, run => run.DelayS, run => run.Trips.DelaysS),
            TimeLossS = PerVehicle(runs, run => run.TimeLossS, run => run.Trips.TimeLossesS),
            DepartDelayS = PerVehicle(runs, run => run.DepartDelayS, run => run.Trips.DepartDelaysS),
            Stops = PerVehicle(runs, run => run.Stops, run => run.Trips.Stops),
            Co2G = PerVehicle(runs, run => run.Co2G, run => run.Trips.Co2G),
            Arrived = Total(runs, run => run.Vehicles.Arrived, fewestIsWorst: true),
            Running = Total(runs, run => run.Vehicles.Running),
            Waiting = Total(runs, run => run.Vehicles.Waiting),
            GridlockedSeeds = runs.Count(run => run.IsGridlocked),
            Teleports = Total(runs, run => run.Teleports),
            QueueClearedS = Total(runs, run => run.QueueClearedS),
            SafetyViolations = Total(runs, run => run.SafetyViolations),
            DecisionP50Us = Total(runs, run => run.Decision.P50),
            DecisionP99Us = Total(runs, run => run.Decision.P99),
            Forecasts = ForecastQuality.Of(runs.Select(run => run.ForecastTally)),
        };
    }

    private static MeasureSummary PerVehicle(
        IReadOnlyList<EvaluationRun> runs, Func<EvaluationRun, double> value, Func<EvaluationRun, IReadOnlyList<double>> vehicles) =>
        Total(runs, value) with { P95 = Rounded(Percentiles.Of([.. runs.SelectMany(vehicles)], 0.95)) };

    private static MeasureSummary Total(
        IReadOnlyList<EvaluationRun> runs, Func<EvaluationRun, double> value, bool fewestIsWorst = false)
    {
        EvaluationRun worst = fewestIsWorst ? runs.MinBy(value)! : runs.MaxBy(value)!;
        double[] seeds = [.. runs.Select(value)];
        double? halfWidth = StudentInterval.HalfWidth95(seeds);
        return new MeasureSummary(
            Rounded(seeds.Average()), Rounded(Percentiles.Of([.. seeds], 0.95)), Rounded(value(worst)), worst.Seed,
            Rounded(Percentiles.Median(seeds)), halfWidth is { } half ? Rounded(half) : null);
    }

    private static double Rounded(double value) => Math.Round(value, 3);
}
