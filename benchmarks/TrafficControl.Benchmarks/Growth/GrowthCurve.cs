namespace TrafficControl.Benchmarks.Growth;

/// <summary>A plot: how the time of a benchmark grows with one of its parameters.</summary>
/// <param name="File">Name of the plot's file, without its ending.</param>
/// <param name="Benchmark">Class and method, such as <c>PlanBenchmarks.Plan</c>.</param>
/// <param name="X">The parameter along the axis; a number.</param>
/// <param name="Line">The parameter that has a line for each of its values; empty: there is one line.</param>
/// <param name="Title">What the plot shows.</param>
internal sealed record GrowthCurve(string File, string Benchmark, string X, string Line, string Title)
{
    /// <summary>Values of the other parameters; only results that have them are drawn.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>();

    /// <summary>True: both axes are logarithmic.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The plots that the benchmarks' README shows.</summary>
    public static IReadOnlyList<GrowthCurve> All { get; } =
    [
        new("estimator-by-lanes", "EstimatorBenchmarks.Update", "Lanes", "Sensors", "Estimator update by lanes"),
        new("tick-by-lanes", "TickBenchmarks.Tick", "Lanes", "Plan", "Tick by lanes, a tenth of a plan in adaptive"),
        new("tick-by-events", "EventBenchmarks.Tick", "EventsPerTick", "", "State by events in a tick, 24 lanes"),
        new("plan-by-lanes", "PlanBenchmarks.Plan", "Lanes", "HorizonSeconds", "Plan by lanes, 8 groups")
        {
            Fixed = new Dictionary<string, string> { ["Groups"] = "8" },
        },
        new("plan-by-horizon", "PlanBenchmarks.Plan", "HorizonSeconds", "Lanes", "Plan by horizon, 8 groups")
        {
            Fixed = new Dictionary<string, string> { ["Groups"] = "8" },
        },
        new("plan-by-groups", "PlanBenchmarks.Plan", "Groups", "Lanes", "Plan by groups, 50 s horizon")
        {
            Fixed = new Dictionary<string, string> { ["HorizonSeconds"] = "50" },
        },
        new("watch-by-watchers", "WatchBenchmarks.FanOut", "Watchers", "", "Fan-out of a tick by watchers")
        {
            IsLogarithmic = true,
        },
        new("validation-by-lanes", "ValidationBenchmarks.Sound", "Lanes", "", "Validation of a file by lanes"),
    ];
}
