using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Corridor;

/// <summary>
/// The demo corridor: an arterial with six signalised junctions in the manner of a Vietnamese district, eastbound in
/// the peak. Every junction has the plans "fixed", "actuated", "coordinated", "max-pressure" and "adaptive".
/// </summary>
public sealed class CorridorScenario
{
    /// <summary>Vehicles of every entry; the saturation flows of <see cref="CorridorFlows"/> hold for it.</summary>
    internal static readonly VehicleMix Mix = new(0.40, 0.05);

    private static readonly CorridorJunction[] Streets =
    [
        new("an-duong", "An Dương", 320, true, 260, 230, 2),
        new("to-hieu", "Tô Hiệu", 280, false, 200, 220, 1),
        new("lach-tray", "Lạch Tray", 420, true, 300, 280, 2),
        new("cat-cut", "Cát Cụt", 260, false, 170, 150, 1),
        new("me-linh", "Mê Linh", 350, true, 220, 240, 2),
        new("cau-dat", "Cầu Đất", 300, false, 240, 200, 1),
    ];

    /// <summary>Builds the corridor.</summary>
    /// <param name="planId">Plan that every junction runs, in the engine and in its controller.</param>
    /// <exception cref="ArgumentException">There is no such plan.</exception>
    public CorridorScenario(string planId = "fixed")
    {
        if (!PlanIds.Contains(planId))
        {
            throw new ArgumentException($"There is no plan '{planId}'; the plans are {string.Join(", ", PlanIds)}.", nameof(planId));
        }

        Flows = CorridorFlows.For(Streets);
        CorridorBuilder builder = new(Streets, Flows);
        Definitions = [.. Streets.Select((_, j) => builder.Build(j) with { DefaultPlan = planId, LocalPlan = planId })];
        Intersection[] junctions = [.. Definitions.Select(Intersection.Create)];
        Network = new TrafficNetwork(junctions, Entries(), Pockets(), Pedestrians());
    }

    /// <summary>The plans of every junction.</summary>
    public static IReadOnlyList<string> PlanIds { get; } = ["fixed", "actuated", "coordinated", "max-pressure", "adaptive"];

    /// <summary>Event time at which a run starts, Unix milliseconds: 1 January 2026, 00:00 UTC.</summary>
    public static long StartMs => 1_767_225_600_000;

    /// <summary>The intersection files, west to east.</summary>
    public IReadOnlyList<IntersectionDefinition> Definitions { get; }

    /// <summary>The streets and their demand.</summary>
    public TrafficNetwork Network { get; }

    internal CorridorFlows Flows { get; }

    private List<TrafficEntry> Entries()
    {
        List<TrafficEntry> entries = [];
        Add(0, "eb1", CorridorFlows.EastboundVph / 2);
        Add(0, "eb2", CorridorFlows.EastboundVph / 2);
        Add(Streets.Length - 1, "wb1", CorridorFlows.WestboundVph / 2);
        Add(Streets.Length - 1, "wb2", CorridorFlows.WestboundVph / 2);
        for (int j = 0; j < Streets.Length; j++)
        {
            for (int lane = 1; lane <= Streets[j].SideLanes; lane++)
            {
                Add(j, $"sb{lane}", Streets[j].SouthboundVph);
                Add(j, $"nb{lane}", Streets[j].NorthboundVph);
            }
        }

        return entries;

        void Add(int junction, string lane, double vph)
        {
            double rate = vph * Flows.Scale;
            // A peak hour factor of 0.9, the peak in the second quarter; then the demand ebbs.
            DemandProfile profile = new(
                new DemandPeriod(0, rate),
                new DemandPeriod(900_000, rate * 1.05),
                new DemandPeriod(1_800_000, rate * 0.95),
                new DemandPeriod(2_700_000, rate * 0.8));
            entries.Add(new TrafficEntry(junction, lane, profile, Mix));
        }
    }

    private static List<TurnPocket> Pockets()
    {
        List<TurnPocket> pockets = [];
        for (int j = 0; j < Streets.Length; j++)
        {
            pockets.Add(new TurnPocket(j, "ebl", "eb1", CorridorFlows.LeftShare));
            pockets.Add(new TurnPocket(j, "wbl", "wb1", CorridorFlows.LeftShare));
            pockets.Add(new TurnPocket(j, "sbl", "sb1", CorridorFlows.SideLeftShare));
            pockets.Add(new TurnPocket(j, "nbl", "nb1", CorridorFlows.SideLeftShare));
        }

        return pockets;
    }

    private static List<PedestrianDemand> Pedestrians()
    {
        List<PedestrianDemand> people = [];
        for (int j = 0; j < Streets.Length; j++)
        {
            people.AddRange(
                from string groupId in CorridorBuilder.Crossings
                select new PedestrianDemand(j, groupId, DemandProfile.Constant(30)));
        }

        return people;
    }
}
