using TrafficControl.Core.Strategies;

namespace TrafficControl.Runtime.Neighbours;

/// <summary>What an upstream intersection tells of the vehicles it sends us on one of its exit lanes.</summary>
/// <param name="TimeMs">Event time of the report, Unix milliseconds of the reporting controller's clock.</param>
/// <param name="LeftVehicles">Vehicles that left since the report before.</param>
/// <param name="HasPlan">True when the strategy upstream plans ahead.</param>
/// <param name="Planned">Vehicles planned to leave in each second from then on.</param>
internal readonly record struct OutflowReport(long TimeMs, float LeftVehicles, bool HasPlan, OutflowReport.Row Planned)
    : INeighbourReport
{
    /// <summary>A number for each second of the forecast.</summary>
    [System.Runtime.CompilerServices.InlineArray(IOutflowForecaster.Seconds)]
    internal struct Row
    {
        private float _first;
    }
}
