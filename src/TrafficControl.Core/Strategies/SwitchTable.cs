using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>What every change of stage costs in time, worked out once from the intergreens.</summary>
internal sealed class SwitchTable
{
    private readonly int[] _lostMs;
    private readonly int _stageCount;

    internal SwitchTable(Intersection intersection)
    {
        _stageCount = intersection.Stages.Length;
        _lostMs = new int[_stageCount * _stageCount];
        ulong concurrentPedestrians = 0;
        foreach (SignalGroup group in intersection.Groups)
        {
            concurrentPedestrians |= group.ConcurrentPedestrians;
        }

        foreach (Stage from in intersection.Stages)
        {
            foreach (Stage to in intersection.Stages)
            {
                ulong ending = from.Groups & ~to.Groups;
                ulong starting = to.Groups & ~from.Groups;
                LongestMs = Math.Max(LongestMs, LostMs(intersection, ending, starting));

                // Vehicles stay green while the pedestrians beside them clear, so that time is not lost.
                _lostMs[(from.Index * _stageCount) + to.Index] =
                    LostMs(intersection, ending & ~concurrentPedestrians, starting);
            }
        }
    }

    /// <summary>Longest intergreen of any change, pedestrian clearances included, ms.</summary>
    internal int LongestMs { get; }

    /// <summary>
    /// Longest intergreen between a group that ends and one that starts, ms: the time in which neither runs. 0 when
    /// nothing that ends is in the way of what starts.
    /// </summary>
    internal int LostMs(int from, int to) => _lostMs[(from * _stageCount) + to];

    private static int LostMs(Intersection intersection, ulong ending, ulong starting)
    {
        int lostMs = 0;
        for (ulong f = ending; f != 0; f &= f - 1)
        {
            for (ulong t = starting; t != 0; t &= t - 1)
            {
                int from = BitOperations.TrailingZeroCount(f);
                int to = BitOperations.TrailingZeroCount(t);
                lostMs = Math.Max(lostMs, intersection.IntergreenMs(from, to));
            }
        }

        return lostMs;
    }
}
