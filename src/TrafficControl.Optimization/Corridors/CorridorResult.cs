using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Optimization.Corridors;

/// <summary>Coordinated plans of a corridor.</summary>
public sealed record CorridorResult
{
    /// <summary>Common cycle, seconds.</summary>
    public required int CycleS { get; init; }

    /// <summary>
    /// Plan of each intersection with its offset, in the order given. The delays in them are those of arrivals without a
    /// pattern.
    /// </summary>
    public required IReadOnlyList<FixedTimeResult> Plans { get; init; }

    /// <summary>Mean uniform delay with platoons and the offsets found, seconds per vehicle and intersection.</summary>
    public required double PlatoonDelayS { get; init; }

    /// <summary>Stops per vehicle and intersection with the offsets found.</summary>
    public required double StopsPerVehicle { get; init; }

    /// <summary>The same delay with all offsets 0.</summary>
    public required double PlatoonDelayWithoutOffsetsS { get; init; }

    /// <summary>The same stops with all offsets 0.</summary>
    public required double StopsPerVehicleWithoutOffsets { get; init; }

    /// <summary>Green waves in the order given and back; a direction that no lanes join has none.</summary>
    public required IReadOnlyList<CorridorBand> Bands { get; init; }
}
