using System.Globalization;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// 16 junctions, 200 m apart, of equal streets with a lane for left turns; traffic comes from every edge and turns at
/// most once, in a morning peak.
/// </summary>
internal static class GridScenario
{
    private const int Size = 4;
    private const int BlockM = 200;
    private const double EntryPerHour = 420;
    private const double ThroughShare = 0.55;
    private const double RightShare = 0.25;
    private static readonly double[] MorningPeak = [0.75, 1.0, 1.15, 0.8];

    internal static ScenarioDraft Draft()
    {
        ScenarioDraft draft = new();
        StreetProfile street = new(2) { LaneTurns = ["rs", "l"] };

        // Webster's splits for four equal approaches: the same to both streets, in a cycle of 90 s.
        GreenTimes greens = new(EastWestS: 30, EastWestLeftS: 8, NorthSouthS: 30, NorthSouthLeftS: 8, OffsetS: 0);
        for (int row = 0; row <= Size + 1; row++)
        {
            for (int column = 0; column <= Size + 1; column++)
            {
                bool isInner = IsInner(row) && IsInner(column);
                if (isInner || IsInner(row) || IsInner(column))
                {
                    draft.AddNode(Node(column, row), column * BlockM, row * BlockM, isInner);
                }

                if (isInner)
                {
                    draft.Greens.Add(Node(column, row), greens);
                }
            }
        }

        for (int line = 1; line <= Size; line++)
        {
            for (int block = 0; block <= Size; block++)
            {
                draft.AddStreet(Node(block, line), Node(block + 1, line), street);
                draft.AddStreet(Node(line, block), Node(line, block + 1), street);
            }
        }

        draft.AddCarsAndTrucks();
        for (int line = 1; line <= Size; line++)
        {
            AddTrips(draft, (0, line), (1, 0));
            AddTrips(draft, (Size + 1, line), (-1, 0));
            AddTrips(draft, (line, 0), (0, 1));
            AddTrips(draft, (line, Size + 1), (0, -1));
        }

        return draft;
    }

    /// <summary>Trips from one edge of the grid: to the opposite one, and round every corner on the way.</summary>
    private static void AddTrips(ScenarioDraft draft, (int X, int Y) start, (int X, int Y) ahead)
    {
        string entry = Road(start, ahead, 0);
        draft.AddVehicles(entry, Road(start, ahead, Size), "", EntryPerHour * ThroughShare, MorningPeak);
        for (int block = 1; block <= Size; block++)
        {
            (int X, int Y) corner = (start.X + (block * ahead.X), start.Y + (block * ahead.Y));

            // Without a road on the way, a turn at another corner would be as fast.
            string via = block == 1 ? "" : Road(start, ahead, block - 1);
            double right = EntryPerHour * RightShare / Size;
            double left = EntryPerHour * (1 - ThroughShare - RightShare) / Size;
            draft.AddVehicles(entry, ExitRoad(corner, (ahead.Y, -ahead.X)), via, right, MorningPeak);
            draft.AddVehicles(entry, ExitRoad(corner, (-ahead.Y, ahead.X)), via, left, MorningPeak);
        }
    }

    /// <summary>The road that leaves the grid on the way straight on from a corner.</summary>
    private static string ExitRoad((int X, int Y) corner, (int X, int Y) ahead)
    {
        int block = 0;
        while (IsInner(corner.X + ((block + 1) * ahead.X)) && IsInner(corner.Y + ((block + 1) * ahead.Y)))
        {
            block++;
        }

        return Road(corner, ahead, block);
    }

    /// <summary>The road of a block on the way straight on from a node.</summary>
    private static string Road((int X, int Y) start, (int X, int Y) ahead, int block)
    {
        (int x, int y) = (start.X + (block * ahead.X), start.Y + (block * ahead.Y));
        return ScenarioDraft.Road(Node(x, y), Node(x + ahead.X, y + ahead.Y));
    }

    private static bool IsInner(int index) => index is >= 1 and <= Size;

    private static string Node(int column, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + column)}{row}");
}
