using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Rewrites a shipped program as the published benchmarks run it: every change of stages is 3 s of yellow for the
/// signals that end and nothing else, and what the shipped change took beyond that belongs to the green before it. The
/// cycle, the offset and the moment at which each green starts stay.
/// </summary>
/// <remarks>
/// Ault and Sharon, "Reinforcement Learning Benchmarks for Traffic Signal Control", NeurIPS 2021 Datasets and
/// Benchmarks: a change of stages there is one yellow state, in which the links that stay green keep their green.
/// </remarks>
internal static class BenchmarkClearance
{
    /// <summary>Yellow of every vehicle signal, milliseconds.</summary>
    internal const int YellowMs = 3_000;

    /// <summary>Minimum green of every vehicle signal, milliseconds.</summary>
    internal const int MinGreenMs = 5_000;

    // A green that is shorter than its own change is lengthened with the cycle rather than lost.
    private const int ShortestPhaseMs = 1_000;

    /// <summary>Rewrites a program.</summary>
    /// <param name="program">The shipped program; it has at least one stage.</param>
    /// <param name="analysis">What its phases mean.</param>
    /// <param name="links">What its links carry.</param>
    internal static SumoProgram Apply(SumoProgram program, ProgramAnalysis analysis, LinkTable links)
    {
        int count = program.Phases.Count;
        int first = FirstSettledAfterChange(count, analysis);
        List<SumoPhase> phases = [];
        int changeMs = 0;
        for (int i = 0; i < count; i++)
        {
            int p = (first + i) % count;
            if (!analysis.IsPartOfStage(p))
            {
                changeMs += program.Phases[p].DurationMs;
                continue;
            }

            EndChange(phases, program.Phases[p].State, changeMs, links);
            changeMs = 0;

            // The benchmark's greens have its own minimum, whatever the net asks of an actuated program.
            phases.Add(program.Phases[p] with { MinDurationMs = null });
        }

        EndChange(phases, phases[0].State, changeMs, links);
        long skippedMs = 0;
        for (int p = 0; p < first; p++)
        {
            skippedMs += program.Phases[p].DurationMs;
        }

        return program with { OffsetMs = program.OffsetMs + skippedMs, Phases = phases };
    }

    // So that every change of the list has the green before it in the list.
    private static int FirstSettledAfterChange(int count, ProgramAnalysis analysis)
    {
        for (int p = 0; p < count; p++)
        {
            if (analysis.IsPartOfStage(p) && !analysis.IsPartOfStage((p + count - 1) % count))
            {
                return p;
            }
        }

        return 0;
    }

    private static void EndChange(List<SumoPhase> phases, string after, int changeMs, LinkTable links)
    {
        if (changeMs == 0)
        {
            return;
        }

        SumoPhase before = phases[^1];
        string yellow = YellowState(before.State, after, links, out bool hasYellow);
        int yellowMs = hasYellow ? YellowMs : 0;
        phases[^1] = before with { DurationMs = Math.Max(ShortestPhaseMs, before.DurationMs + changeMs - yellowMs) };
        if (hasYellow)
        {
            phases.Add(new SumoPhase(yellowMs, yellow, null, null));
        }
    }

    private static string YellowState(string before, string after, LinkTable links, out bool hasYellow)
    {
        char[] letters = new char[before.Length];
        for (int link = 0; link < letters.Length; link++)
        {
            bool ends = IsGreen(before[link]) && !IsGreen(after[link]);
            bool isVehicle = links.Connections(link).Count > 0 && links.Kind(link) != SignalGroupKind.Pedestrian;
            bool stays = before[link] == after[link] || (IsGreen(before[link]) && IsGreen(after[link]));
            letters[link] = ends && isVehicle ? 'y' : stays ? before[link] : 'r';
        }

        hasYellow = Array.IndexOf(letters, 'y') >= 0;
        return new string(letters);
    }

    private static bool IsGreen(char letter) => letter is 'G' or 'g';
}
