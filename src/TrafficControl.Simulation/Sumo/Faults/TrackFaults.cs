using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>One faulty camera or radar: turns what it saw into what it reports, for one tracks detector.</summary>
internal sealed class TrackFaults
{
    /// <summary>How long an object that is nobody is followed.</summary>
    internal const int GhostMs = 3_000;

    /// <summary>Added to the number of an object that is seen twice, for the second one.</summary>
    internal const uint TwinBit = 0x4000_0000;

    /// <summary>Set in the numbers of objects that are nobody; the detector's index and a count follow.</summary>
    internal const uint GhostBit = 0x8000_0000;

    // As a car in slow traffic; a ghost is given room to stay upstream of the line for its whole life.
    private const float GhostSpeedMps = 8;
    private const float GhostRoomM = GhostSpeedMps * GhostMs / 1000;
    private const float StuckDistanceM = 2;
    private const float TwinGapM = 1;
    private const int DetectorShift = 16;
    private const byte Certain = 100;
    private readonly SensorCondition _condition;
    private readonly SumoTracks _tracks;
    private readonly HashSet<uint> _known = [];
    private readonly HashSet<uint> _twins = [];
    private readonly List<(long StartMs, float DistanceM, uint ObjectId)> _ghosts = [];
    private readonly List<TrackObservation> _pending = [];
    private SplitMix64 _missed;
    private SplitMix64 _false;
    private SplitMix64 _duplicated;
    private FaultCounts _counts;

    /// <summary>Creates a faulty camera.</summary>
    /// <param name="condition">What is wrong with it.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="id">Identifier of its detector.</param>
    /// <param name="tracks">Its detector, and how far it sees.</param>
    internal TrackFaults(in SensorCondition condition, int seed, string id, SumoTracks tracks)
    {
        _condition = condition;
        _tracks = tracks;
        _missed = FaultRandom.For(seed, DetectorFaultKind.Missed, id);
        _false = FaultRandom.For(seed, DetectorFaultKind.False, id);
        _duplicated = FaultRandom.For(seed, DetectorFaultKind.Duplicated, id);
    }

    /// <summary>What it did so far.</summary>
    internal FaultCounts Counts => _counts;

    /// <summary>Reports a step.</summary>
    /// <param name="seen">What every camera of the junction saw at the end of the step.</param>
    /// <param name="toMs">End of the step, which is the time of the tick that reports it.</param>
    /// <param name="tick">Receives what this one reports.</param>
    internal void Report(ReadOnlySpan<TrackObservation> seen, long toMs, ControllerTick tick)
    {
        foreach (ref readonly TrackObservation observation in seen)
        {
            if (observation.Detector == _tracks.Detector)
            {
                Take(observation);
            }
        }

        if (_condition.Failure == DetectorFaultKind.StuckOn)
        {
            Send(Object(GhostBit | Count(0), toMs, StuckDistanceM, 0), toMs, tick);
        }

        if (_condition.Failure is null)
        {
            AddGhosts(toMs);
            Release(toMs, tick);
        }
    }

    private void Take(in TrackObservation observation)
    {
        _counts += new FaultCounts(1, 0, 0, 0);
        if (_known.Add(observation.ObjectId))
        {
            Meet(observation);
        }

        if (_missed.NextUnit() < _condition.MissedShare || _condition.Failure is not null)
        {
            _counts += new FaultCounts(0, 1, 0, 0);
            return;
        }

        _pending.Add(observation);
        if (_twins.Contains(observation.ObjectId))
        {
            _pending.Add(observation with
            {
                ObjectId = observation.ObjectId | TwinBit,
                DistanceM = observation.DistanceM + TwinGapM,
            });
        }
    }

    /// <summary>Draws, when an object is first seen, whether it has a twin and whether a ghost comes with it.</summary>
    private void Meet(in TrackObservation observation)
    {
        double draw = _false.NextUnit();
        long after = (long)(_false.NextUnit() * LoopFaults.FalseWithinMs);
        double place = _false.NextUnit();
        bool isTwin = _duplicated.NextUnit() < _condition.DuplicatedShare;
        if (_condition.Failure is not null)
        {
            return;
        }

        if (isTwin && _twins.Add(observation.ObjectId))
        {
            _counts += new FaultCounts(0, 0, 0, 1);
        }

        if (draw < _condition.FalseShare)
        {
            _counts += new FaultCounts(0, 0, 1, 0);
            float distance = GhostRoomM + (float)(place * Math.Max(0, _tracks.ReachM - GhostRoomM));
            _ghosts.Add((observation.TimeMs + after, distance, GhostBit | Count(_counts.Added)));
        }
    }

    private void AddGhosts(long toMs)
    {
        foreach ((long start, float distance, uint id) in _ghosts)
        {
            if (start <= toMs)
            {
                _pending.Add(Object(id, toMs, distance - (GhostSpeedMps * (toMs - start) / 1000F), GhostSpeedMps));
            }
        }

        // Seen at least once, however long the step.
        _ghosts.RemoveAll(ghost => ghost.StartMs <= toMs && toMs - ghost.StartMs + 1_000 > GhostMs);
    }

    private void Release(long toMs, ControllerTick tick)
    {
        int due = 0;
        while (due < _pending.Count && _pending[due].TimeMs + _condition.DelayMs <= toMs)
        {
            TrackObservation observation = _pending[due++];
            Send(observation with { TimeMs = observation.TimeMs + _condition.DelayMs }, toMs, tick);
        }

        _pending.RemoveRange(0, due);
    }

    // A tick cannot report the future: a clock ahead of the tick's is cut to it, as a controller does.
    private void Send(in TrackObservation observation, long toMs, ControllerTick tick) =>
        tick.TryAdd(observation with { TimeMs = Math.Clamp(observation.TimeMs + _condition.SkewMs, 0, toMs) });

    private uint Count(int number) => ((uint)_tracks.Detector << DetectorShift) | (ushort)number;

    private TrackObservation Object(uint id, long timeMs, float distanceM, float speedMps) =>
        new(timeMs, id, (ushort)_tracks.Detector, VehicleClasses.Car, distanceM, speedMps, Certain);
}
