using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// What is known of an intersection at a tick: signals, detectors, demand, extension, queues. Updated by one thread,
/// read by strategies. Allocates at construction only.
/// </summary>
public sealed class IntersectionState
{
    /// <summary>Creates the state of an intersection of which nothing is known yet.</summary>
    /// <param name="intersection">The intersection.</param>
    public IntersectionState(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        Intersection = intersection;
        Signals = new SignalHistory(intersection.Groups.Length);
        Detectors = new DetectorBank(intersection);
        Tracks = new TrackZones(intersection);
        Demand = new DemandMemory(intersection);
        Extensions = new ExtensionTimers(intersection);
        Queues = new QueueEstimator(intersection);
    }

    /// <summary>The intersection.</summary>
    public Intersection Intersection { get; }

    /// <summary>Event time of the last tick applied, Unix milliseconds.</summary>
    public long NowMs { get; private set; }

    /// <summary>What the groups show and since when.</summary>
    public SignalHistory Signals { get; }

    /// <summary>What the detectors report.</summary>
    public DetectorBank Detectors { get; }

    /// <summary>Presence where tracks detectors begin.</summary>
    internal TrackZones Tracks { get; }

    /// <summary>Which groups are called.</summary>
    public DemandMemory Demand { get; }

    /// <summary>Which greens are still extended.</summary>
    public ExtensionTimers Extensions { get; }

    /// <summary>How many vehicles wait.</summary>
    public QueueEstimator Queues { get; }

    /// <summary>Takes in a tick.</summary>
    /// <param name="tick">The tick; not earlier than the last one, its indices within the intersection.</param>
    public void Apply(ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        NowMs = tick.TimeMs;
        Signals.Apply(tick.Signals);
        foreach (ref readonly DetectorTransition transition in tick.Transitions)
        {
            Detectors.Apply(transition);
        }

        Tracks.Update(tick);
        foreach (ref readonly DetectorTransition transition in Tracks.Transitions)
        {
            Detectors.Apply(transition);
        }

        Demand.Update(this, tick);
        Extensions.Update(this, tick);
        Queues.Update(this, tick);
    }

    /// <summary>Ticks were lost before the next one: the detectors may have changed unseen.</summary>
    public void MarkGap() => Detectors.MarkUncertain();
}
