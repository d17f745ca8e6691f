using System.Globalization;
using System.Xml.Linq;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// Gives the programs of a new net the greens an engineer would: netconvert finds good stages, but shares the cycle
/// equally among them whatever the demand.
/// </summary>
internal static class ShippedProgram
{
    /// <summary>Sets greens and offsets in a net.</summary>
    /// <param name="net">Root of the net file.</param>
    /// <param name="draft">The scenario.</param>
    internal static void Retime(XElement net, ScenarioDraft draft)
    {
        foreach (XElement program in net.Elements("tlLogic"))
        {
            if (!draft.Greens.TryGetValue(program.Attribute("id")!.Value, out GreenTimes greens))
            {
                continue;
            }

            XElement[] links = [.. net.Elements("connection")
                .Where(link => link.Attribute("tl")?.Value == program.Attribute("id")!.Value)
                .OrderBy(link => int.Parse(link.Attribute("linkIndex")!.Value, CultureInfo.InvariantCulture))];
            program.SetAttributeValue("offset", greens.OffsetS);
            foreach (XElement phase in program.Elements("phase"))
            {
                if (GreenOf(phase.Attribute("state")!.Value, links, draft, greens) is { } seconds)
                {
                    phase.SetAttributeValue("duration", seconds);
                }
            }
        }
    }

    /// <summary>Green of a state by whom it gives way to; null when it is a change.</summary>
    private static int? GreenOf(string state, XElement[] links, ScenarioDraft draft, GreenTimes greens)
    {
        if (state.Contains('y', StringComparison.Ordinal) || !state.Contains('G', StringComparison.Ordinal))
        {
            return null;
        }

        XElement[] green = [.. links.Where((_, index) => state[index] == 'G')];
        bool isEastWest = draft.IsEastWest(green[0].Attribute("from")!.Value);
        bool isLeft = Array.TrueForAll(green, link => link.Attribute("dir")!.Value is "l" or "L");
        return (isEastWest, isLeft) switch
        {
            (true, false) => greens.EastWestS,
            (true, true) => greens.EastWestLeftS,
            (false, false) => greens.NorthSouthS,
            _ => greens.NorthSouthLeftS,
        };
    }
}
