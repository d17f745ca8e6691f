using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;

namespace TrafficControl.Runtime.Engines;

/// <summary>
/// Says for every group when its present state will end, from what it has served and what the strategy expects. Groups
/// that wait for a decision not taken yet have no forecast.
/// </summary>
internal sealed class ForecastBuilder
{
    private const byte CommittedPercent = 100;
    private const byte EndingPercent = 95;
    private const byte ExpectedPercent = 60;

    private readonly Intersection _intersection;

    internal ForecastBuilder(Intersection intersection)
    {
        _intersection = intersection;
    }

    internal void Fill(IntersectionState state, in Decision decision, Directive directive)
    {
        Span<GroupForecast> forecasts = directive.Forecasts;
        SignalFrame frame = state.Signals.Frame;
        for (int group = 0; group < forecasts.Length; group++)
        {
            ulong mask = 1UL << group;
            forecasts[group] = (frame.RightOfWay & mask) != 0
                ? EndOfRightOfWay(state, decision, directive, group)
                : (directive.NextGroups & mask) != 0 && (frame.Ending & mask) == 0
                    ? StartOfRightOfWay(state, directive, group)
                    : default;
        }
    }

    private GroupForecast EndOfRightOfWay(IntersectionState state, in Decision decision, Directive directive, int group)
    {
        long earliest = EarliestEndMs(state, group);
        if ((directive.NextGroups & (1UL << group)) == 0)
        {
            return new GroupForecast(earliest, 0, earliest, EndingPercent, IsCommitted: false);
        }

        if (decision.LikelyChangeMs <= state.NowMs)
        {
            return new GroupForecast(earliest, 0, 0, 0, IsCommitted: false);
        }

        // The strategy names one moment of change. It is a commitment only where no minimum can push it back.
        long likely = Math.Max(earliest, decision.LikelyChangeMs);
        bool committed = decision.IsChangeCommitted && likely == decision.LikelyChangeMs;
        return new GroupForecast(
            committed ? likely : earliest, committed ? likely : 0, likely,
            committed ? CommittedPercent : ExpectedPercent, IsCommitted: false);
    }

    private GroupForecast StartOfRightOfWay(IntersectionState state, Directive directive, int group)
    {
        SignalFrame frame = state.Signals.Frame;
        long earliest = Math.Max(state.NowMs, directive.NotBeforeMs);
        bool waitsForGreen = false;
        for (ulong rest = _intersection.Groups[group].Conflicts; rest != 0; rest &= rest - 1)
        {
            int other = BitOperations.TrailingZeroCount(rest);
            bool hasRightOfWay = (frame.RightOfWay & (1UL << other)) != 0;
            waitsForGreen |= hasRightOfWay;
            long endMs = hasRightOfWay ? EarliestEndMs(state, other) : state.Signals.RightOfWayEndMs(other);
            earliest = Math.Max(earliest, endMs + _intersection.IntergreenMs(other, group));
        }

        return new GroupForecast(earliest, 0, earliest, waitsForGreen ? ExpectedPercent : EndingPercent, IsCommitted: false);
    }

    private long EarliestEndMs(IntersectionState state, int group) => Math.Max(
        state.NowMs, state.Signals.RightOfWayStartMs(group) + _intersection.Groups[group].Definition.MinGreenMs);
}
