namespace TrafficControl.Simulation.Evaluation.Trajectories;

/// <summary>Vehicles and signals along one way of a scenario, in one direction.</summary>
public sealed record TimeSpaceDiagram
{
    /// <summary>Longest time shown, seconds.</summary>
    public const double SpanS = 600;

    /// <summary>First moment shown, simulated seconds.</summary>
    public required double BeginS { get; init; }

    /// <summary>Last moment shown, simulated seconds.</summary>
    public required double EndS { get; init; }

    /// <summary>Length of the way, metres.</summary>
    public required double LengthM { get; init; }

    /// <summary>Stop lines in the order of the way.</summary>
    public required IReadOnlyList<StopLineSignals> StopLines { get; init; }

    /// <summary>
    /// One line per vehicle and passage: simulated seconds and metres from the start of the way.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<(double TimeS, double DistanceM)>> Trajectories { get; init; }
}
