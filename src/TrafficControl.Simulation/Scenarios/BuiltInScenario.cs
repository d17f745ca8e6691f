using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>A scenario that is made on the spot with SUMO's own tools, so that none has to be downloaded.</summary>
public sealed record BuiltInScenario
{
    private readonly Func<ScenarioDraft> _draft;

    internal BuiltInScenario(string name, string summary, int drainS, Func<ScenarioDraft> draft)
    {
        Name = name;
        Summary = summary;
        DrainS = drainS;
        _draft = draft;
    }

    /// <summary>Name, which is also that of its files.</summary>
    public string Name { get; }

    /// <summary>One sentence on what it is.</summary>
    public string Summary { get; }

    /// <summary>Length of its window, seconds; it begins at 0.</summary>
    public int WindowS { get; } = ScenarioDraft.WindowS;

    /// <summary>Time after the window that its queues need to clear, seconds; 0: none to speak of.</summary>
    public int DrainS { get; }

    /// <summary>
    /// Makes its files. The same version of SUMO makes the same bytes for the same seed, wherever the folder is.
    /// </summary>
    /// <param name="folder">Folder for the files; made when missing, files of the same names are replaced.</param>
    /// <param name="seed">
    /// Seed that the configuration gives SUMO, from 0; a seed on SUMO's command line, as every evaluation gives one,
    /// has precedence. Departures, vehicle types and drivers are drawn from it.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SumoException">SUMO's <c>netconvert</c> is missing or fails.</exception>
    public Task<SumoConfiguration> CreateAsync(string folder, int seed, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        return ScenarioWriter.WriteAsync(_draft(), Name, folder, seed, cancellationToken);
    }
}
