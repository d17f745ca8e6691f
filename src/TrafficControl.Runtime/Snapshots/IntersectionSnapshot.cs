using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;

namespace TrafficControl.Runtime.Snapshots;

/// <summary>What is known of an intersection at a moment. Immutable; safe to share between threads.</summary>
public sealed record IntersectionSnapshot
{
    /// <summary>The intersection.</summary>
    public required Intersection Intersection { get; init; }

    /// <summary>Number of the state, one more with each published change; from 1.</summary>
    public required long Version { get; init; }

    /// <summary>Whether its controller is connected.</summary>
    public required ConnectionState Connection { get; init; }

    /// <summary>The running plan.</summary>
    public required TimingPlan Plan { get; init; }

    /// <summary>What the groups show; its time is the last tick's.</summary>
    public SignalFrame Frame { get; init; }

    /// <summary>What the controller obeys.</summary>
    public LocalMode LocalMode { get; init; }

    /// <summary>What the last directive asked for as a whole.</summary>
    public DirectiveMode DirectiveMode { get; init; }

    /// <summary>Why.</summary>
    public DecisionReason Reason { get; init; }

    /// <summary>Predicted costs of what was chosen and of the best others; empty when the strategy predicts none.</summary>
    public DecisionCosts Costs { get; init; }

    /// <summary>Groups the engine wants next.</summary>
    public ulong NextGroups { get; init; }

    /// <summary>Groups with a call.</summary>
    public ulong Calls { get; init; }

    /// <summary>Estimated queue of each lane, vehicles; read only.</summary>
    public IReadOnlyList<float> LaneQueues { get; init; } = [];

    /// <summary>What the estimate of each lane is made from; read only.</summary>
    public IReadOnlyList<LaneBasis> LaneBases { get; init; } = [];

    /// <summary>Indices of the detectors that are not believed, rising; read only.</summary>
    public IReadOnlyList<int> FailedDetectors { get; init; } = [];

    /// <summary>One forecast per group; read only.</summary>
    public IReadOnlyList<GroupForecast> Forecasts { get; init; } = [];

    /// <summary>The latched safety breach; its rule is <see cref="SafetyRule.None"/> while there is none.</summary>
    public SafetyBreach Breach { get; init; } = SafetyBreach.None;
}
