namespace TrafficControl.Core.Model;

/// <summary>Whether a lane leads to the stop line or away from the intersection.</summary>
public enum LaneRole
{
    /// <summary>Traffic on the lane arrives at a stop line.</summary>
    Approach,

    /// <summary>Traffic on the lane leaves the intersection.</summary>
    Exit,
}
