using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Safety;

/// <summary>
/// The monitor's own clock per group: what it shows, since when, and when it last gave up right of way. Holds the rules
/// on how long an interval lasts and on what may follow it. An interval lasts from the frame that first shows it to the
/// frame that no longer does; one that no frame shows has lasted 0 ms.
/// </summary>
internal sealed class IntervalTimers
{
    private readonly Intersection _intersection;
    private readonly Indication[] _shows;
    private readonly long[] _sinceMs;
    private readonly long[] _rightOfWayEndMs;
    private readonly long[] _redSinceMs;
    private readonly int _allRedAfterFlashMs;
    private long _flashLeftMs;
    private SignalFrame _last;

    internal IntervalTimers(Intersection intersection)
    {
        _intersection = intersection;
        int count = intersection.Groups.Length;
        _shows = new Indication[count];
        _sinceMs = new long[count];
        _rightOfWayEndMs = new long[count];
        _redSinceMs = new long[count];
        _allRedAfterFlashMs = intersection.Definition.StartUpAllRedMs;
        for (int from = 0; from < count; from++)
        {
            for (int to = 0; to < count; to++)
            {
                _allRedAfterFlashMs = Math.Max(_allRedAfterFlashMs, intersection.IntergreenMs(from, to));
            }
        }
    }

    /// <summary>Number of signal groups.</summary>
    internal int GroupCount => _shows.Length;

    /// <summary>Takes in a frame of flash: no interval runs, and whatever was shown before no longer counts.</summary>
    internal void Flash()
    {
        Array.Clear(_shows);
        Forget();
    }

    /// <summary>Takes over the first frame seen: every group has shown what it shows since long ago.</summary>
    internal void Adopt(in SignalFrame frame)
    {
        Forget();
        for (int group = 0; group < _shows.Length; group++)
        {
            _shows[group] = IndicationOf(frame, 1UL << group);
        }

        _last = frame;
    }

    /// <summary>Takes over the first frame after flash: all red from now on.</summary>
    internal void AdoptAfterFlash(in SignalFrame frame)
    {
        Adopt(frame);
        _flashLeftMs = frame.TimeMs;
    }

    /// <summary>The first group a frame shows in anything but red; -1 when all are red.</summary>
    internal static int FirstNotRed(in SignalFrame frame)
    {
        ulong shown = frame.RightOfWay | frame.Ending | frame.RedClearance;
        return shown == 0 ? -1 : BitOperations.TrailingZeroCount(shown);
    }

    /// <summary>Finds the first breach in what changes from the last frame to this one. Changes nothing.</summary>
    internal SafetyBreach Check(in SignalFrame frame)
    {
        for (ulong rest = Changed(frame); rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            SafetyBreach breach = CheckChange(group, IndicationOf(frame, 1UL << group), frame.TimeMs);
            if (breach.Rule != SafetyRule.None)
            {
                return breach;
            }
        }

        return SafetyBreach.None;
    }

    /// <summary>Starts the timers of what changes from the last frame to this one.</summary>
    internal void Track(in SignalFrame frame)
    {
        for (ulong rest = Changed(frame); rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (group >= _shows.Length)
            {
                break;
            }

            Indication before = _shows[group];
            _shows[group] = IndicationOf(frame, 1UL << group);
            _sinceMs[group] = frame.TimeMs;
            if (before is Indication.Green or Indication.Walk)
            {
                _rightOfWayEndMs[group] = frame.TimeMs;
            }

            if (before is Indication.Yellow or Indication.PedClearance)
            {
                _redSinceMs[group] = frame.TimeMs;
            }
        }

        _last = frame;
    }

    /// <summary>
    /// True when what a group shows can legally have given way to its opposite (right of way, or none) by a time: its
    /// minimum or its clearance will have been served.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    /// <param name="endMs">Event time of the end, not before the last frame.</param>
    internal bool MayEndAt(int group, long endMs)
    {
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        int shortestMs = _shows[group] switch
        {
            Indication.Green or Indication.Walk => timing.MinGreenMs,
            Indication.Yellow => timing.YellowMs + Math.Max(timing.RedClearanceMs, timing.RedRevertMs),
            Indication.RedClearance => Math.Max(timing.RedClearanceMs, timing.RedRevertMs),
            Indication.PedClearance => timing.PedClearanceMs + timing.RedRevertMs,
            _ => 0,
        };
        return EventTime.HasPassed(_sinceMs[group], endMs, shortestMs)
            && (_shows[group] != Indication.Red
                || EventTime.HasPassed(_redSinceMs[group], endMs, timing.RedRevertMs));
    }

