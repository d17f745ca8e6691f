using System.Globalization;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// Six junctions at unequal distances on an artery that is full eastbound and quiet westbound, with side streets; left
/// turns from the artery have pockets and a stage of their own.
/// </summary>
internal static class ArterialScenario
{
    private const int CycleS = 100;
    private const double ProgressionMps = 12.5;
    private const double EastboundPerHour = 1_400;
    private const double WestboundPerHour = 500;
    private const double SidePerHour = 230;
    private static readonly int[] BlocksM = [220, 260, 180, 420, 340];
    private static readonly double[] Peak = [0.8, 1.0, 1.05, 0.95];

    internal static ScenarioDraft Draft()
    {
        ScenarioDraft draft = new();
        StreetProfile artery = new(2) { LaneTurns = ["rs", "s", "l"], PocketM = 70, SpeedMps = 13.89 };
        StreetProfile side = new(1) { LaneTurns = ["rs", "l"], PocketM = 50, SpeedMps = 11.11 };
        int count = BlocksM.Length + 1;
        draft.AddNode("w", -450, 0, isSignal: false);
        int x = 0;
        for (int i = 0; i < count; i++)
        {
            draft.AddNode(Junction(i), x, 0, isSignal: true);
            draft.AddNode(North(i), x, 250, isSignal: false);
            draft.AddNode(South(i), x, -250, isSignal: false);

            // The offset starts the artery's green when the peak's platoon arrives from the first junction.
            draft.Greens.Add(Junction(i), new GreenTimes(46, 8, 24, 8, (int)Math.Round(x / ProgressionMps) % CycleS));
            x += i < BlocksM.Length ? BlocksM[i] : 450;
        }

        draft.AddNode("e", x, 0, isSignal: false);
        draft.AddStreet("w", Junction(0), artery);
        draft.AddStreet(Junction(count - 1), "e", artery);
        for (int i = 0; i < count; i++)
        {
            draft.AddStreet(North(i), Junction(i), side);
            draft.AddStreet(South(i), Junction(i), side);
            if (i > 0)
            {
                draft.AddStreet(Junction(i - 1), Junction(i), artery);
            }
        }

        draft.AddCarsAndTrucks();
        AddDemand(draft, count);
        return draft;
    }

    /// <summary>As many leave the artery at a junction as join it, so that its load stays about the same.</summary>
    private static void AddDemand(ScenarioDraft draft, int count)
    {
        string last = Junction(count - 1);
        string fromWest = ScenarioDraft.Road("w", Junction(0));
        string fromEast = ScenarioDraft.Road("e", last);
        string toWest = ScenarioDraft.Road(Junction(0), "w");
        string toEast = ScenarioDraft.Road(last, "e");
        const double TurnOffShare = 0.05;
        draft.AddVehicles(fromWest, toEast, "", EastboundPerHour * (1 - (count * TurnOffShare)), Peak);
        draft.AddVehicles(fromEast, toWest, "", WestboundPerHour * (1 - (count * TurnOffShare)), Peak);
        for (int i = 0; i < count; i++)
        {
            string toNorth = ScenarioDraft.Road(Junction(i), North(i));
            string toSouth = ScenarioDraft.Road(Junction(i), South(i));
            string fromNorth = ScenarioDraft.Road(North(i), Junction(i));
            string fromSouth = ScenarioDraft.Road(South(i), Junction(i));
            draft.AddVehicles(fromWest, toSouth, "", EastboundPerHour * TurnOffShare * 0.6, Peak);
            draft.AddVehicles(fromWest, toNorth, "", EastboundPerHour * TurnOffShare * 0.4, Peak);
            draft.AddVehicles(fromEast, toNorth, "", WestboundPerHour * TurnOffShare * 0.6, Peak);
            draft.AddVehicles(fromEast, toSouth, "", WestboundPerHour * TurnOffShare * 0.4, Peak);
            draft.AddVehicles(fromNorth, toEast, "", EastboundPerHour * TurnOffShare * 0.5, Peak);
            draft.AddVehicles(fromSouth, toEast, "", EastboundPerHour * TurnOffShare * 0.5, Peak);
            draft.AddVehicles(fromNorth, toWest, "", WestboundPerHour * TurnOffShare * 0.5, Peak);
            draft.AddVehicles(fromSouth, toWest, "", WestboundPerHour * TurnOffShare * 0.5, Peak);
            draft.AddVehicles(fromNorth, toSouth, "", SidePerHour, Peak);
            draft.AddVehicles(fromSouth, toNorth, "", SidePerHour, Peak);
        }
    }

    private static string Junction(int index) => Name('a', index);

    private static string North(int index) => Name('n', index);

    private static string South(int index) => Name('s', index);

    private static string Name(char kind, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{index + 1}");
}
