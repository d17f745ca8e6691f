namespace TrafficControl.Core.Estimation;

/// <summary>
/// Where vehicles go from each lane that a tracking sensor watches: to which stop line, or off the road before it. Learned
/// from those who were followed to their end.
/// </summary>
internal sealed class TrackSections
{
    // Numbers above are not told apart.
    private const int MostSections = 96;
    private const float FirstWeight = 1;
    private const float FirstSink = 0.02f;
    private const float Kept = 0.98f;
    private const float Learned = 0.05f;
    private const float RareShare = 0.03f;

    // Nearer than this drivers have chosen their lane.
    private const float DecidedM = 40;

    private readonly int _lanes;
    private readonly float[] _weights;
    private readonly float[] _sinks = new float[MostSections];

    internal TrackSections(int lanes)
    {
        _lanes = lanes;
        _weights = new float[MostSections * lanes];
        Array.Fill(_sinks, FirstSink);
    }

    /// <summary>A vehicle is reported for a lane: it, and those that vehicles of its section change to, are possible.</summary>
    internal void AddCandidate(ref TrackedVehicle vehicle, int lane)
    {
        int row = Row(vehicle.Section);
        if (_weights[row + lane] <= 0)
        {
            _weights[row + lane] = FirstWeight;
        }

        Add(ref vehicle, lane, _weights[row + lane]);
        if (vehicle.Section == 0 || vehicle.DistanceM < DecidedM)
        {
            return;
        }

        float sum = 0;
        for (int other = 0; other < _lanes; other++)
        {
            sum += _weights[row + other];
        }

        for (int other = 0; other < _lanes; other++)
        {
            if (_weights[row + other] > RareShare * sum)
            {
                Add(ref vehicle, other, _weights[row + other]);
            }
        }
    }

    /// <summary>Probability that a vehicle leaves the road before the line, as a weight beside those of its lanes.</summary>
    internal float SinkOf(in TrackedVehicle vehicle)
    {
        float sum = 0;
        for (int i = 0; i < vehicle.Count; i++)
        {
            sum += vehicle.Shares[i];
        }

        float sink = _sinks[Row(vehicle.Section) / _lanes];
        return sum * sink / Math.Max(0.02f, 1 - sink);
    }

    /// <summary>A vehicle left over a stop line.</summary>
    internal void LearnArrival(in TrackedVehicle vehicle, int lane)
    {
        Learn(vehicle.Section, lane);
        Learn(vehicle.SectionBefore, lane);
    }

    /// <summary>A vehicle vanished before the line.</summary>
    internal void LearnSink(in TrackedVehicle vehicle)
    {
        LearnSink(vehicle.Section);
        LearnSink(vehicle.SectionBefore);
    }

    private static void Add(ref TrackedVehicle vehicle, int lane, float weight)
    {
        if (vehicle.Count < TrackedVehicle.MaxCandidates && vehicle.On(lane) <= 0)
        {
            vehicle.Lanes[vehicle.Count] = (byte)lane;
            vehicle.Shares[vehicle.Count++] = weight;
        }
    }

    private int Row(int section) => (section < MostSections ? section : 0) * _lanes;

    private void Learn(int section, int lane)
    {
        if (section is 0 or >= MostSections)
        {
            return;
        }

        int row = Row(section);
        for (int other = 0; other < _lanes; other++)
        {
            _weights[row + other] *= Kept;
        }

        _weights[row + lane] += Learned;
        _sinks[section] *= Kept;
    }

    private void LearnSink(int section)
    {
        if (section is > 0 and < MostSections)
        {
            _sinks[section] += (1 - Kept) * (1 - _sinks[section]);
        }
    }
}
