using System.Numerics;
using TrafficControl.Core.Controller;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// What each signal group shows and since when, taken from the frames of successive ticks. Times are event times in
/// Unix milliseconds; a time before the first frame reads as the first frame's time.
/// </summary>
public sealed class SignalHistory
{
    private readonly GroupDisplay[] _display;
    private readonly long[] _sinceMs;
    private readonly long[] _rightOfWayStartMs;
    private readonly long[] _rightOfWayEndMs;
    private bool _hasFrame;

    /// <summary>Creates a history without a frame.</summary>
    /// <param name="groupCount">Number of signal groups, 1 to 64.</param>
    public SignalHistory(int groupCount)
    {
        _display = new GroupDisplay[groupCount];
        _sinceMs = new long[groupCount];
        _rightOfWayStartMs = new long[groupCount];
        _rightOfWayEndMs = new long[groupCount];
    }

    /// <summary>The last frame.</summary>
    public SignalFrame Frame { get; private set; }

    /// <summary>Groups that got right of way (green or walk) with the last frame.</summary>
    public ulong Started { get; private set; }

    /// <summary>Groups that lost right of way with the last frame.</summary>
    public ulong Ended { get; private set; }

    /// <summary>What a group shows.</summary>
    /// <param name="group">Index of the group.</param>
    public GroupDisplay Display(int group) => _display[group];

    /// <summary>Event time since when the group shows what it shows.</summary>
    /// <param name="group">Index of the group.</param>
    public long SinceMs(int group) => _sinceMs[group];

    /// <summary>Event time of the last start of green or walk.</summary>
    /// <param name="group">Index of the group.</param>
    public long RightOfWayStartMs(int group) => _rightOfWayStartMs[group];

    /// <summary>Event time of the last end of green or walk.</summary>
    /// <param name="group">Index of the group.</param>
    public long RightOfWayEndMs(int group) => _rightOfWayEndMs[group];

    /// <summary>Takes in the next frame.</summary>
    /// <param name="frame">The frame; not earlier than the last one.</param>
    public void Apply(in SignalFrame frame)
    {
        if (!_hasFrame)
        {
            _hasFrame = true;
            Array.Fill(_sinceMs, frame.TimeMs);
            Array.Fill(_rightOfWayStartMs, frame.TimeMs);
            Array.Fill(_rightOfWayEndMs, frame.TimeMs);
        }

        SignalFrame last = Frame;
        ulong before = last.IsFlash ? 0 : last.RightOfWay;
        ulong now = frame.IsFlash ? 0 : frame.RightOfWay;
        Started = now & ~before;
        Ended = before & ~now;
        for (ulong rest = Started; rest != 0; rest &= rest - 1)
        {
            _rightOfWayStartMs[BitOperations.TrailingZeroCount(rest)] = frame.TimeMs;
        }

        for (ulong rest = Ended; rest != 0; rest &= rest - 1)
        {
            _rightOfWayEndMs[BitOperations.TrailingZeroCount(rest)] = frame.TimeMs;
        }

        for (int group = 0; group < _display.Length; group++)
        {
            GroupDisplay display = DisplayOf(frame, 1UL << group);
            if (display != _display[group])
            {
                _display[group] = display;
                _sinceMs[group] = frame.TimeMs;
            }
        }

        Frame = frame;
    }

    private static GroupDisplay DisplayOf(in SignalFrame frame, ulong mask)
    {
        if (frame.IsFlash)
        {
            return GroupDisplay.Red;
        }

        return (frame.Green & mask) != 0 ? GroupDisplay.Green
            : (frame.Yellow & mask) != 0 ? GroupDisplay.Yellow
            : (frame.RedClearance & mask) != 0 ? GroupDisplay.RedClearance
            : (frame.Walk & mask) != 0 ? GroupDisplay.Walk
            : (frame.PedClearance & mask) != 0 ? GroupDisplay.PedClearance
            : GroupDisplay.Red;
    }
}
