namespace TrafficControl.Core.Estimation;

/// <summary>What the estimate of a lane rests on, best first.</summary>
public enum LaneEvidence
{
    /// <summary>A camera or radar follows every vehicle.</summary>
    Tracks,

    /// <summary>Vehicles are seen coming by an advance detector and leaving by the stop bar.</summary>
    AdvanceAndStopBar,

    /// <summary>Vehicles are seen coming; they leave by the model.</summary>
    AdvanceOnly,

    /// <summary>Vehicles are seen at the line only; they come at the lane's learned flow.</summary>
    StopBarOnly,

    /// <summary>No detector works: the flow of the lanes beside it.</summary>
    Neighbour,

    /// <summary>No detector works, nor beside it: the flow learned before.</summary>
    Profile,

    /// <summary>Nothing was ever known: a constant call.</summary>
    Call,
}
