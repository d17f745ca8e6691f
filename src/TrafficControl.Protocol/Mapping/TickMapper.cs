using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Protocol.Mapping;

/// <summary>
/// Maps ticks between their message and the buffer the engine works on. Both are filled again for every tick, so that a
/// stream allocates nothing here.
/// </summary>
public static class TickMapper
{
    private const int DetectorBits = 10;
    private const long MaxTimeMs = 253_402_300_799_999;
    private const int OffsetShift = DetectorBits + 1;
    private const uint DetectorMask = (1U << DetectorBits) - 1;

    /// <summary>The longest time back a transition can lie, in milliseconds: 2 097 151.</summary>
    public const int MaxOffsetMs = (int)(uint.MaxValue >> OffsetShift);

    /// <summary>
    /// The longest time a tick says its signals have been shown for, milliseconds; longer is said as this.
    /// </summary>
    public const int MaxSignalsAgeMs = 60_000;

    /// <summary>Packs a transition for the wire.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="tickTimeMs">Time of its tick; an older transition than can be said is sent as the oldest.</param>
    public static uint Pack(in DetectorTransition transition, long tickTimeMs)
    {
        long offset = Math.Clamp(tickTimeMs - transition.TimeMs, 0, MaxOffsetMs);
        return ((uint)offset << OffsetShift) | ((transition.Detector & DetectorMask) << 1) | (transition.IsOn ? 1U : 0U);
    }

    /// <summary>Unpacks a transition from the wire.</summary>
    /// <param name="packed">The packed form.</param>
    /// <param name="tickTimeMs">Time of its tick, Unix milliseconds.</param>
    public static DetectorTransition Unpack(uint packed, long tickTimeMs) =>
        new(tickTimeMs - (packed >> OffsetShift), (ushort)((packed >> 1) & DetectorMask), (packed & 1) != 0);

    /// <summary>Fills the message of a tick.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="message">The message to fill; what it held is gone.</param>
    public static void Fill(ControllerTick tick, V1.Tick message)
    {
        ArgumentNullException.ThrowIfNull(tick);
        ArgumentNullException.ThrowIfNull(message);
        message.Sequence = tick.Sequence;
        message.TimeMs = tick.TimeMs;
        message.GreenMask = tick.Signals.Green;
        message.YellowMask = tick.Signals.Yellow;
        message.RedClearanceMask = tick.Signals.RedClearance;
        message.WalkMask = tick.Signals.Walk;
        message.PedClearanceMask = tick.Signals.PedClearance;
        message.SignalsAgeMs = (int)Math.Clamp(tick.TimeMs - tick.Signals.TimeMs, 0, MaxSignalsAgeMs);
        message.PedestrianCalls = tick.PedestrianCalls;
        message.LocalMode = ToMessage(tick.Signals.IsFlash ? LocalMode.Flash : tick.Mode);
        message.Faults = tick.Faults;
        message.Transitions.Clear();
        foreach (ref readonly DetectorTransition transition in tick.Transitions)
        {
            message.Transitions.Add(Pack(transition, tick.TimeMs));
        }

        message.Counts.Clear();
        foreach (ref readonly DetectorCount count in tick.Counts)
        {
            message.Counts.Add(new V1.ClassCount
            {
                Detector = count.Detector,
                VehicleClass = IntersectionMapper.ToMessage(count.Class),
                Count = count.Count,
            });
        }

        TrackMapper.Fill(tick, message);
        message.PriorityRequests.Clear();
        foreach (ref readonly PriorityCall call in tick.PriorityCalls)
        {
            message.PriorityRequests.Add(new V1.PriorityRequest { Group = call.Group, Level = call.Level, EtaMs = call.EtaMs });
        }
    }

    /// <summary>Fills a tick from its message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="intersection">The intersection it is for.</param>
    /// <param name="tick">The tick to fill; what it held is gone.</param>
    /// <param name="dropped">Number of transitions, counts, tracks and requests that did not fit.</param>
    /// <returns>
    /// Null, or what is wrong with the message: the field and the fix. The tick must not be used then.
    /// </returns>
    public static string? Fill(V1.Tick message, Intersection intersection, ControllerTick tick, out int dropped)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(tick);
        dropped = 0;
        if (FindFault(message, intersection) is { } fault)
        {
            return fault;
        }

