namespace TrafficControl.Core.Model;

/// <summary>The strategies a timing plan can name.</summary>
public enum StrategyKind
{
    /// <summary>Cycle, split and offset by the clock.</summary>
    FixedTime,

    /// <summary>Calls, gap-out and max-out; free, or coordinated with a cycle.</summary>
    Actuated,

    /// <summary>The stage with the greatest relief of queue, decided every second.</summary>
    MaxPressure,

    /// <summary>The sequence of stages with the least predicted delay, planned anew every second.</summary>
    Adaptive,

    /// <summary>
    /// Every 10 s the stage with the greatest difference of queue in front and behind, as benchmarks run it. A peer to
    /// compare with, not advice for a street.
    /// </summary>
    SlottedMaxPressure,

    /// <summary>
    /// Every 10 s the stage with most vehicles queued and approaching, as benchmarks run it. A peer to compare with, not
    /// advice for a street.
    /// </summary>
    LongestWave,
}
