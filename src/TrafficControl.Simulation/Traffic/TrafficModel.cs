using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// A microscopic traffic model in fixed steps: vehicles follow each other by the Intelligent Driver Model, obey the
/// signals given, and are seen by the detectors of the intersection files. The same network, seed, steps and signals
/// give the same traffic bit for bit. One thread; allocates only while the number of vehicles reaches a new maximum.
/// </summary>
public sealed class TrafficModel
{
    /// <summary>Longest step, milliseconds: above it, car-following becomes unstable.</summary>
    public const int MaxStepMs = 500;

    private readonly TrafficNetwork _network;
    private readonly RoadMap _map;
    private readonly VehiclePool _vehicles = new();
    private readonly StopLineRules _rules;
    private readonly DetectorRecorder[] _recorders;
    private readonly VehicleMotion _motion;
    private readonly TrackReporter _tracks;
    private readonly ArrivalProcess[] _arrivals;
    private readonly PedestrianProcess[] _pedestrians;
    private readonly ulong[] _pedestrianCalls;
    private readonly double[] _queueMs;
    private readonly int[] _maxQueue;
    private readonly long _startMs;
    private double _waitS;

    /// <summary>Creates a model of empty streets whose signals are all red.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Seed of everything random in it.</param>
    /// <param name="startMs">Event time at which the simulation starts, Unix milliseconds.</param>
    public TrafficModel(TrafficNetwork network, ulong seed, long startMs = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _startMs = startMs;
        NowMs = startMs;
        _map = new RoadMap(network);
        _rules = new StopLineRules(network, _map, _vehicles);
        _recorders = [.. network.Junctions.Select(junction => new DetectorRecorder(junction.Detectors.Length))];
        _pedestrianCalls = new ulong[network.Junctions.Length];
        _queueMs = new double[network.Junctions.Length];
        _maxQueue = new int[network.Junctions.Length];
        _motion = new VehicleMotion(_map, _vehicles, _rules, _recorders);
        _tracks = new TrackReporter(network, _map, _vehicles);
        SplitMix64 seeds = new(seed);
        _arrivals = new ArrivalProcess[network.Entries.Length];
        for (int i = 0; i < _arrivals.Length; i++)
        {
            TrafficEntry entry = network.Entries[i];
            RoadLane lane = _map.Lanes[_map.LaneOf(entry.Junction, network.LaneIndex(entry.Junction, entry.Lane))];
            _arrivals[i] = new ArrivalProcess(entry, lane, seeds.Next());
        }

        _pedestrians = new PedestrianProcess[network.Pedestrians.Length];
        for (int i = 0; i < _pedestrians.Length; i++)
        {
            PedestrianDemand demand = network.Pedestrians[i];
            _pedestrians[i] = new PedestrianProcess(demand, network.Junctions[demand.Junction], seeds.Next());
        }
    }

    /// <summary>Event time that the model has reached, Unix milliseconds.</summary>
    public long NowMs { get; private set; }

    /// <summary>Vehicles in the network now.</summary>
    public long Running => _motion.Inserted - _motion.Finished;

    /// <summary>Sum of the delays of all vehicles so far, seconds.</summary>
    public double TotalDelayS => _motion.DelayS + _waitS;

    /// <summary>Vehicles that wanted in so far.</summary>
    public long Demanded
    {
        get
        {
            long sum = 0;
            foreach (ArrivalProcess arrivals in _arrivals)
            {
                sum += arrivals.Demanded;
            }

            return sum;
        }
    }

    internal RoadMap Map => _map;

    internal VehiclePool Vehicles => _vehicles;

    internal StopLineRules Rules => _rules;

    /// <summary>Sets what a junction shows from now on.</summary>
    /// <param name="junction">Index of the junction.</param>
    /// <param name="frame">What it shows.</param>
    public void SetSignals(int junction, in SignalFrame frame) => _rules.SetSignals(junction, frame, NowMs);

    /// <summary>
    /// Moves what a junction's detectors and buttons saw since the last drain, and what its tracks detectors see now, into a
    /// tick, and sets the tick's time.
    /// </summary>
    /// <param name="junction">Index of the junction.</param>
    /// <param name="tick">A cleared tick.</param>
    public void DrainInto(int junction, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        tick.TimeMs = NowMs;
        tick.PedestrianCalls |= _pedestrianCalls[junction];
        _pedestrianCalls[junction] = 0;
        _recorders[junction].DrainInto(tick);
        _tracks.ReportInto(junction, NowMs, tick);
    }

