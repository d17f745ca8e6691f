namespace TrafficControl.Benchmarks.Gate;

/// <summary>
/// What tick-to-directive latency under a load may be. Absolute, so it names the machine it was measured on and fails a
/// build only with ten times headroom.
/// </summary>
internal sealed record LatencyBudget
{
    /// <summary>Least limit over what was measured.</summary>
    public const double Headroom = 10;

    /// <summary>The load, such as <c>gateway</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The machine that it was measured on: processor, cores, what else ran.</summary>
    public required string Machine { get; init; }

    /// <summary>The command that measures it.</summary>
    public required string Command { get; init; }

    /// <summary>What was measured, milliseconds.</summary>
    public required LatencyFigures MeasuredMs { get; init; }

    /// <summary>Above which a build fails, milliseconds; each at least ten times what was measured.</summary>
    public required LatencyFigures LimitMs { get; init; }
}
