using System.Text.Json;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>What one operation may cost.</summary>
internal sealed record OperationBudget
{
    /// <summary>The benchmark: class and method, such as <c>TickBenchmarks.Tick</c>.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Its parameters by name; all of them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>
    /// The benchmark it is compared with, measured in the same moments: class and method, no parameters.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Bytes that one operation may allocate, 0 or more.</summary>
    public required double AllocatedBytes { get; init; }

    /// <summary>Most time of one operation over the time of one operation of the reference, above 0.</summary>
    public required double MaxRatio { get; init; }

    /// <summary>Why the budget is what it is; for people.</summary>
    public string Note { get; init; } = "";

    /// <summary>Judges what was measured.</summary>
    /// <param name="measured">What was measured.</param>
    public GateVerdict Judge(Measurement measured) =>
        (measured.AllocatedBytes > AllocatedBytes, measured.Ratio > MaxRatio) switch
        {
            (true, true) => GateVerdict.AllocatesAndSlow,
            (true, false) => GateVerdict.Allocates,
            (false, true) => GateVerdict.Slow,
            _ => GateVerdict.Within,
        };
}
