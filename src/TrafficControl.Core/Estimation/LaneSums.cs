namespace TrafficControl.Core.Estimation;

/// <summary>
/// Sums the vehicles that are followed up to the queue and the arrivals of each lane. Allocates at construction only.
/// </summary>
internal sealed class LaneSums
{
    // Slower than walking, and a tracked vehicle stands.
    private const float StandingMps = 1;

    // One that stands this near to the line stands at it.
    private const float AtLineM = 8;

    // A standing vehicle belongs to the queue of the line if the vehicles before it can fill the way there: drivers
    // keep at most 14 m each, and the first may stop 16 m before the line.
    private const float FreeAheadM = 16;
    private const float LoosestSpacingM = 14;

    // Vehicles are counted in steps of about a vehicle's length; the last step is everything beyond 248 m.
    private const int QueueBins = 32;
    private const float BinM = 8;

    // A vehicle known from loops that would be at the line so soon is taken to be there.
    private const int AtLineMs = 500;

    // Whoever comes later counts in the last second.
    private const int LastArrivalMs = (ApproachLane.ArrivalSeconds * 1000) - 1;

    // Behind a loop that is stood on so many are guessed at most: a guess must not outweigh what is seen.
    private const float MostUnseenBehind = 10;

    // Whoever is guessed from the room between a loop and the line is there or not: 7 m a vehicle is a mean.
    private const float GuessVariance = 0.25f;

    // Who should come to stand within so long of now, and was not seen to, may stand already or still drive.
    private const int ArrivalDoubtMs = 4_000;
    private const float ArrivalVariance = 0.25f;

    private readonly VehicleList _vehicles;
    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly TrackSections? _sections;
    private readonly ChannelWatch _watch;
    private readonly float[] _arrivals;
    private readonly float[] _queue;
    private readonly float[] _variance;
    private readonly float[] _standing;
    private readonly float[] _ahead;
    private bool _hasAhead;

    internal LaneSums(
        VehicleList vehicles, ApproachLane[] lanes, DetectorChannel[] channels, TrackSections? sections, ChannelWatch watch)
    {
        _watch = watch;
        _vehicles = vehicles;
        _lanes = lanes;
        _channels = channels;
        _sections = sections;
        _arrivals = new float[lanes.Length * ApproachLane.ArrivalSeconds];
        _queue = new float[lanes.Length];
        _variance = new float[lanes.Length];
        _standing = new float[lanes.Length];
        _ahead = sections is null ? [] : new float[lanes.Length * QueueBins];
    }

    /// <summary>Vehicles expected at the line of a lane in each of the next seconds.</summary>
    internal ReadOnlySpan<float> Arrivals(int lane) =>
        _arrivals.AsSpan(lane * ApproachLane.ArrivalSeconds, ApproachLane.ArrivalSeconds);

    /// <summary>
    /// Vehicles of a lane that stand, or will have to stand; without those that no detector could see.
    /// </summary>
    internal float Queue(int lane) => _queue[lane];

    /// <summary>
    /// Variance of that number, vehicles squared: each vehicle is on the lane or not, and whoever is not seen at all
    /// comes at random.
    /// </summary>
    internal float Variance(int lane) => _variance[lane];

    /// <summary>Sums up what is known now.</summary>
    internal void Collect(long nowMs)
    {
        Array.Clear(_queue);
        Array.Clear(_variance);
        Array.Clear(_arrivals);
        CountAhead();
        for (int i = 0; i < _vehicles.Count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            long inMs = vehicle.EtaMs - nowMs;
            bool isQueued = vehicle.Track == 0 ? vehicle.BarLane >= 0 || inMs <= AtLineMs : StandsInQueue(ref vehicle);
            bool isArriving = vehicle.Track == 0 && vehicle.BarLane < 0 && inMs is > -ArrivalDoubtMs and < ArrivalDoubtMs;
            float doubt = (isArriving ? ArrivalVariance : 0) + (vehicle.IsGuessed ? GuessVariance : 0);
            if (isQueued)
            {
                AddToQueue(ref vehicle, doubt);
            }
            else
            {
                int second = (int)Math.Min(LastArrivalMs, Math.Max(0, inMs)) / 1000;
                AddToArrivals(ref vehicle, second, doubt);
            }
        }

        foreach (ApproachLane lane in _lanes)
        {
            // A stop bar that may be occupied counts as occupied.
            if (lane.IsStopBarOccupied && _queue[lane.Position] + lane.Unseen < 1)
            {
                _queue[lane.Position] = 1 - lane.Unseen;
            }
        }

        AddUnseenBehind(nowMs);
    }