        tick.Clear();
        tick.Sequence = message.Sequence;
        tick.TimeMs = message.TimeMs;
        tick.Mode = FromMessage(message.LocalMode);
        tick.Signals = new SignalFrame(
            message.TimeMs - message.SignalsAgeMs, message.GreenMask, message.YellowMask, message.RedClearanceMask, message.WalkMask,
            message.PedClearanceMask, message.LocalMode == V1.LocalMode.Flash);
        tick.PedestrianCalls = message.PedestrianCalls;
        tick.Faults = message.Faults;
        return AddTransitions(message, intersection, tick, ref dropped)
            ?? AddCounts(message, intersection, tick, ref dropped)
            ?? TrackMapper.Add(message, intersection, tick, ref dropped)
            ?? AddPriorityRequests(message, intersection, tick, ref dropped);
    }

    /// <summary>The message value of a local mode.</summary>
    /// <param name="mode">The mode.</param>
    public static V1.LocalMode ToMessage(LocalMode mode) => (V1.LocalMode)((int)mode + 1);

    private static LocalMode FromMessage(V1.LocalMode mode) => (LocalMode)Math.Max(0, (int)mode - 1);

    private static string? FindFault(V1.Tick message, Intersection intersection)
    {
        if (message.Sequence < 1)
        {
            return "tick.sequence must be 1 or more, and one more with each tick.";
        }

        if (message.TimeMs is < 0 or > MaxTimeMs)
        {
            return $"tick.time_ms is {message.TimeMs}; send Unix milliseconds, 0 to {MaxTimeMs} (the end of year 9999).";
        }

        if (message.LocalMode is < V1.LocalMode.Unspecified or > V1.LocalMode.Preempted)
        {
            return "tick.local_mode is not a mode this version knows; send 0 to 5.";
        }

        if (message.SignalsAgeMs is < 0 or > MaxSignalsAgeMs)
        {
            return $"tick.signals_age_ms is {message.SignalsAgeMs}; send 0 to {MaxSignalsAgeMs}.";
        }

        ulong vehicles = message.GreenMask | message.YellowMask | message.RedClearanceMask;
        if ((vehicles & ~intersection.VehicleGroups) != 0)
        {
            return "tick.green_mask, yellow_mask and red_clearance_mask may only have the bits of the file's vehicle groups.";
        }

        ulong pedestrians = message.WalkMask | message.PedClearanceMask | message.PedestrianCalls;
        return (pedestrians & ~intersection.PedestrianGroups) != 0
            ? "tick.walk_mask, ped_clearance_mask and pedestrian_calls may only have the bits of the file's pedestrian groups."
            : null;
    }

    private static string? AddTransitions(V1.Tick message, Intersection intersection, ControllerTick tick, ref int dropped)
    {
        long last = long.MinValue;
        for (int i = 0; i < message.Transitions.Count; i++)
        {
            DetectorTransition transition = Unpack(message.Transitions[i], message.TimeMs);
            if (transition.Detector >= intersection.Detectors.Length)
            {
                return $"tick.transitions[{i}] names detector {transition.Detector}; the file has {intersection.Detectors.Length}.";
            }

            if (transition.TimeMs < last)
            {
                return $"tick.transitions[{i}] is earlier than the one before it; send them in order of time.";
            }

            last = transition.TimeMs;
            dropped += tick.TryAdd(transition) ? 0 : 1;
        }

        return null;
    }

    private static string? AddCounts(V1.Tick message, Intersection intersection, ControllerTick tick, ref int dropped)
    {
        for (int i = 0; i < message.Counts.Count; i++)
        {
            V1.ClassCount count = message.Counts[i];
            if (count.Detector >= (uint)intersection.Detectors.Length)
            {
                return $"tick.counts[{i}].detector is {count.Detector}; the file has {intersection.Detectors.Length} detectors.";
            }

            VehicleClasses vehicleClass = IntersectionMapper.FromMessage(count.VehicleClass);
            if (vehicleClass == VehicleClasses.None)
            {
                return $"tick.counts[{i}].vehicle_class is not a class this version knows; send 1 to 6.";
            }

            if (count.Count > ushort.MaxValue)
            {
                return $"tick.counts[{i}].count is {count.Count}; the most is 65535.";
            }

            dropped += tick.TryAdd(new DetectorCount((ushort)count.Detector, vehicleClass, (ushort)count.Count)) ? 0 : 1;
        }

        return null;
    }

    private static string? AddPriorityRequests(
        V1.Tick message, Intersection intersection, ControllerTick tick, ref int dropped)
    {
        for (int i = 0; i < message.PriorityRequests.Count; i++)
        {
            V1.PriorityRequest request = message.PriorityRequests[i];
            if (request.Group >= (uint)intersection.Groups.Length)
            {
                return $"tick.priority_requests[{i}].group is {request.Group}; the file has {intersection.Groups.Length} groups.";
            }

            if (request.Level > 14)
            {
                return $"tick.priority_requests[{i}].level is {request.Level}; send 0 to 14.";
            }

            dropped += tick.TryAdd(new PriorityCall((byte)request.Group, (byte)request.Level, request.EtaMs)) ? 0 : 1;
        }

        return null;
    }
}
