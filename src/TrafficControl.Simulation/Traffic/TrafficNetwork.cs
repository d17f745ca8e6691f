using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// A network of signalised junctions as the traffic model needs it. Immutable. An exit lane whose definition names a
/// lane of a junction downstream is the same road as that lane; other exit lanes lead out of the model.
/// </summary>
public sealed class TrafficNetwork
{
    /// <summary>Shortest lane: above the longest vehicle, so that none is on three lanes at once.</summary>
    public const double LeastLaneM = 20;

    /// <summary>Creates a network.</summary>
    /// <param name="junctions">The junctions, 1 to 256, with different identifiers.</param>
    /// <param name="entries">Where vehicles come in; at most one an approach lane.</param>
    /// <param name="pockets">Turn pockets; at most one a lane.</param>
    /// <param name="pedestrians">People who press buttons.</param>
    /// <exception cref="ArgumentException">
    /// Something names a lane, junction or group that does not exist or does not fit; the message names it.
    /// </exception>
    public TrafficNetwork(
        IReadOnlyList<Intersection> junctions,
        IReadOnlyList<TrafficEntry> entries,
        IReadOnlyList<TurnPocket>? pockets = null,
        IReadOnlyList<PedestrianDemand>? pedestrians = null)
    {
        ArgumentNullException.ThrowIfNull(junctions);
        ArgumentNullException.ThrowIfNull(entries);
        Junctions = [.. junctions];
        Entries = [.. entries];
        Pockets = [.. pockets ?? []];
        Pedestrians = [.. pedestrians ?? []];
        Require(Junctions.Length is >= 1 and <= 256, "A network has 1 to 256 junctions.");
        CheckLengths();
        CheckLinks();
        CheckPockets();
        CheckEntries();
        CheckPedestrians();
    }

    /// <summary>The junctions; the position of each is its index in the model. Shared and read only.</summary>
    public Intersection[] Junctions { get; }

    /// <summary>Where vehicles come in. Shared and read only.</summary>
    public TrafficEntry[] Entries { get; }

    /// <summary>Turn pockets. Shared and read only.</summary>
    public TurnPocket[] Pockets { get; }

    /// <summary>People who press buttons. Shared and read only.</summary>
    public PedestrianDemand[] Pedestrians { get; }

    /// <summary>Index of a junction, or -1 when the network has none of that identifier.</summary>
    /// <param name="id">Identifier of the junction.</param>
    public int FindJunction(string id) => Array.FindIndex(Junctions, junction => junction.Id == id);

    /// <summary>
    /// The lane that an exit lane becomes: junction and lane index, or (-1, -1) when it leads out of the model.
    /// </summary>
    internal (int Junction, int Lane) Downstream(LaneDefinition exit)
    {
        int junction = exit.DownstreamIntersection.Length == 0 ? -1 : FindJunction(exit.DownstreamIntersection);
        return junction < 0 || exit.DownstreamLane.Length == 0 ? (-1, -1) : (junction, LaneIndex(junction, exit.DownstreamLane));
    }

    internal int LaneIndex(int junction, string lane) =>
        Array.FindIndex(Junctions[junction].Lanes, candidate => candidate.Definition.Id == lane);

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }

    private void CheckLengths()
    {
        foreach (Intersection junction in Junctions)
        {
            foreach (Lane lane in junction.Lanes)
            {
                Require(
                    lane.Definition.LengthM >= LeastLaneM,
                    $"Lane '{lane.Definition.Id}' of '{junction.Id}' is shorter than {LeastLaneM} m.");
            }
        }
    }

    private void CheckLinks()
    {
        HashSet<(int, int)> linked = [];
        for (int j = 0; j < Junctions.Length; j++)
        {
            Require(FindJunction(Junctions[j].Id) == j, $"Junction '{Junctions[j].Id}' is in the network twice.");
            foreach (Lane lane in Junctions[j].Lanes)
            {
                (int Junction, int Lane) target = Downstream(lane.Definition);
                if (target.Junction < 0)
                {
                    continue;
                }

                string name = $"Exit lane '{lane.Definition.Id}' of '{Junctions[j].Id}'";
                Require(lane.Definition.Role == LaneRole.Exit, $"{name} has a lane downstream but is an approach.");
                Require(
                    target.Lane >= 0 && Junctions[target.Junction].Lanes[target.Lane].Definition.Role == LaneRole.Approach,
                    $"{name} leads to '{lane.Definition.DownstreamLane}', which is no approach lane downstream.");
                Require(linked.Add(target), $"{name} leads to a lane that another exit lane leads to already.");
            }
        }
    }

    private void CheckPockets()
    {
        HashSet<(int, string)> seen = [];
        foreach (TurnPocket pocket in Pockets)
        {
            string name = $"Pocket '{pocket.Lane}'";
            Require(pocket.Junction >= 0 && pocket.Junction < Junctions.Length, $"{name} names a junction that does not exist.");
            Lane[] lanes = Junctions[pocket.Junction].Lanes;
            int lane = LaneIndex(pocket.Junction, pocket.Lane);
            int from = LaneIndex(pocket.Junction, pocket.FromLane);
            Require(lane >= 0 && from >= 0, $"{name} or its lane '{pocket.FromLane}' does not exist.");
            Require(
                lanes[lane].Definition.Role == LaneRole.Approach && lanes[from].Definition.Role == LaneRole.Approach
                && lanes[from].Definition.LengthM > lanes[lane].Definition.LengthM,
                $"{name} and its lane must be approaches, the pocket the shorter one.");
            Require(pocket.Share is >= 0 and <= 1, $"{name} has a share outside 0 to 1.");
            Require(
                seen.Add((pocket.Junction, pocket.FromLane)) && seen.Add((pocket.Junction, pocket.Lane)),
                $"{name} or its lane is in another pocket.");
        }
    }

    private void CheckEntries()
    {
        HashSet<(int, int)> taken = [];
        for (int j = 0; j < Junctions.Length; j++)
        {
            foreach (Lane lane in Junctions[j].Lanes)
            {
                taken.Add(Downstream(lane.Definition));
            }
        }

        foreach (TurnPocket pocket in Pockets)
        {
            taken.Add((pocket.Junction, LaneIndex(pocket.Junction, pocket.Lane)));
        }

        foreach (TrafficEntry entry in Entries)
        {
            string name = $"Entry '{entry.Lane}'";
            Require(entry.Junction >= 0 && entry.Junction < Junctions.Length, $"{name} names a junction that does not exist.");
            int lane = LaneIndex(entry.Junction, entry.Lane);
            Require(
                lane >= 0 && Junctions[entry.Junction].Lanes[lane].Definition.Role == LaneRole.Approach,
                $"{name} names no approach lane.");
            Require(taken.Add((entry.Junction, lane)), $"{name} is fed by another entry, an exit lane or a pocket already.");
            Require(entry.Mix.IsValid, $"{name} has class shares outside 0 to 1.");
            Require(entry.Platoon is null || entry.Platoon.IsValid, $"{name} has a platoon out of range.");
        }
    }

    private void CheckPedestrians()
    {
        foreach (PedestrianDemand demand in Pedestrians)
        {
            Require(
                demand.Junction >= 0 && demand.Junction < Junctions.Length
                && Array.Exists(
                    Junctions[demand.Junction].Groups,
                    group => group.IsPedestrian && group.Definition.Id == demand.SignalGroup),
                $"Pedestrian demand names '{demand.SignalGroup}', which is no pedestrian group of its junction.");
        }
    }
}
