using System.Xml.Linq;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// One junction on a dyke road of a city that rides: four vehicles in five are motorcycles, which fill the lanes side
/// by side and between the cars. Needs SUMO's sublane model, so loops carry several vehicles at once.
/// </summary>
internal static class MotorcycleScenario
{
    private const double MainPerHour = 2_200;
    private const double CrossPerHour = 1_100;
    private const double RightShare = 0.12;
    private const double LeftShare = 0.10;
    private static readonly double[] Peak = [0.85, 1.0, 1.0, 0.85];

    internal static ScenarioDraft Draft()
    {
        StreetProfile main = new(3) { LaneTurns = ["rs", "s", "sl"], LaneWidthM = 3.5, SpeedMps = 13.89 };
        StreetProfile cross = new(2) { LaneTurns = ["rs", "sl"], LaneWidthM = 3.5, SpeedMps = 11.11 };
        ScenarioDraft draft = SingleJunction.Start(500, cross, main);
        draft.Greens.Add(SingleJunction.Centre, new GreenTimes(42, 0, 30, 0, 0));

        // Resolution of a motorcycle's width. Riders squeeze past somebody who stands in the junction; without that two of
        // them who block each other there would lock it for good, whatever the signals do.
        draft.SumoOptions.Add(("processing", "lateral-resolution", "0.8"));
        draft.SumoOptions.Add(("processing", "ignore-junction-blocker", "5"));
        draft.AddTraffic(
            new XElement(
                "vType",
                new XAttribute("id", "motorcycle"),
                new XAttribute("vClass", "motorcycle"),
                new XAttribute("probability", 0.80),
                new XAttribute("length", 1.9),
                new XAttribute("width", 0.75),
                new XAttribute("minGap", 0.8),
                new XAttribute("minGapLat", 0.3),
                new XAttribute("latAlignment", "arbitrary"),
                new XAttribute("maxSpeed", 16.7),
                new XAttribute("speedDev", 0.15)),
            ScenarioDraft.VehicleType("car", "passenger", 0.18),
            ScenarioDraft.VehicleType("bus", "bus", 0.02));
        foreach (string end in SingleJunction.Ends)
        {
            double perHour = end is "e" or "w" ? MainPerHour : CrossPerHour;
            SingleJunction.AddArm(draft, end, perHour, RightShare, LeftShare, Peak);
        }

        return draft;
    }
}