    private void AddToQueue(ref TrackedVehicle vehicle, float doubt)
    {
        for (int c = 0; c < vehicle.Count; c++)
        {
            float share = vehicle.Shares[c];
            _queue[vehicle.Lanes[c]] += share;
            _variance[vehicle.Lanes[c]] += share * (1 + doubt - share);
        }
    }

    private void AddToArrivals(ref TrackedVehicle vehicle, int second, float doubt)
    {
        for (int c = 0; c < vehicle.Count; c++)
        {
            _arrivals[(vehicle.Lanes[c] * ApproachLane.ArrivalSeconds) + second] += vehicle.Shares[c];
            _variance[vehicle.Lanes[c]] += vehicle.Shares[c] * doubt;
        }
    }

    /// <summary>
    /// True when a tracked vehicle stands in the queue of the line: not one that waits further back, at a junction
    /// without signals or behind somebody who parks.
    /// </summary>
    private bool StandsInQueue(ref TrackedVehicle vehicle)
    {
        if (vehicle.SpeedMps >= StandingMps)
        {
            return false;
        }

        if (vehicle.DistanceM < AtLineM && vehicle.Count == 1)
        {
            _lanes[vehicle.Lanes[0]].IsStopBarOccupied = true;
        }

        int bin = Math.Min(QueueBins - 1, (int)(vehicle.DistanceM / BinM));
        float most = 0;
        for (int c = 0; c < vehicle.Count; c++)
        {
            float ahead = 0;
            for (int i = 0; i <= bin; i++)
            {
                ahead += _ahead[(vehicle.Lanes[c] * QueueBins) + i];
            }

            most = Math.Max(most, ahead);
        }

        return vehicle.DistanceM <= FreeAheadM + (most * LoosestSpacingM);
    }

    /// <summary>Counts the tracked vehicles of each lane by distance, and settles on which lanes each is.</summary>
    private void CountAhead()
    {
        if (_hasAhead)
        {
            Array.Clear(_ahead);
        }

        _hasAhead = _vehicles.TrackCount > 0;
        for (int i = 0; _hasAhead && i < _vehicles.Count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.Track == 0)
            {
                continue;
            }

            vehicle.Sink = _sections!.SinkOf(vehicle);
            vehicle.Normalise();
            int bin = Math.Min(QueueBins - 1, (int)(vehicle.DistanceM / BinM));
            for (int c = 0; c < vehicle.Count; c++)
            {
                vehicle.Shares[c] *= vehicle.Believed;
                _ahead[(vehicle.Lanes[c] * QueueBins) + bin] += vehicle.Shares[c];
            }
        }
    }

    /// <summary>Behind a loop that is stood on nobody is seen to come; they come at the lane's flow.</summary>
    private void AddUnseenBehind(long nowMs)
    {
        Array.Clear(_standing);
        for (int index = 0; index < _channels.Length; index++)
        {
            DetectorChannel channel = _channels[index];
            if (!_watch.IsAwake(index) || !channel.IsStoodOn(nowMs))
            {
                continue;
            }

            double occupiedS = (nowMs - channel.OnMs) / 1000.0;
            foreach (int lane in channel.Targets)
            {
                bool isFarthest = channel.DistanceM >= _lanes[lane].SeenFromM - 1;
                double behind = isFarthest ? _lanes[lane].Rate.VehiclesPerSecond * occupiedS : 0;
                _standing[lane] = Math.Max(_standing[lane], (float)Math.Min(MostUnseenBehind, behind));
            }
        }

        for (int lane = 0; lane < _standing.Length; lane++)
        {
            _queue[lane] += _standing[lane];
            _variance[lane] += _standing[lane];
        }
    }
}
