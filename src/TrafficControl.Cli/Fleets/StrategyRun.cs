using System.Diagnostics;
using TrafficControl.Simulation.Corridor;

namespace TrafficControl.Cli.Fleets;

/// <summary>One strategy on the demo corridor: its fleet, its progress as the board reads it, its result.</summary>
internal sealed class StrategyRun : IProgress<CorridorProgress>
{
    private readonly CorridorScenario _scenario;
    private readonly long _durationMs;
    private readonly int _seed;
    private long _startedAt;

    /// <summary>Creates a run that waits.</summary>
    /// <param name="strategy">Identifier of the plan that all junctions run.</param>
    /// <param name="minutes">Simulated minutes.</param>
    /// <param name="seed">Seed of the traffic: the same seed brings the same vehicles at the same times.</param>
    public StrategyRun(string strategy, int minutes, int seed)
    {
        Strategy = strategy;
        _durationMs = minutes * 60_000L;
        _seed = seed;
        _scenario = new CorridorScenario(strategy);
        Streets = [.. _scenario.Definitions.Select(definition => new CorridorStreet(
            definition.Name.Length > 0 ? definition.Name : definition.Id,
            [.. definition.SignalGroups.Select(group => group.Id)]))];
    }

    /// <summary>Identifier of the plan.</summary>
    public string Strategy { get; }

    /// <summary>The junctions, west to east.</summary>
    public IReadOnlyList<CorridorStreet> Streets { get; }

    /// <summary>Latest progress; null before the first simulated second. Any thread may read it.</summary>
    public CorridorProgress? Progress { get; private set; }

    /// <summary>The result; null until it is there. Any thread may read it.</summary>
    public CorridorResult? Result { get; private set; }

    /// <summary>True from the start of the run to its result.</summary>
    public bool IsRunning => Volatile.Read(ref _startedAt) != 0 && Result is null;

    /// <summary>Wall time the run took, seconds; 0 until it is done.</summary>
    public double WallS { get; private set; }

    /// <summary>Simulated seconds per second of wall time so far.</summary>
    public double SpeedFactor =>
        Progress is { } progress && Volatile.Read(ref _startedAt) is var started and not 0
            ? progress.ElapsedMs / Math.Max(1, Stopwatch.GetElapsedTime(started).TotalMilliseconds)
            : 0;

    /// <inheritdoc/>
    public void Report(CorridorProgress value) => Progress = value;

    /// <summary>Runs it.</summary>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <exception cref="Client.Link.LinkLostException">A controller lost its engine.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        EngineFleet fleet = await EngineFleet.StartAsync(_scenario.Network.Junctions, cancellation).ConfigureAwait(false);
        await using (fleet.ConfigureAwait(false))
        {
            fleet.StartUp(CorridorScenario.StartMs);
            CorridorRun run = new(_scenario.Network, fleet.Seats, (ulong)_seed, CorridorScenario.StartMs);
            CorridorResult result = await run.RunAsync(_durationMs, CorridorRun.DefaultStepMs, this, cancellation)
                .ConfigureAwait(false);
            WallS = Stopwatch.GetElapsedTime(Volatile.Read(ref _startedAt)).TotalSeconds;
            Result = result;
        }
    }
}
