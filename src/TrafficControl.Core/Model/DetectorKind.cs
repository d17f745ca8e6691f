namespace TrafficControl.Core.Model;

/// <summary>How a detector reports.</summary>
public enum DetectorKind
{
    /// <summary>On and off transitions with their time: an inductive loop, a camera zone, a radar zone.</summary>
    Presence,

    /// <summary>Counts by vehicle class over an interval, such as a counting camera.</summary>
    IntervalCount,

    /// <summary>A push button or pedestrian sensor: every "on" is a pedestrian call.</summary>
    PushButton,

    /// <summary>
    /// A camera or radar that follows objects on the way of one lane to its stop line and reports each with distance,
    /// speed and class. Calls and extends by who is at the near edge of its zone and who arrives there next.
    /// </summary>
    Tracks,
}
