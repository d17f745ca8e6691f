namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// What a simulation has measured since its start. All vehicles count, those still under way or never let in too.
/// </summary>
/// <param name="ElapsedMs">Simulated time, milliseconds.</param>
/// <param name="Demanded">Vehicles that wanted in.</param>
/// <param name="Inserted">Vehicles that got in.</param>
/// <param name="Finished">Vehicles that have left.</param>
/// <param name="Running">Vehicles in the network.</param>
/// <param name="Waiting">Vehicles that wait outside for room.</param>
/// <param name="Refused">Vehicles for which the model had no place; 0 in any sensible run.</param>
/// <param name="MeanDelayS">
/// Delay per vehicle that wanted in, seconds: time beyond that at the vehicle's desired speed, and the wait outside.
/// </param>
/// <param name="StopsPerVehicle">
/// Stops per vehicle that wanted in; a stop is from below 1 m/s until above 3 m/s.
/// </param>
/// <param name="MeanQueueVehicles">Mean over junctions and time of the vehicles that stand or crawl.</param>
/// <param name="MaxQueueVehicles">Largest queue at any junction.</param>
/// <param name="ThroughputVph">Vehicles that have left, per hour.</param>
/// <param name="RedCrossings">
/// Vehicles that crossed a stop line at red. 0 unless green ended without yellow. A permissive turn that waited in the
/// junction until yellow does not count.
/// </param>
/// <param name="MeanPedestrianWaitS">Wait for walk per person who came, seconds.</param>
/// <param name="Junctions">The junctions, in the order of the network.</param>
public sealed record TrafficMeasures(
    long ElapsedMs,
    long Demanded,
    long Inserted,
    long Finished,
    long Running,
    long Waiting,
    long Refused,
    double MeanDelayS,
    double StopsPerVehicle,
    double MeanQueueVehicles,
    int MaxQueueVehicles,
    double ThroughputVph,
    long RedCrossings,
    double MeanPedestrianWaitS,
    IReadOnlyList<JunctionMeasures> Junctions);
