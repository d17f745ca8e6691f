namespace TrafficControl.Simulation.Evaluation;

/// <summary>State of the traffic of one run at one moment.</summary>
/// <param name="TimeS">Simulated time, seconds.</param>
/// <param name="Standing">Vehicles in the net below 0.1 m/s.</param>
/// <param name="NotInserted">Vehicles due that have found no room to enter.</param>
/// <param name="Ended">Vehicles that have reached the end of their route so far.</param>
public readonly record struct TrafficSample(double TimeS, int Standing, int NotInserted, int Ended);
