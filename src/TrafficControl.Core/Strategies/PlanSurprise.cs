using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Tells when the street is so different from what a plan was made for that waiting for the next one would lose time: a queue
/// that was not believed in, a pedestrian who has just asked, a detector judged anew, an exit that has just filled up. A pure
/// function of event time and what is known; allocates at construction only.
/// </summary>
internal sealed class PlanSurprise
{
    // In a second a lane gains a vehicle or two by itself; more is a belief that was corrected.
    private const double JumpVehicles = 3;

    // Several surprises in a row, such as a platoon of pedestrians, are one; a plan every tick would cost for nothing.
    private const int LeastMs = 300;

    private readonly double[] _queues;
    private readonly bool[] _isBlocked;
    private readonly bool[] _isExit;
    private readonly LaneEvidence[] _evidence;
    private int _failedDetectors;
    private ulong _pedestrians;
    private long _notedMs;

    internal PlanSurprise(Intersection intersection)
    {
        int count = intersection.Lanes.Length;
        _queues = new double[count];
        _isBlocked = new bool[count];
        _isExit = new bool[count];
        _evidence = new LaneEvidence[count];
        foreach (Lane lane in intersection.Lanes)
        {
            _isExit[lane.Index] = lane.Definition.Role == LaneRole.Exit;
        }
    }

    /// <summary>Notes what the plan that is made now is made for.</summary>
    internal void Note(IntersectionState state)
    {
        _notedMs = state.NowMs;
        _pedestrians = Asking(state);
        _failedDetectors = state.Queues.FailedDetectors;
        for (int lane = 0; lane < _queues.Length; lane++)
        {
            _queues[lane] = state.Queues.QueueVehicles(lane);
            _isBlocked[lane] = state.Queues.IsBlocked(lane);
            _evidence[lane] = state.Queues.Evidence(lane);
        }
    }

    /// <summary>True when what is known now surprises the plan noted last, and that was not just now.</summary>
    internal bool Shows(IntersectionState state) =>
        state.NowMs - _notedMs >= LeastMs
        && ((Asking(state) & ~_pedestrians) != 0 || state.Queues.FailedDetectors != _failedDetectors || IsAnyLaneNew(state));

    /// <summary>Pedestrians who asked and are not served: recalls come with every red and surprise nobody.</summary>
    private static ulong Asking(IntersectionState state) =>
        state.Demand.RememberedCalls & state.Demand.PedestrianCalls & ~state.Demand.Omitted;

    private bool IsAnyLaneNew(IntersectionState state)
    {
        for (int lane = 0; lane < _queues.Length; lane++)
        {
            bool isNew = _isExit[lane]
                ? !_isBlocked[lane] && state.Queues.IsBlocked(lane)
                : state.Queues.QueueVehicles(lane) - _queues[lane] >= JumpVehicles
                    || state.Queues.Evidence(lane) != _evidence[lane];
            if (isNew)
            {
                return true;
            }
        }

        return false;
    }
}
