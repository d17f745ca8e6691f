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
}
