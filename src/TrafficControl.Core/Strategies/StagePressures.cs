using System.Numerics;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// The pressure of every stage: the vehicles that its green would let go, weighted by saturation flow, less those that
/// stand where they want to go. Kept per lane and stage, because two stages are compared by the lanes in which they
/// differ.
/// </summary>
internal sealed class StagePressures
{
    // The saturation flow at which one vehicle counts as one, vehicles per hour.
    private const double ReferenceFlowVph = 1_800;

    // A vehicle that will be at the line this soon counts whole: it extends a green like a gap timer would.
    private const int ArrivingSeconds = 3;
    private const int ApproachingSeconds = 12;
    private const double ApproachingWeight = 0.5;

    // A turn that gives way still gets through in gaps and at the end of green.
    private const double LeastPermissive = 0.1;
    private const int FoeWindowSeconds = 4;

    // A pedestrian call counts like one waiting vehicle.
    private const double PedestrianVehicles = 1;

    // The first of a lane, and a pedestrian call, count like one more vehicle for every 10 s of waiting: without it one
    // vehicle never outweighs a switching cost and a random stream, and waits for the longest red.
    private const double GrowthPerMs = 1 / 10_000.0;

    private readonly Intersection _intersection;
    private readonly double[] _vehicles;
    private readonly double[] _pressure;
    private readonly double[] _pedestrians;
    private readonly long[] _pedestrianSinceMs;

    internal StagePressures(Intersection intersection)
    {
        _intersection = intersection;
        _vehicles = new double[intersection.Lanes.Length];
        _pressure = new double[intersection.Lanes.Length * intersection.Stages.Length];
        _pedestrians = new double[intersection.Groups.Length];
        _pedestrianSinceMs = new long[intersection.Groups.Length];
    }

    /// <summary>Milliseconds for which a pedestrian group has been called without walk; 0 when it is not.</summary>
    internal long PedestrianWaitMs(int group, long nowMs) =>
        _pedestrianSinceMs[group] == 0 ? 0 : nowMs - _pedestrianSinceMs[group];

    /// <summary>Vehicles of one lane that a stage would let go, in vehicles of reference flow.</summary>
    internal double OfLane(int lane, int stage) => _pressure[(stage * _vehicles.Length) + lane];

    /// <summary>Everything a stage would let go, pedestrians included.</summary>
    internal double OfStage(int stage)
    {
        double sum = OfPedestrians(_intersection.Stages[stage].Groups);
        for (int lane = 0; lane < _vehicles.Length; lane++)
        {
            sum += OfLane(lane, stage);
        }

        return sum;
    }

    /// <summary>Called pedestrians that walk in the groups given, as vehicles.</summary>
    internal double OfPedestrians(ulong groups)
    {
        double sum = 0;
        for (ulong rest = groups & _intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            sum += _pedestrians[BitOperations.TrailingZeroCount(rest)];
        }

        return sum;
    }

    internal void Update(IntersectionState state)
    {
        QueueEstimator queues = state.Queues;
        foreach (Lane lane in _intersection.Lanes)
        {
            _vehicles[lane.Index] = queues.QueueVehicles(lane.Index)
                + queues.ExpectedVehicles(lane.Index, 0, ArrivingSeconds)
                + (ApproachingWeight * queues.ExpectedVehicles(lane.Index, ArrivingSeconds, ApproachingSeconds));
        }

        UpdatePedestrians(state);
        foreach (Stage stage in _intersection.Stages)
        {
            foreach (Lane lane in _intersection.Lanes)
            {
                _pressure[(stage.Index * _vehicles.Length) + lane.Index] =
                    (lane.Groups & stage.Groups) == 0 ? 0 : LanePressure(queues, lane, stage.Groups);
            }
        }
    }

    private void UpdatePedestrians(IntersectionState state)
    {
        ulong waiting = state.Demand.Calls & _intersection.PedestrianGroups & ~state.Signals.Frame.Walk;
        for (int group = 0; group < _pedestrians.Length; group++)
        {
            bool isWaiting = (waiting & (1UL << group)) != 0;
            if (!isWaiting)
            {
                _pedestrianSinceMs[group] = 0;
                _pedestrians[group] = 0;
                continue;
            }

            if (_pedestrianSinceMs[group] == 0)
            {
                _pedestrianSinceMs[group] = state.NowMs;
            }

            long waitMs = state.NowMs - _pedestrianSinceMs[group];
            _pedestrians[group] = PedestrianVehicles + (waitMs * GrowthPerMs);
        }
    }

    /// <summary>
    /// A lane that is green for only part of its movements lets vehicles go until one for another movement is first:
    /// the head goes with its own probability, each follower only if everyone before it went.
    /// </summary>
    private double LanePressure(QueueEstimator queues, Lane lane, ulong green)
    {
        double head = 0;
        double share = 0;
        foreach (int movement in lane.Movements)
        {
            Movement m = _intersection.Movements[movement];
            if ((green & (1UL << m.Group)) != 0)
            {
                head += queues.HeadShare(movement);
                share += queues.TurningShare(movement);
            }
        }

        double vehicles = _vehicles[lane.Index];
        double first = Math.Min(1, vehicles);
        double more = Math.Max(0, vehicles - 1);
        double waited = queues.WaitMs(lane.Index) * GrowthPerMs;
        double followers = share >= 0.999
            ? more
            : (1 - Math.Pow(share, more)) / (1 - share);
        double pressure = 0;
        foreach (int movement in lane.Movements)
        {
            Movement m = _intersection.Movements[movement];
            if ((green & (1UL << m.Group)) == 0)
            {
                continue;
            }

            double served = ((first + waited) * queues.HeadShare(movement))
                + (head * followers * queues.TurningShare(movement));
            pressure += MovementPressure(queues, m, served, green);
        }

        return pressure;
    }

    private double MovementPressure(QueueEstimator queues, Movement movement, double served, ulong green)
    {
        if (movement.ToLane >= 0)
        {
            if (queues.IsBlocked(movement.ToLane))
            {
                return 0;
            }

            served -= queues.DownstreamQueueVehicles(movement.ToLane) * queues.TurningShare(movement.Index);
        }

        double flow = movement.Definition.SaturationFlowVph / ReferenceFlowVph;
        return Math.Max(0, served) * flow * Permissive(queues, movement, green);
    }

    /// <summary>The chance that nobody with precedence is there, 0.1 to 1.</summary>
    private double Permissive(QueueEstimator queues, Movement movement, ulong green)
    {
        double free = 1;
        foreach (int other in movement.YieldsTo)
        {
            Movement foe = _intersection.Movements[other];
            if ((green & (1UL << foe.Group)) != 0 && foe.FromLane != movement.FromLane)
            {
                double present = queues.QueueVehicles(foe.FromLane)
                    + queues.ExpectedVehicles(foe.FromLane, 0, FoeWindowSeconds);
                free *= 1 - (Math.Min(1, queues.TurningShare(other)) * Math.Min(1, present));
            }
        }

        return Math.Max(LeastPermissive, free);
    }
}
