using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Sumo;

/// <summary>One simulation to run: scenario, window, seed, and where its outputs go.</summary>
public sealed record SumoRunOptions
{
    /// <summary>The scenario.</summary>
    public required SumoConfiguration Scenario { get; init; }

    /// <summary>Folder for the outputs of this run; created when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Seed of SUMO's random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Start of the window in simulated milliseconds; null: the scenario's.</summary>
    public long? BeginMs { get; init; }

    /// <summary>End of the window in simulated milliseconds; null: the scenario's, which must then have one.</summary>
    public long? EndMs { get; init; }

    /// <summary>
    /// Time the simulation goes on after the window so that vehicles can arrive, milliseconds. Demand after the window
    /// is not measured.
    /// </summary>
    public long DrainMs { get; init; }

    /// <summary>Standing time after which SUMO moves a stuck vehicle on, seconds; negative: never.</summary>
    public double TeleportS { get; init; } = -1;

    /// <summary>Simulated step in milliseconds. 100 to 1 000.</summary>
    public int StepMs { get; init; } = 1_000;

    /// <summary>
    /// True: changes of stages are shown letter for letter as shipped, also where the program is yellow between two
    /// greens of a signal or holds back a start that meets nobody. For seats that run the shipped program and are
    /// compared with it.
    /// </summary>
    public bool RepeatsProgram { get; init; }

    /// <summary>
    /// True: where every vehicle was in each second after a third of the window, and the routes taken, are written
    /// too. Large files; <see cref="TrajectoryFile"/> and <see cref="RouteFile"/>.
    /// </summary>
    public bool RecordsTrajectories { get; init; }

    /// <summary>What is wrong with the detectors of the lights under control.</summary>
    public DetectorFaults Faults { get; init; } = DetectorFaults.None;

    /// <summary>Additional files of this run, after those of the scenario.</summary>
    public IReadOnlyList<string> AdditionalFiles { get; init; } = [];

    /// <summary>Start of the window, milliseconds.</summary>
    public long WindowBeginMs => BeginMs ?? ToMs(Scenario.BeginS);

    /// <summary>End of the window, milliseconds.</summary>
    /// <exception cref="SumoException">
    /// Neither the options nor the scenario give one, or it is not after the begin.
    /// </exception>
    public long WindowEndMs
    {
        get
        {
            long end = EndMs ?? (Scenario.EndS is { } seconds ? ToMs(seconds) : throw new SumoException(
                $"Scenario '{Scenario.Name}' has no end: give one with --end SECONDS."));
            return end > WindowBeginMs
                ? end
                : throw new SumoException($"The window must end after its begin ({WindowBeginMs / 1000} s), not at {end / 1000} s.");
        }
    }

    /// <summary>Where the trips are written.</summary>
    public string TripInfoFile => Path.Combine(Folder, "tripinfo.xml");

    /// <summary>Where SUMO's own totals are written.</summary>
    public string StatisticsFile => Path.Combine(Folder, "statistics.xml");

    /// <summary>Where the state of the traffic every 10 s is written.</summary>
    public string SummaryFile => Path.Combine(Folder, "summary.xml");

    /// <summary>Where positions are written when they are recorded.</summary>
    public string TrajectoryFile => Path.Combine(Folder, "trajectories.xml");

    /// <summary>Where the routes taken are written when positions are recorded.</summary>
    public string RouteFile => Path.Combine(Folder, "routes.xml");

    /// <summary>
    /// First moment whose positions are recorded, milliseconds: a third into the window, when the streets have filled.
    /// </summary>
    public long TrajectoryBeginMs => WindowBeginMs + ((WindowEndMs - WindowBeginMs) / 3 / 1_000 * 1_000);

    private static long ToMs(double seconds) => (long)Math.Round(seconds * 1000);
}