    /// <summary>Moves the traffic on.</summary>
    /// <param name="stepMs">
    /// Length of the step in milliseconds, 1 to <see cref="MaxStepMs"/>; 100 or 200 for results to compare.
    /// </param>
    public void Step(int stepMs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stepMs, MaxStepMs);
        foreach (ArrivalProcess arrivals in _arrivals)
        {
            arrivals.Arrive(_vehicles, NowMs - _startMs, stepMs);
            _motion.Insert(arrivals);
        }

        foreach (PedestrianProcess people in _pedestrians)
        {
            _pedestrianCalls[people.Junction] |= people.Step(
                _rules.Frame(people.Junction), _recorders[people.Junction], NowMs, NowMs - _startMs, stepMs);
        }

        _motion.Step(NowMs, stepMs);
        foreach (DetectorRecorder recorder in _recorders)
        {
            recorder.EndStep();
        }

        NowMs += stepMs;
        MeasureStep(stepMs);
    }

    /// <summary>Vehicles that stand or crawl on a junction's approaches or wait outside them.</summary>
    /// <param name="junction">Index of the junction.</param>
    public int QueueVehicles(int junction)
    {
        int queue = 0;
        foreach (RoadLane lane in _map.ApproachLanes[junction])
        {
            queue += lane.StoppedCount;
        }

        foreach (ArrivalProcess arrivals in _arrivals)
        {
            queue += arrivals.Junction == junction ? arrivals.Waiting : 0;
        }

        return queue;
    }

    /// <summary>Vehicles that stand or crawl on an approach lane.</summary>
    /// <param name="junction">Index of the junction.</param>
    /// <param name="lane">Index of the lane in its intersection.</param>
    public int LaneQueueVehicles(int junction, int lane) => _map.Lanes[_map.LaneOf(junction, lane)].StoppedCount;

    /// <summary>Vehicles that have crossed the stop line of a movement.</summary>
    /// <param name="junction">Index of the junction.</param>
    /// <param name="movement">Index of the movement in its intersection.</param>
    public long Crossings(int junction, int movement)
    {
        foreach (RoadMovement candidate in _map.Movements)
        {
            if (candidate.Junction == junction && candidate.Movement == movement)
            {
                return candidate.Crossings;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(movement), movement, "No such movement.");
    }

    /// <summary>Stops on a lane so far; a stop is from below 1 m/s until above 3 m/s.</summary>
    /// <param name="junction">Index of the junction.</param>
    /// <param name="lane">Index of the lane in its intersection.</param>
    public long Stops(int junction, int lane) => _map.Lanes[_map.LaneOf(junction, lane)].Stops;

    /// <summary>What has been measured since the start. Allocates.</summary>
    public TrafficMeasures Measure()
    {
        long elapsedMs = NowMs - _startMs;
        JunctionMeasures[] junctions = new JunctionMeasures[_network.Junctions.Length];
        for (int j = 0; j < junctions.Length; j++)
        {
            junctions[j] = new JunctionMeasures(
                _network.Junctions[j].Id,
                elapsedMs == 0 ? 0 : _queueMs[j] / elapsedMs,
                _maxQueue[j],
                _map.Movements.Where(movement => movement.Junction == j).Sum(movement => movement.Crossings));
        }

        long demanded = Demanded;
        long people = _pedestrians.Sum(process => process.Demanded);
        return new TrafficMeasures(
            elapsedMs,
            demanded,
            _motion.Inserted,
            _motion.Finished,
            Running,
            _arrivals.Sum(arrivals => arrivals.Waiting),
            _arrivals.Sum(arrivals => arrivals.Refused),
            TotalDelayS / Math.Max(1, demanded),
            (double)_motion.Stops / Math.Max(1, demanded),
            junctions.Average(junction => junction.MeanQueueVehicles),
            _maxQueue.Max(),
            elapsedMs == 0 ? 0 : _motion.Finished * 3_600_000.0 / elapsedMs,
            _motion.RedCrossings,
            people == 0 ? 0 : _pedestrians.Sum(process => process.TotalWaitS) / people,
            junctions);
    }

    private void MeasureStep(int stepMs)
    {
        foreach (ArrivalProcess arrivals in _arrivals)
        {
            _waitS += arrivals.Waiting * stepMs / 1000.0;
        }

        for (int j = 0; j < _maxQueue.Length; j++)
        {
            int queue = QueueVehicles(j);
            _queueMs[j] += (double)queue * stepMs;
            _maxQueue[j] = Math.Max(_maxQueue[j], queue);
        }
    }
}
