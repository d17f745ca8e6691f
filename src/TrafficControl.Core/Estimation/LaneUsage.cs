namespace TrafficControl.Core.Estimation;

/// <summary>
/// The part of a loop's vehicles that reach the next loop of the same lane, learned from the counts of both: below 1
/// where vehicles leave the lane or the loop feeds several lanes, above 1 where they join it.
/// </summary>
internal sealed class LaneUsage
{
    // Eight vehicles of prior belief that the loop feeds its lane, and a memory of about a hundred vehicles.
    private const double PriorVehicles = 8;
    private const double Retained = 0.99;

    private double _entered = PriorVehicles;
    private double _left = PriorVehicles;

    /// <summary>Vehicles that a passage of the loop stands for, 0.1 to 1.5.</summary>
    internal double VehiclesPerPassage => Math.Clamp(_left / _entered, 0.1, 1.5);

    internal void CountEntered(double passages)
    {
        _entered = (_entered * Retained) + passages;
        _left *= Retained;
    }

    internal void CountLeft(double vehicles) => _left += vehicles;
}
