namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// One junction whose demand climbs from half of what the shipped program can serve to a fifth more than that, and
/// falls again. What does not fit on the arms waits to enter; the queue clears after the window.
/// </summary>
internal static class RampScenario
{
    // What 37 s of every 104 s serve on two lanes at 1 700 vehicles per hour of green, and 9 s in the pocket.
    private const double CapacityPerHour = 1_350;
    private const double RightShare = 0.10;
    private const double LeftShare = 0.12;
    private static readonly double[] Ramp = [0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.2, 1.2, 1.0, 0.7, 0.5, 0.4];

    internal static ScenarioDraft Draft()
    {
        StreetProfile street = new(2) { LaneTurns = ["rs", "s", "l"], PocketM = 90 };
        ScenarioDraft draft = SingleJunction.Start(900, street, street);
        draft.Greens.Add(SingleJunction.Centre, new GreenTimes(37, 9, 35, 9, 0));
        draft.AddCarsAndTrucks();
        foreach (string end in SingleJunction.Ends)
        {
            SingleJunction.AddArm(draft, end, CapacityPerHour, RightShare, LeftShare, Ramp);
        }

        return draft;
    }
}
