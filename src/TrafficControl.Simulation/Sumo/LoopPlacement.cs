using System.Globalization;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Places induction loops on the ways that lead to a stop line: walking upstream lane by lane through junctions without
/// signals, because approaches in real nets are often shorter than the distance a loop is wanted at.
/// </summary>
internal sealed class LoopPlacement(SumoNet net)
{
    private const double StopBarM = 3;

    // Nearer than this the loop would lie in the standing space of the first vehicles, where the stop-bar loop already
    // is.
    private const double NearestAdvanceM = 12;

    // Two loops nearer to each other than this on one lane see the same vehicles at the same moment.
    private const double SameSpotM = 5;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    /// <summary>Every loop placed so far.</summary>
    internal List<SumoLoop> Loops { get; } = [];

    /// <summary>
    /// The loops that see the traffic of one stop line, with their distances to it in metres, nearest first.
    /// </summary>
    internal List<(int Loop, double DistanceM)> Place(SumoLane stopLane, DetectorLayout layout)
    {
        List<(int Loop, double DistanceM)> placed = [];
        if (layout.StopBar)
        {
            double position = Math.Max(Math.Min(0.1, stopLane.LengthM / 2), stopLane.LengthM - StopBarM);
            Add(placed, stopLane, position, stopLane.LengthM - position);
        }

        foreach (double distance in layout.AdvanceM)
        {
            Walk(placed, stopLane, distance, 0, new HashSet<string>(StringComparer.Ordinal));
        }

        placed.Sort((a, b) => a.DistanceM != b.DistanceM ? a.DistanceM.CompareTo(b.DistanceM) : a.Loop.CompareTo(b.Loop));
        return placed;
    }

    private void Walk(
        List<(int Loop, double DistanceM)> placed, SumoLane lane, double wantedM, double toLaneEndM, HashSet<string> seen)
    {
        if (!seen.Add(lane.Id))
        {
            return;
        }

        double position = lane.LengthM - (wantedM - toLaneEndM);
        if (position > 0)
        {
            Add(placed, lane, position, wantedM);
            return;
        }

        bool ends = true;
        foreach (SumoConnection into in net.ConnectionsInto(lane.Id))
        {
            if (into.FromLane.StartsWith(':') || into.TrafficLight.Length > 0)
            {
                continue;
            }

            ends = false;
            double gap = net.InternalLengthM(into);
            double toNextEnd = toLaneEndM + lane.LengthM + gap;
            if (wantedM <= toNextEnd)
            {
                // The distance falls inside the junction: the start of the lane behind it is the nearest place for a
                // loop.
                double start = Math.Min(1, lane.LengthM / 2);
                Add(placed, lane, start, toLaneEndM + lane.LengthM - start);
            }
            else
            {
                Walk(placed, net.Lanes[into.FromLane], wantedM, toNextEnd, seen);
            }
        }

        if (ends)
        {
            // Vehicles enter the net some way into its first edge; a loop at its very start would see none of them.
            double start = Math.Min(15, 0.4 * lane.LengthM);
            Add(placed, lane, start, toLaneEndM + lane.LengthM - start);
        }
    }

    private void Add(List<(int Loop, double DistanceM)> placed, SumoLane lane, double positionM, double distanceM)
    {
        bool isStopBar = placed.Count == 0 && distanceM <= StopBarM + 0.01;
        if (!isStopBar && distanceM < NearestAdvanceM)
        {
            return;
        }

        double position = Math.Round(positionM, 2);
        foreach ((int other, _) in placed)
        {
            if (Loops[other].Lane == lane.Id && Math.Abs(Loops[other].PositionM - position) < SameSpotM)
            {
                return;
            }
        }

        string id = string.Create(CultureInfo.InvariantCulture, $"loop_{lane.Id}_{position:0.##}");
        if (!_indices.TryGetValue(id, out int loop))
        {
            _indices[id] = loop = Loops.Count;
            Loops.Add(new SumoLoop(id, lane.Id, position));
        }

        placed.Add((loop, Math.Round(distanceM, 2)));
    }
}
