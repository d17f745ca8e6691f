namespace TrafficControl.Benchmarks.Gate;

/// <summary>What the gate thinks of an operation.</summary>
internal enum GateVerdict
{
    /// <summary>Within its budget.</summary>
    Within,

    /// <summary>It allocates more than it may.</summary>
    Allocates,

    /// <summary>It takes longer than it may.</summary>
    Slow,

    /// <summary>Both.</summary>
    AllocatesAndSlow,

    /// <summary>It threw: its own check of its result failed.</summary>
    Broken,
}
