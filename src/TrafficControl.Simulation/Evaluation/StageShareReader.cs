using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Finds which stages a light showed, from its signals, whoever drove it.</summary>
internal static class StageShareReader
{
    /// <summary>Length of an interval, milliseconds.</summary>
    internal const long IntervalMs = 300_000;

    /// <summary>The shares of each interval that begins before the end; the last one may be shorter.</summary>
    /// <param name="light">The light.</param>
    /// <param name="trace">What it showed.</param>
    /// <param name="beginMs">First moment, simulated milliseconds.</param>
    /// <param name="endMs">End, simulated milliseconds, after the begin.</param>
    internal static StageShares Read(SumoLight light, SignalTrace trace, long beginMs, long endMs)
    {
        int intervals = (int)((endMs - beginMs + IntervalMs - 1) / IntervalMs);
        double[][] shown = [.. light.Stages.Select(_ => new double[intervals])];
        for (int i = 0; i < trace.Changes.Count; i++)
        {
            (long from, string state) = trace.Changes[i];
            int stage = StageOf(light, state);
            long to = i + 1 < trace.Changes.Count ? trace.Changes[i + 1].TimeMs : endMs;
            if (stage >= 0)
            {
                Add(shown[stage], Math.Max(from, beginMs) - beginMs, Math.Min(to, endMs) - beginMs);
            }
        }

        for (int interval = 0; interval < intervals; interval++)
        {
            double lengthMs = Math.Min(IntervalMs, endMs - beginMs - (interval * IntervalMs));
            foreach (double[] stage in shown)
            {
                stage[interval] /= lengthMs;
            }
        }

        return new StageShares(
            light.Id, beginMs / 1000.0, IntervalMs / 1000.0,
            [.. light.Stages.Select((stage, i) => (stage.Id, (IReadOnlyList<double>)shown[i]))]);
    }

    private static void Add(double[] shown, long fromMs, long toMs)
    {
        for (long from = fromMs; from < toMs;)
        {
            long interval = from / IntervalMs;
            long to = Math.Min(toMs, (interval + 1) * IntervalMs);
            shown[interval] += to - from;
            from = to;
        }
    }

    // Walk may end before its stage does, so a stage is known by its vehicle signals.
    private static int StageOf(SumoLight light, string state)
    {
        ulong greens = 0;
        ulong vehicles = 0;
        for (int link = 0; link < Math.Min(state.Length, light.LinkGroups.Count); link++)
        {
            int group = light.LinkGroups[link];
            greens |= group >= 0 && state[link] is 'G' or 'g' ? 1UL << group : 0;
        }

        for (int group = 0; group < light.Definition.SignalGroups.Count; group++)
        {
            vehicles |= light.Definition.SignalGroups[group].Kind == SignalGroupKind.Pedestrian ? 0 : 1UL << group;
        }

        int byVehicles = -1;
        for (int stage = 0; stage < light.Stages.Count; stage++)
        {
            if (light.Stages[stage].Groups == greens)
            {
                return stage;
            }

            ulong shown = greens & vehicles;
            bool hasSameVehicles = shown != 0 && (light.Stages[stage].Groups & vehicles) == shown;
            byVehicles = byVehicles < 0 && hasSameVehicles ? stage : byVehicles;
        }

        return byVehicles;
    }
}
