using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>A traffic light of a net as the engine sees it, and what it takes to drive it in SUMO. Immutable.</summary>
public sealed record SumoLight
{
    /// <summary>Identifier of the traffic light, which is the identifier of the intersection.</summary>
    public string Id => Definition.Id;

    /// <summary>The intersection file.</summary>
    public required IntersectionDefinition Definition { get; init; }

    /// <summary>The shipped program.</summary>
    public required SumoProgram Program { get; init; }

    /// <summary>Signal group of each link of the state string; -1 for a link that is never green.</summary>
    public required IReadOnlyList<int> LinkGroups { get; init; }

    /// <summary>For each link, the links it gives way to by the junction's table.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> LinkYields { get; init; }

    /// <summary>The connection behind each movement of <see cref="Definition"/>, in the same order.</summary>
    public required IReadOnlyList<SumoConnection> Connections { get; init; }

    /// <summary>The green states with their letters, in the order of the stages of <see cref="Definition"/>.</summary>
    public required IReadOnlyList<SumoStage> Stages { get; init; }

    /// <summary>The states between stages as the program ships them.</summary>
    public required IReadOnlyList<SumoChange> Changes { get; init; }

    /// <summary>Loops to install.</summary>
    public required IReadOnlyList<SumoLoop> Loops { get; init; }

    /// <summary>
    /// For each detector of <see cref="Definition"/>, the index of the loop that feeds it; several may share one. -1 for a
    /// tracks detector.
    /// </summary>
    public required IReadOnlyList<int> DetectorLoops { get; init; }

    /// <summary>The tracks detectors and where they look; empty when the layout has none.</summary>
    public IReadOnlyList<SumoTracks> Tracks { get; init; } = [];

    /// <summary>Where the vehicles that tracks detectors see may be; null without such a detector.</summary>
    public SumoTrackArea? TrackArea { get; init; }

    /// <summary>Where the intersection file departs from the shipped program, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The groups that the shipped program shows green at a simulated time.</summary>
    /// <param name="timeMs">Simulated time in milliseconds.</param>
    public ulong ShippedGreens(long timeMs)
    {
        string state = Program.Phases[Program.PhaseAt(timeMs)].State;
        ulong groups = 0;
        for (int link = 0; link < state.Length; link++)
        {
            if (state[link] is 'G' or 'g' && LinkGroups[link] >= 0)
            {
                groups |= 1UL << LinkGroups[link];
            }
        }

        return groups;
    }
}
