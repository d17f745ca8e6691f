using System.Globalization;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// A centre of four junctions, 120 m apart, of narrow slow streets with pavements on both sides and crossings on every
/// arm; more people walk than drive, and turning drivers wait for them.
/// </summary>
internal static class PedestrianScenario
{
    private const int Size = 2;
    private const int BlockM = 120;
    private const double EntryPerHour = 210;
    private const double PeoplePerPairAndHour = 36;
    private static readonly double[] Even = [1.0];

    internal static ScenarioDraft Draft()
    {
        ScenarioDraft draft = new();
        StreetProfile street = new(1) { SpeedMps = 8.33, PavementM = 3 };
        List<(string End, string Junction)> arms = [];
        for (int row = 1; row <= Size; row++)
        {
            for (int column = 1; column <= Size; column++)
            {
                draft.AddNode(Node(column, row), column * BlockM, row * BlockM, isSignal: true);
            }
        }

        for (int line = 1; line <= Size; line++)
        {
            draft.AddStreet(Node(1, line), Node(2, line), street);
            draft.AddStreet(Node(line, 1), Node(line, 2), street);
            foreach ((int x, int y, int innerX, int innerY) in new[]
                { (0, line, 1, line), (3, line, 2, line), (line, 0, line, 1), (line, 3, line, 2) })
            {
                draft.AddNode(Node(x, y), x * BlockM, y * BlockM, isSignal: false);
                draft.AddStreet(Node(x, y), Node(innerX, innerY), street);
                arms.Add((Node(x, y), Node(innerX, innerY)));
            }
        }

        draft.NetOptions.AddRange(["--crossings.guess", "true", "--tls.cycle.time", "80"]);
        draft.AddCarsAndTrucks();
        AddDemand(draft, arms);
        return draft;
    }

    private static void AddDemand(ScenarioDraft draft, List<(string End, string Junction)> arms)
    {
        foreach ((string start, string first) in arms)
        {
            foreach ((string end, string last) in arms.Where(arm => arm.End != start))
            {
                string from = ScenarioDraft.Road(start, first);
                string to = ScenarioDraft.Road(last, end);
                draft.AddVehicles(from, to, "", EntryPerHour / (arms.Count - 1), Even);
                draft.AddPeople(from, to, PeoplePerPairAndHour);
            }
        }
    }

    private static string Node(int column, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + column)}{row}");
}
