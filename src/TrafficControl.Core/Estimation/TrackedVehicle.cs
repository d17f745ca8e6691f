using System.Runtime.CompilerServices;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// A vehicle that is believed to be on its way to a stop line: when it would get there, and how likely it is on each
/// lane.
/// </summary>
internal struct TrackedVehicle
{
    /// <summary>Most lanes a vehicle may still choose between.</summary>
    internal const int MaxCandidates = 8;

    // What every look through the list asks lies first, in one cache line.

    /// <summary>Event time at which nothing but the signal would stop it at the line, Unix milliseconds.</summary>
    internal long EtaMs;

    /// <summary>Object id of a tracking sensor, plus one; 0: known from loops only.</summary>
    internal long Track;

    /// <summary>Position of the lane at whose stop bar it is, or -1.</summary>
    internal int BarLane;

    /// <summary>The channel that last placed it, or -1.</summary>
    internal int Channel;

    /// <summary>Distance to the line when last seen, metres.</summary>
    internal float DistanceM;

    /// <summary>Number of lanes it may be on.</summary>
    internal int Count;

    /// <summary>Positions of these lanes.</summary>
    internal LaneList Lanes;

    /// <summary>Probability that it leaves the road before the line, 0 to 1.</summary>
    internal float Sink;

    /// <summary>Names the vehicle while it lives.</summary>
    internal int Serial;

    /// <summary>Event time of its first sight, Unix milliseconds.</summary>
    internal long BornMs;

    /// <summary>Probability of each lane.</summary>
    internal ShareList Shares;

    /// <summary>Event time of its last sight, Unix milliseconds.</summary>
    internal long SeenMs;

    /// <summary>Milliseconds between its last two sights by a tracking sensor, or 0.</summary>
    internal long GapMs;

    /// <summary>Speed when last seen, m/s.</summary>
    internal float SpeedMps;

    /// <summary>How sure its sensor is that it exists, 0 to 1; of those known from loops only, not used.</summary>
    internal float Believed;

    /// <summary>The section it is on, or 0.</summary>
    internal byte Section;

    /// <summary>The section before, or 0.</summary>
    internal byte SectionBefore;

    /// <summary>True when no loop saw it: it is taken to stand where there is room for it.</summary>
    internal bool IsGuessed;

    /// <summary>Probability that it is on a lane.</summary>
    internal readonly float On(int lane)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Lanes[i] == lane)
            {
                return Shares[i];
            }
        }

        return 0;
    }

    /// <summary>Puts it on one lane for certain.</summary>
    internal void PlaceOn(int lane)
    {
        Count = 1;
        Lanes[0] = (byte)lane;
        Shares[0] = 1;
        Sink = 0;
        IsGuessed = false;
    }

    /// <summary>Takes it off a lane. Returns what is left over all lanes, before that is made whole again.</summary>
    internal float TakeOff(int lane)
    {
        float left = 0;
        for (int i = 0; i < Count; i++)
        {
            if (Lanes[i] == lane)
            {
                Shares[i] = 0;
            }

            left += Shares[i];
        }

        return left;
    }

    /// <summary>What is left over all lanes, sink not included.</summary>
    internal readonly float Left()
    {
        float left = 0;
        for (int i = 0; i < Count; i++)
        {
            left += Shares[i];
        }

        return left;
    }

    /// <summary>True when the probabilities add up to one to the bit, so that to normalise them changes nothing.</summary>
    internal readonly bool IsWhole()
    {
        float sum = Sink;
        for (int i = 0; i < Count; i++)
        {
            sum += Shares[i];
        }

        return sum == 1;
    }

    /// <summary>Makes the probabilities, sink included, add up to one. False when nothing is left.</summary>
    internal bool Normalise()
    {
        float sum = Sink;
        for (int i = 0; i < Count; i++)
        {
            sum += Shares[i];
        }

        if (sum <= 0)
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            Shares[i] /= sum;
        }

        Sink /= sum;
        return true;
    }

    /// <summary>Lanes by position.</summary>
    [InlineArray(MaxCandidates)]
    internal struct LaneList
    {
        private byte _first;
    }

    /// <summary>Probabilities.</summary>
    [InlineArray(MaxCandidates)]
    internal struct ShareList
    {
        private float _first;
    }
}
