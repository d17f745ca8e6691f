using System.Numerics;
using TrafficControl.Core.Estimation;

namespace TrafficControl.Runtime.Engines;

/// <summary>
/// How often the forecasts of one intersection have been right lately, by kind and by how far ahead they looked. A forecast
/// is right when the end came within two seconds of it. Deterministic; one thread; allocates at construction only.
/// </summary>
internal sealed class ForecastSkill
{
    /// <summary>A forecast this close to the end counts as right, milliseconds.</summary>
    internal const int RightWithinMs = 2_000;

    private const int NotePeriodMs = 1_000;

    // About a minute of forecasts of one state; of a longer one the latest count.
    private const int NotesPerGroup = 64;
    private const int KindCount = 3;

    // A record this long is halved, so that it follows the traffic of the last hours.
    private const int MostJudged = 1_024;

    // Before there is a record: what a plan and a change under way are usually worth.
    private const int PriorJudged = 20;
    private const int PlannedPriorPercent = 40;
    private const int UnderWayPriorPercent = 95;

    private static readonly int[] LeadLimitsMs = [2_000, 5_000, 10_000, 20_000, int.MaxValue];

    private readonly long[] _likelyMs;
    private readonly byte[] _cells;
    private readonly int[] _noted;
    private readonly int[] _judged = new int[KindCount * LeadLimitsMs.Length];
    private readonly int[] _right = new int[KindCount * LeadLimitsMs.Length];
    private long _notedMs = long.MinValue;

    internal ForecastSkill(int groupCount)
    {
        _likelyMs = new long[groupCount * NotesPerGroup];
        _cells = new byte[groupCount * NotesPerGroup];
        _noted = new int[groupCount];
        for (int cell = 0; cell < _judged.Length; cell++)
        {
            _judged[cell] = PriorJudged;
            _right[cell] = PriorJudged * PriorPercent((ForecastKind)(cell / LeadLimitsMs.Length)) / 100;
        }
    }

    /// <summary>Judges the forecasts of groups whose state has just ended. Call once per tick, before the first note.</summary>
    /// <returns>True when forecasts of this tick are to be noted.</returns>
    internal bool Observe(SignalHistory signals, long nowMs)
    {
        for (ulong rest = signals.Started | signals.Ended; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            bool hasStarted = (signals.Started >> group & 1) != 0;
            Judge(group, hasStarted ? signals.RightOfWayStartMs(group) : signals.RightOfWayEndMs(group));
        }

        bool isDue = nowMs < _notedMs || nowMs >= _notedMs + NotePeriodMs;
        _notedMs = isDue ? nowMs : _notedMs;
        return isDue;
    }

    /// <summary>Notes a forecast, to be judged when the group's state ends.</summary>
    internal void Note(int group, ForecastKind kind, long likelyMs, long nowMs)
    {
        int slot = (group * NotesPerGroup) + (_noted[group] & (NotesPerGroup - 1));
        _likelyMs[slot] = likelyMs;
        _cells[slot] = (byte)Cell(kind, likelyMs - nowMs);
        _noted[group] = _noted[group] == int.MaxValue ? NotesPerGroup : _noted[group] + 1;
    }

    /// <summary>Share of such forecasts that were right, percent, 1 to 99: nothing is sure but what is committed.</summary>
    internal byte Percent(ForecastKind kind, long leadMs)
    {
        int cell = Cell(kind, leadMs);
        return (byte)Math.Clamp(100 * _right[cell] / _judged[cell], 1, 99);
    }

    /// <summary>Drops what was noted: its times mean nothing any more. The record stays.</summary>
    internal void Forget()
    {
        Array.Clear(_noted);
        _notedMs = long.MinValue;
    }

    private static int PriorPercent(ForecastKind kind) =>
        kind == ForecastKind.UnderWay ? UnderWayPriorPercent : PlannedPriorPercent;

    private static int Cell(ForecastKind kind, long leadMs)
    {
        int lead = 0;
        while (leadMs >= LeadLimitsMs[lead] && lead < LeadLimitsMs.Length - 1)
        {
            lead++;
        }

        return ((int)kind * LeadLimitsMs.Length) + lead;
    }

    private void Judge(int group, long endMs)
    {
        int count = Math.Min(_noted[group], NotesPerGroup);
        for (int i = 0; i < count; i++)
        {
            int slot = (group * NotesPerGroup) + i;
            int cell = _cells[slot];
            _right[cell] += Math.Abs(endMs - _likelyMs[slot]) <= RightWithinMs ? 1 : 0;
            if (++_judged[cell] >= MostJudged)
            {
                _judged[cell] /= 2;
                _right[cell] /= 2;
            }
        }

        _noted[group] = 0;
    }
}
