namespace TrafficControl.Runtime.Neighbours;

/// <summary>Something one intersection tells a neighbour.</summary>
internal interface INeighbourReport
{
    /// <summary>Event time of the report, Unix milliseconds of the reporting controller's clock.</summary>
    long TimeMs { get; }
}
