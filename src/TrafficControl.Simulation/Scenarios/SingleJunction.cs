namespace TrafficControl.Simulation.Scenarios;

/// <summary>A junction of four arms, for scenarios that need no more.</summary>
internal static class SingleJunction
{
    /// <summary>The junction.</summary>
    internal const string Centre = "c";

    /// <summary>The ends of its arms, in clockwise order.</summary>
    internal static readonly string[] Ends = ["n", "e", "s", "w"];

    /// <summary>Starts a draft with the junction and its arms.</summary>
    /// <param name="armM">Length of the arms in metres.</param>
    /// <param name="northSouth">Street from north to south.</param>
    /// <param name="eastWest">Street from east to west.</param>
    internal static ScenarioDraft Start(int armM, StreetProfile northSouth, StreetProfile eastWest)
    {
        ScenarioDraft draft = new();
        draft.AddNode(Centre, 0, 0, isSignal: true);
        draft.AddNode("n", 0, armM, isSignal: false);
        draft.AddNode("e", armM, 0, isSignal: false);
        draft.AddNode("s", 0, -armM, isSignal: false);
        draft.AddNode("w", -armM, 0, isSignal: false);
        foreach (string end in Ends)
        {
            draft.AddStreet(end, Centre, end is "n" or "s" ? northSouth : eastWest);
        }

        return draft;
    }

    /// <summary>Adds the traffic of one arm.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="from">End of the arm.</param>
    /// <param name="perHour">Vehicles per hour where the profile is 1.</param>
    /// <param name="rightShare">Share that turns right.</param>
    /// <param name="leftShare">Share that turns left.</param>
    /// <param name="profile">Factors for equal parts of the window.</param>
    internal static void AddArm(
        ScenarioDraft draft, string from, double perHour, double rightShare, double leftShare,
        IReadOnlyList<double> profile)
    {
        foreach (string to in Ends.Where(to => to != from))
        {
            double share = draft.Side(from, Centre, to) switch
            {
                TurnSide.Right => rightShare,
                TurnSide.Left => leftShare,
                _ => 1 - rightShare - leftShare,
            };
            draft.AddVehicles(
                ScenarioDraft.Road(from, Centre), ScenarioDraft.Road(Centre, to), "", perHour * share, profile);
        }
    }
}
