using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// What a sequence of stages asks of its splits: shortest services with their intergreens, and longest reds. These are
/// constraints; nothing is traded for them.
/// </summary>
internal sealed class SplitConstraints
{
    private readonly int[] _stages;
    private readonly List<(ulong Splits, int LeastS)> _least = [];
    private readonly List<(ulong Splits, int MostS)> _most = [];

    internal SplitConstraints(Intersection intersection, int[] stages)
    {
        _stages = stages;
        ulong[] green = Array.ConvertAll(stages, stage => intersection.Stages[stage].Groups);
        foreach (SignalGroup group in intersection.Groups)
        {
            for (int last = 0; last < green.Length; last++)
            {
                AddEndOfGreen(intersection, green, group, last);
            }
        }
    }

    /// <summary>True when all splits are long enough and no red is too long.</summary>
    internal bool Allows(int[] durationsS)
    {
        foreach (int duration in durationsS)
        {
            if (duration < 1)
            {
                return false;
            }
        }

        foreach ((ulong splits, int leastS) in _least)
        {
            if (Sum(durationsS, splits) < leastS)
            {
                return false;
            }
        }

        foreach ((ulong splits, int mostS) in _most)
        {
            if (Sum(durationsS, splits) > mostS)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Short splits that satisfy every least time: each is met by lengthening the last split of the green it is for.
    /// </summary>
    internal int[] Shortest()
    {
        int[] durations = new int[_stages.Length];
        Array.Fill(durations, 1);
        foreach ((ulong splits, int leastS) in _least.OrderBy(entry => BitOperations.PopCount(entry.Splits)))
        {
            int lacking = leastS - Sum(durations, splits);
            if (lacking > 0)
            {
                durations[BitOperations.Log2(splits)] += lacking;
            }
        }

        return durations;
    }

    private void AddEndOfGreen(Intersection intersection, ulong[] green, SignalGroup group, int last)
    {
        int next = (last + 1) % green.Length;
        if ((green[last] & group.Mask) == 0 || (green[next] & group.Mask) != 0)
        {
            return;
        }

        ulong served = 0;
        int first = last;
        for (int split = last; (green[split] & group.Mask) != 0; split = (split + green.Length - 1) % green.Length)
        {
            served |= 1UL << split;
            first = split;
        }

        // The start of the green waits for what it conflicts with; what is left must be a whole service.
        int before = (first + green.Length - 1) % green.Length;
        int startMs = GreenTimes.StartDelayMs(intersection, green[before], green[first], group.Index);
        long serviceMs = group.IsPedestrian ? group.Definition.MinGreenMs + group.ClearanceMs : group.Definition.MinGreenMs;
        long neededMs = Math.Max(
            SplitService.NeededMs(intersection, group, green[last], green[next]), startMs + serviceMs);
        _least.Add((served, (int)((neededMs + 999) / 1000)));
        ulong all = green.Length == 64 ? ulong.MaxValue : (1UL << green.Length) - 1;
        _most.Add((RedAfter(green, group, next) & all, group.Definition.MaxRedMs / 1000));
    }

    private static ulong RedAfter(ulong[] green, SignalGroup group, int next)
    {
        ulong red = 0;
        for (int split = next; (green[split] & group.Mask) == 0; split = (split + 1) % green.Length)
        {
            red |= 1UL << split;
        }

        return red;
    }

    private static int Sum(int[] durationsS, ulong splits)
    {
        int sum = 0;
        for (; splits != 0; splits &= splits - 1)
        {
            sum += durationsS[BitOperations.TrailingZeroCount(splits)];
        }

        return sum;
    }
}
