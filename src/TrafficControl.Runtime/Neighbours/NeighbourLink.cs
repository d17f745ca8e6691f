namespace TrafficControl.Runtime.Neighbours;

/// <summary>
/// A way from one intersection to the next: an exit lane upstream that becomes an approach lane downstream, and what the two
/// tell each other of it.
/// </summary>
/// <param name="ExitLane">Index of the exit lane upstream.</param>
/// <param name="Lane">Index of the approach lane downstream.</param>
/// <param name="TravelSeconds">Time the exit lane takes at its speed limit, seconds.</param>
internal sealed record NeighbourLink(int ExitLane, int Lane, double TravelSeconds)
{
    /// <summary>What downstream tells upstream: how full the lane is.</summary>
    internal ReportRing<QueueReport> Queues { get; } = new();

    /// <summary>What upstream tells downstream: who comes. Null: forecasts are not exchanged.</summary>
    internal ReportRing<OutflowReport>? Outflows { get; init; }

    /// <summary>Vehicles that had entered the exit lane at the last report. Used by the thread upstream.</summary>
    internal double ToldVehicles { get; set; }
}
