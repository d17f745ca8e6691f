using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>What the signals let the vehicles of a lane do.</summary>
internal sealed class LaneGreen
{
    // A turn rarer than this hinders nobody: one vehicle in fifty.
    private const double RareShare = 0.02;

    // The longest yellow in use (6 s) and 3 s for the last vehicle to leave the stop bar.
    private const int RedSettledMs = 9_000;

    // A green that ended this shortly before may have let a vehicle go: the yellow, and the way off the stop bar.
    private const int EndedGreenMs = 5_000;

    private readonly Intersection _intersection;
    private readonly TurningShares _turning;

    internal LaneGreen(Intersection intersection, TurningShares turning)
    {
        _intersection = intersection;
        _turning = turning;
    }

    /// <summary>
    /// Event time since when every movement of a lane has been green and none gives way; far off, if that is not so.
    /// </summary>
    internal long SettledSinceMs(Lane lane, SignalHistory signals)
    {
        long sinceMs = 0;
        foreach (int index in lane.Movements)
        {
            Movement movement = _intersection.Movements[index];
            if (_turning.Of(index) < RareShare)
            {
                continue;
            }

            bool isGreen = (signals.Frame.Green & (1UL << movement.Group)) != 0;
            if (!isGreen || movement.YieldsTo.Length > 0)
            {
                return long.MaxValue / 2;
            }

            sinceMs = Math.Max(sinceMs, signals.RightOfWayStartMs(movement.Group));
        }

        return sinceMs;
    }

    /// <summary>
    /// Event time since when every movement of a lane has been green, whoever gives way; far off, if one is not.
    /// </summary>
    internal static long GreenSinceMs(Lane lane, SignalHistory signals)
    {
        long sinceMs = 0;
        for (ulong rest = lane.Groups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if ((signals.Frame.Green >> group & 1) == 0)
            {
                return long.MaxValue / 2;
            }

            sinceMs = Math.Max(sinceMs, signals.RightOfWayStartMs(group));
        }

        return sinceMs;
    }

    /// <summary>
    /// True when a lane got green with this tick for all its movements together, none of which gives way.
    /// </summary>
    internal bool StartsWhole(Lane lane, SignalHistory signals) =>
        SettledSinceMs(lane, signals) == signals.Frame.TimeMs
        && (signals.Started & lane.Groups) == (signals.Frame.Green & lane.Groups);

    /// <summary>False in settled red, when nobody leaves: a detector that says so has erred.</summary>
    internal static bool MayLeave(Lane lane, SignalHistory signals, long timeMs)
    {
        for (ulong rest = lane.Groups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if ((signals.Frame.Green >> group & 1) != 0 || signals.Frame.IsFlash
                || timeMs - signals.RightOfWayEndMs(group) < RedSettledMs)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Groups of a lane whose green may have let a vehicle go that left at a time; all of them in flash.
    /// </summary>
    internal static ulong MayHaveGone(Lane lane, SignalHistory signals, long timeMs)
    {
        ulong may = 0;
        for (ulong rest = lane.Groups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            bool isGreen = (signals.Frame.Green >> group & 1) != 0 && signals.RightOfWayStartMs(group) < timeMs;
            bool wasGreen = timeMs - signals.RightOfWayEndMs(group) < EndedGreenMs;
            may |= isGreen || wasGreen || signals.Frame.IsFlash ? 1UL << group : 0;
        }

        return may;
    }

    /// <summary>
    /// Vehicles per second that a lane's queue discharges now, by the shares of the movements that are green.
    /// </summary>
    internal double DischargeVps(ApproachLane lane, SignalHistory signals, long nowMs)
    {
        int startUpLostMs = (int)(lane.StartUp.Seconds * 1000);
        double flow = 0;
        foreach (int index in lane.Lane.Movements)
        {
            Movement movement = _intersection.Movements[index];
            bool isGreen = (signals.Frame.Green & (1UL << movement.Group)) != 0 && !signals.Frame.IsFlash;
            if (isGreen && nowMs - signals.RightOfWayStartMs(movement.Group) >= startUpLostMs)
            {
                flow += _turning.Of(index) / lane.HeadwayS;
            }
        }

        return flow;
    }
}
