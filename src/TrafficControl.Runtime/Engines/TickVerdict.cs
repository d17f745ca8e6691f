namespace TrafficControl.Runtime.Engines;

/// <summary>What the engine did with a tick.</summary>
public enum TickVerdict
{
    /// <summary>Taken in; the directive is filled.</summary>
    Accepted,

    /// <summary>Ignored and counted: its sequence number had been seen.</summary>
    Duplicate,

    /// <summary>
    /// Ignored and counted: its time lies before the last one's, by no more than a clock may be adjusted.
    /// </summary>
    Late,

    /// <summary>Refused: the controller's clock stepped, and the session must end.</summary>
    ClockStep,
}
