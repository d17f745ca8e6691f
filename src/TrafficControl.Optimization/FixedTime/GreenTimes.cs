using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>When signal groups are effectively green in a cycle of splits.</summary>
internal static class GreenTimes
{
    /// <summary>
    /// Time from the start of a split to the green of a group that starts with it: the longest intergreen from what ends,
    /// milliseconds.
    /// </summary>
    internal static int StartDelayMs(Intersection intersection, ulong before, ulong stage, int group)
    {
        int delayMs = 0;
        for (ulong rest = before & ~stage & intersection.Groups[group].Conflicts; rest != 0; rest &= rest - 1)
        {
            delayMs = Math.Max(delayMs, intersection.IntergreenMs(BitOperations.TrailingZeroCount(rest), group));
        }

        return delayMs;
    }

    /// <summary>
    /// Windows of effective green: start and end in seconds, the end after the start and at times beyond the cycle. One
    /// window of a whole cycle for a group that never ends.
    /// </summary>
    internal static List<(double StartS, double EndS)> Windows(
        Intersection intersection, SplitPlan plan, int group, FixedTimeOptions options)
    {
        List<(double, double)> windows = [];
        ulong mask = 1UL << group;
        int count = plan.Stages.Length;
        int startS = 0;
        bool isAlways = true;
        for (int split = 0; split < count; startS += plan.DurationsS[split], split++)
        {
            ulong stage = intersection.Stages[plan.Stages[split]].Groups;
            ulong before = intersection.Stages[plan.Stages[(split + count - 1) % count]].Groups;
            isAlways &= (stage & mask) != 0;
            if ((stage & mask) == 0 || (before & mask) != 0)
            {
                continue;
            }

            int endS = startS;
            for (int i = 0; i < count; i++)
            {
                int later = (split + i) % count;
                if ((intersection.Stages[plan.Stages[later]].Groups & mask) == 0)
                {
                    break;
                }

                endS += plan.DurationsS[later];
            }

            double from = startS + (StartDelayMs(intersection, before, stage, group) / 1000.0) + options.StartUpLostTimeS;
            windows.Add((from, Math.Max(from, endS + options.EndGainS)));
        }

        if (windows.Count == 0 && isAlways)
        {
            windows.Add((0, startS));
        }

        return windows;
    }

    /// <summary>Share of each second of the cycle that lies in one of the windows.</summary>
    internal static double[] Cover(List<(double StartS, double EndS)> windows, int cycleS)
    {
        double[] cover = new double[cycleS];
        foreach ((double startS, double endS) in windows)
        {
            for (int second = (int)Math.Floor(startS); second < endS; second++)
            {
                double part = Math.Min(endS, second + 1) - Math.Max(startS, second);
                int step = ((second % cycleS) + cycleS) % cycleS;
                cover[step] = Math.Min(1, cover[step] + part);
            }
        }

        return cover;
    }
}
