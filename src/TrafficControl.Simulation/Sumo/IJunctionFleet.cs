namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// The seats of one run, one per intersection, and whatever stands behind them. Disposing it ends that.
/// </summary>
public interface IJunctionFleet : IAsyncDisposable
{
    /// <summary>Seats in the order of the intersections the fleet was made for.</summary>
    IReadOnlyList<IJunctionSeat> Seats { get; }
}
