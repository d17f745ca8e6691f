using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Safety;

/// <summary>
/// Since when each group has been called without right of way. A call that goes away, right of way, and flash end the
/// wait.
/// </summary>
internal sealed class MaxRedTimers
{
    private readonly Intersection _intersection;
    private readonly long[] _waitingSinceMs;
    private ulong _waiting;

    internal MaxRedTimers(Intersection intersection)
    {
        _intersection = intersection;
        _waitingSinceMs = new long[intersection.Groups.Length];
    }

    /// <summary>Forgets every wait.</summary>
    internal void Restart() => _waiting = 0;

    /// <summary>Takes in the next frame that is not flash, and its calls.</summary>
    internal void Track(in SignalFrame frame, ulong calls)
    {
        ulong waiting = calls & _intersection.AllGroups & ~frame.RightOfWay;
        for (ulong rest = waiting & ~_waiting; rest != 0; rest &= rest - 1)
        {
            _waitingSinceMs[BitOperations.TrailingZeroCount(rest)] = frame.TimeMs;
        }

        _waiting = waiting;
    }

    /// <summary>Finds the first group that has waited longer than it may, after the frame was taken in.</summary>
    internal SafetyBreach Check(long nowMs)
    {
        for (ulong rest = _waiting; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            ulong longestMs = (ulong)_intersection.Groups[group].Definition.MaxRedMs;
            if (EventTime.ElapsedMs(_waitingSinceMs[group], nowMs) > longestMs)
            {
                return new SafetyBreach(SafetyRule.MaxRedExceeded, nowMs, group, -1);
            }
        }

        return SafetyBreach.None;
    }
}
