namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// What became of every vehicle of one run. Vehicles that were never inserted count in delays, not in stops or CO2.
/// </summary>
public sealed record TripMeasures
{
    /// <summary>No vehicles.</summary>
    public static TripMeasures Empty { get; } = new()
    {
        DelaysS = [],
        TimeLossesS = [],
        DepartDelaysS = [],
        Stops = [],
        Co2G = [],
        Vehicles = new VehicleCounts(0, 0, 0, 0, 0),
    };

    /// <summary>
    /// Delay of each vehicle in seconds: time loss plus departure delay. Unfinished vehicles count with what they lost
    /// so far, those never inserted with the wait from their departure to the end.
    /// </summary>
    public required IReadOnlyList<double> DelaysS { get; init; }

    /// <summary>Time loss of each vehicle in seconds; 0 for one never inserted.</summary>
    public required IReadOnlyList<double> TimeLossesS { get; init; }

    /// <summary>Departure delay of each vehicle in seconds.</summary>
    public required IReadOnlyList<double> DepartDelaysS { get; init; }

    /// <summary>Number of stops of each inserted vehicle.</summary>
    public required IReadOnlyList<double> Stops { get; init; }

    /// <summary>CO2 of each inserted vehicle in grams.</summary>
    public required IReadOnlyList<double> Co2G { get; init; }

    /// <summary>How many vehicles there were.</summary>
    public required VehicleCounts Vehicles { get; init; }

    /// <summary>Vehicles that SUMO moved on because they stood longer than the teleport time.</summary>
    public int Teleports { get; init; }
}
