namespace TrafficControl.Core.Model;

/// <summary>A timing plan in compiled form. Immutable; the arrays are shared and read only.</summary>
public sealed class TimingPlan
{
    internal TimingPlan(int index, TimingPlanDefinition definition, int[] splitStages, int[] splitStartsMs)
    {
        Index = index;
        Definition = definition;
        SplitStages = splitStages;
        SplitStartsMs = splitStartsMs;
    }

    /// <summary>Position in the file; -1 for a plan that is not in it.</summary>
    public int Index { get; }

    /// <summary>The definition it was compiled from.</summary>
    public TimingPlanDefinition Definition { get; }

    /// <summary>Stage index of each split, in sequence.</summary>
    public int[] SplitStages { get; }

    /// <summary>Start of each split from the start of the cycle, milliseconds.</summary>
    public int[] SplitStartsMs { get; }

    /// <summary>
    /// Position in the cycle at an event time, in milliseconds: 0 to below the cycle length; 0 without a cycle.
    /// </summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public int CyclePositionMs(long timeMs)
    {
        int cycle = Definition.CycleMs;
        if (cycle <= 0)
        {
            return 0;
        }

        long position = (timeMs - Definition.OffsetMs) % cycle;
        return (int)(position < 0 ? position + cycle : position);
    }
}
