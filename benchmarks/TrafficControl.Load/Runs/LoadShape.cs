using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Runs;

/// <summary>What a run sends. Two runs of the same shape send the same ticks.</summary>
internal sealed record LoadShape
{
    /// <summary>Virtual controllers, 1 or more.</summary>
    internal required int Controllers { get; init; }

    /// <summary>Connections they share, 1 to <see cref="Controllers"/>.</summary>
    internal required int Connections { get; init; }

    /// <summary>Strategy of every junction; one of <see cref="Junctions.Strategies"/>.</summary>
    internal required string Strategy { get; init; }

    /// <summary>Traffic of every junction.</summary>
    internal required TrafficMix Mix { get; init; }

    /// <summary>True: a tick when something happened, at least one a second; false: ten a second.</summary>
    internal required bool IsOnEvents { get; init; }

    /// <summary>True: the engine answers every tick; false: those it has news for, as in the field.</summary>
    internal bool AnswersEvery { get; init; } = true;

    /// <summary>True: Grpc.Net.Client; false: our own frames.</summary>
    internal bool UsesGrpcClient { get; init; }

    /// <summary>True: each controller sends as soon as it is answered; false: at the times of its script.</summary>
    internal bool IsSaturated { get; init; }

    /// <summary>Seconds that are measured, 1 or more.</summary>
    internal required int Seconds { get; init; }

    /// <summary>Seconds before that are not, 0 or more.</summary>
    internal required int WarmupSeconds { get; init; }

    /// <summary>Time over which the controllers' first ticks are spread evenly, milliseconds.</summary>
    internal int StaggerMs { get; init; } = 1_000;

    /// <summary>Seed of the traffic.</summary>
    internal int Seed { get; init; } = 1;
}
