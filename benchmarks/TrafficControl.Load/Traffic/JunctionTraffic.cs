using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Load.Traffic;

/// <summary>
/// What the presence detectors of a junction see of a mix: vehicles come at random to every approach lane, pass the
/// detectors on the way, stand in line at red and leave one headway apart at green. Deterministic by its seed. Every vehicle
/// makes two transitions at each detector, so that the rate of events is the mix's.
/// </summary>
internal sealed class JunctionTraffic
{
    // A queue that rolls up leaves a gap over the loop at the stop line.
    private const int RollUpMs = 150;
    private const int TransitionsPerPassage = 2;

    private readonly Intersection _intersection;
    private readonly TrafficMix _mix;
    private readonly Random _random;
    private readonly double _arrivalsPerMs;
    private readonly LaneTraffic[] _lanes;
    private readonly int[] _covered;
    private readonly PriorityQueue<Happening, (long TimeMs, long Order)> _happenings = new();
    private long _order;

    /// <summary>Creates empty approaches.</summary>
    /// <param name="intersection">The junction.</param>
    /// <param name="mix">What comes.</param>
    /// <param name="seed">Seed of the arrivals.</param>
    /// <param name="startMs">Event time from which vehicles come, milliseconds.</param>
    internal JunctionTraffic(Intersection intersection, TrafficMix mix, int seed, long startMs)
    {
        _intersection = intersection;
        _mix = mix;
        _random = new Random(seed);
        _covered = new int[intersection.Detectors.Length];
        _lanes = [.. intersection.Lanes
            .Where(lane => lane.Definition.Role == LaneRole.Approach)
            .Select(lane => LaneTraffic.Of(intersection, lane))];
        int passages = _lanes.Sum(lane => lane.Upstream.Length + 1);
        double vehiclesPerSecond = mix.EventsPerSecond / (TransitionsPerPassage * (double)passages / _lanes.Length);
        _arrivalsPerMs = vehiclesPerSecond / 1_000 / _lanes.Length;
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            ScheduleArrival(lane, startMs);
        }
    }

    /// <summary>Moves on to the time of a tick and adds what the detectors saw, in order of time.</summary>
    /// <param name="tick">The tick; its time is set.</param>
    /// <param name="shown">What the signals have shown up to it.</param>
    internal void Read(ControllerTick tick, in SignalFrame shown)
    {
        while (_happenings.TryPeek(out Happening happening, out (long TimeMs, long Order) when) && when.TimeMs <= tick.TimeMs)
        {
            _happenings.Dequeue();
            Happen(happening, when.TimeMs, tick);
        }

        for (int index = 0; index < _lanes.Length; index++)
        {
            LaneTraffic lane = _lanes[index];
            bool isGreen = (shown.Green & lane.Groups) != 0;
            if (isGreen && lane.Waiting > 0 && tick.TimeMs >= lane.NextDischargeMs)
            {
                lane.Waiting--;
                lane.NextDischargeMs = tick.TimeMs + _mix.HeadwayMs;
                Uncover(lane.StopLine, tick.TimeMs, tick);
                if (lane.Waiting > 0)
                {
                    Schedule(new Happening(HappeningKind.Cover, index, lane.StopLine), tick.TimeMs + RollUpMs);
                }
            }
        }
    }

    private void Happen(Happening happening, long timeMs, ControllerTick tick)
    {
        LaneTraffic lane = _lanes[happening.Lane];
        switch (happening.Kind)
        {
            case HappeningKind.Arrive:
                ScheduleArrival(happening.Lane, timeMs);
                foreach (Detector detector in lane.Upstream)
                {
                    long coverMs = timeMs + TravelMs(lane.EntryM - detector.Definition.DistanceM);
                    Schedule(new Happening(HappeningKind.Cover, happening.Lane, detector.Index), coverMs);
                    Schedule(new Happening(HappeningKind.Uncover, happening.Lane, detector.Index), coverMs + _mix.PulseMs);
                }

                Schedule(new Happening(HappeningKind.Stop, happening.Lane, lane.StopLine), timeMs + TravelMs(lane.EntryM));
                break;
            case HappeningKind.Stop:
                if (lane.Waiting++ == 0)
                {
                    Cover(lane.StopLine, timeMs, tick);
                }

                break;
            case HappeningKind.Cover:
                Cover(happening.Detector, timeMs, tick);
                break;
            default:
                Uncover(happening.Detector, timeMs, tick);
                break;
        }
    }

    private void Cover(int detector, long timeMs, ControllerTick tick)
    {
        if (_covered[detector]++ == 0)
        {
            tick.TryAdd(new DetectorTransition(timeMs, (ushort)detector, IsOn: true));
        }
    }

    private void Uncover(int detector, long timeMs, ControllerTick tick)
    {
        if (_covered[detector] > 0 && --_covered[detector] == 0)
        {
            tick.TryAdd(new DetectorTransition(timeMs, (ushort)detector, IsOn: false));
        }
    }

    private void ScheduleArrival(int lane, long fromMs)
    {
        double gapMs = -Math.Log(1 - _random.NextDouble()) / _arrivalsPerMs;
        Schedule(new Happening(HappeningKind.Arrive, lane, 0), fromMs + 1 + (long)Math.Min(gapMs, int.MaxValue));
    }

    private void Schedule(Happening happening, long timeMs) => _happenings.Enqueue(happening, (timeMs, _order++));

    private long TravelMs(double distanceM) => (long)(distanceM / _mix.SpeedMps * 1_000);

    private enum HappeningKind
    {
        Arrive,
        Cover,
        Uncover,
        Stop,
    }

    private readonly record struct Happening(HappeningKind Kind, int Lane, int Detector);

    private sealed class LaneTraffic
    {
        internal required ulong Groups { get; init; }

        internal required Detector[] Upstream { get; init; }

        internal required int StopLine { get; init; }

        internal required double EntryM { get; init; }

        internal int Waiting { get; set; }

        internal long NextDischargeMs { get; set; }

        internal static LaneTraffic Of(Intersection intersection, Lane lane)
        {
            Detector[] detectors = [.. intersection.Detectors
                .Where(detector => detector.Lane == lane.Index)
                .OrderBy(detector => detector.Definition.DistanceM)];
            return new LaneTraffic
            {
                Groups = lane.Groups,
                StopLine = detectors[0].Index,
                Upstream = detectors[1..],
                EntryM = detectors[^1].Definition.DistanceM,
            };
        }
    }
}
