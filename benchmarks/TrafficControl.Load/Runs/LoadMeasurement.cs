using TrafficControl.Load.Measuring;
using TrafficControl.Load.Processes;

namespace TrafficControl.Load.Runs;

/// <summary>What a run gave, before anything is worked out from it.</summary>
internal sealed record LoadMeasurement
{
    /// <summary>Latencies of the ticks that should have left in the measured time, nanoseconds.</summary>
    internal required LogLinearHistogram Latencies { get; init; }

    /// <summary>Ticks that should have left in the measured time.</summary>
    internal required long Sent { get; init; }

    /// <summary>How many of them were answered.</summary>
    internal required long Answered { get; init; }

    /// <summary>Answers that came in the measured time.</summary>
    internal required long Finished { get; init; }

    /// <summary>Ticks answered after the deadline, or never though every one is answered.</summary>
    internal required long Missed { get; init; }

    /// <summary>Answers other than the engine gave when the script was recorded; echoes always give such.</summary>
    internal required long Wrong { get; init; }

    /// <summary>What the server had used when the measured time began; null: not known.</summary>
    internal required RuntimeSample? Before { get; init; }

    /// <summary>What it had used when the measured time ended; null: not known.</summary>
    internal required RuntimeSample? After { get; init; }

    /// <summary>What was in use when its garbage had been collected, after the last answer; null: not known.</summary>
    internal required RuntimeSample? Collected { get; init; }

    /// <summary>Processor time of the generator in the measured time.</summary>
    internal required TimeSpan GeneratorCpu { get; init; }

    /// <summary>Collections of the generator in the measured time.</summary>
    internal required int GeneratorCollections { get; init; }
}