    private void Forget()
    {
        Array.Fill(_sinceMs, EventTime.LongAgo);
        Array.Fill(_rightOfWayEndMs, EventTime.LongAgo);
        Array.Fill(_redSinceMs, EventTime.LongAgo);
        _flashLeftMs = EventTime.LongAgo;
    }

    private static Indication IndicationOf(in SignalFrame frame, ulong mask) =>
        (frame.Green & mask) != 0 ? Indication.Green
        : (frame.Yellow & mask) != 0 ? Indication.Yellow
        : (frame.RedClearance & mask) != 0 ? Indication.RedClearance
        : (frame.Walk & mask) != 0 ? Indication.Walk
        : (frame.PedClearance & mask) != 0 ? Indication.PedClearance
        : Indication.Red;

    private ulong Changed(in SignalFrame frame) =>
        (frame.Green ^ _last.Green)
        | (frame.Yellow ^ _last.Yellow)
        | (frame.RedClearance ^ _last.RedClearance)
        | (frame.Walk ^ _last.Walk)
        | (frame.PedClearance ^ _last.PedClearance);

    private SafetyBreach CheckChange(int group, Indication next, long nowMs)
    {
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        return (_shows[group], next) switch
        {
            (Indication.Red, Indication.Green) or (Indication.Red, Indication.Walk) => CheckStart(group, nowMs),
            (Indication.RedClearance, Indication.Green) =>
                Served(group, timing.RedClearanceMs, nowMs)
                    ? CheckStart(group, nowMs)
                    : new SafetyBreach(SafetyRule.RedClearanceTooShort, nowMs, group, -1),
            (Indication.Green, Indication.Yellow) or (Indication.Walk, Indication.PedClearance) =>
                CheckServed(SafetyRule.MinGreenCut, group, timing.MinGreenMs, nowMs),
            (Indication.Yellow, Indication.RedClearance) =>
                CheckServed(SafetyRule.YellowTooShort, group, timing.YellowMs, nowMs),
            (Indication.Yellow, Indication.Red) => CheckYellowToRed(group, timing, nowMs),
            (Indication.RedClearance, Indication.Red) =>
                CheckServed(SafetyRule.RedClearanceTooShort, group, timing.RedClearanceMs, nowMs),
            (Indication.PedClearance, Indication.Red) =>
                CheckServed(SafetyRule.PedClearanceCut, group, timing.PedClearanceMs, nowMs),
            _ => new SafetyBreach(SafetyRule.IllegalTransition, nowMs, group, -1),
        };
    }

    private bool Served(int group, int durationMs, long nowMs) =>
        EventTime.HasPassed(_sinceMs[group], nowMs, durationMs);

    private SafetyBreach CheckServed(SafetyRule rule, int group, int durationMs, long nowMs) =>
        Served(group, durationMs, nowMs) ? SafetyBreach.None : new SafetyBreach(rule, nowMs, group, -1);

    /// <summary>Yellow may turn straight to full red only where the file asks for no red clearance.</summary>
    private SafetyBreach CheckYellowToRed(int group, SignalGroupDefinition timing, long nowMs)
    {
        SafetyBreach yellow = CheckServed(SafetyRule.YellowTooShort, group, timing.YellowMs, nowMs);
        return yellow.Rule != SafetyRule.None || timing.RedClearanceMs == 0
            ? yellow
            : new SafetyBreach(SafetyRule.RedClearanceTooShort, nowMs, group, -1);
    }

    private SafetyBreach CheckStart(int group, long nowMs)
    {
        SignalGroup starting = _intersection.Groups[group];
        if (!EventTime.HasPassed(_redSinceMs[group], nowMs, starting.Definition.RedRevertMs))
        {
            return new SafetyBreach(SafetyRule.RedRevertTooShort, nowMs, group, -1);
        }

        if (!EventTime.HasPassed(_flashLeftMs, nowMs, _allRedAfterFlashMs))
        {
            return new SafetyBreach(SafetyRule.IntergreenTooShort, nowMs, group, -1);
        }

        for (ulong rest = starting.Conflicts; rest != 0; rest &= rest - 1)
        {
            int ended = BitOperations.TrailingZeroCount(rest);
            if (!EventTime.HasPassed(_rightOfWayEndMs[ended], nowMs, _intersection.IntergreenMs(ended, group)))
            {
                return new SafetyBreach(SafetyRule.IntergreenTooShort, nowMs, group, ended);
            }

            // A yellow that lasted longer than its time leaves less of the intergreen; the red clearance is owed all
            // the same.
            if (_shows[ended] == Indication.RedClearance
                && !Served(ended, _intersection.Groups[ended].Definition.RedClearanceMs, nowMs))
            {
                return new SafetyBreach(SafetyRule.RedClearanceTooShort, nowMs, ended, group);
            }
        }

        return SafetyBreach.None;
    }
}
