using System.Text;

namespace TrafficControl.Cli.Boards;

/// <summary>Signal groups as text: colours for boards, words for lines.</summary>
internal static class SignalText
{
    /// <summary>The groups side by side, each on the colour it shows.</summary>
    /// <param name="groups">Identifiers by index.</param>
    /// <param name="masks">What they show.</param>
    public static string Markup(IReadOnlyList<string> groups, SignalMasks masks)
    {
        StringBuilder text = new();
        for (int i = 0; i < groups.Count; i++)
        {
            string style = masks.Of(i) switch
            {
                GroupColour.Green => "black on green3",
                GroupColour.Walk => "black on aqua",
                GroupColour.Yellow => "black on yellow3",
                GroupColour.PedClearance => "black on lightskyblue3",
                GroupColour.Dark => "black on yellow4",
                _ => "grey54 on grey15",
            };
            text.Append('[').Append(style).Append("] ").Append(Spectre.Console.Markup.Escape(groups[i])).Append(" [/] ");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>
    /// The groups with right of way, then those that give it up, as <c>green 2,6 yellow 1</c>; <c>red</c> when there
    /// are none.
    /// </summary>
    /// <param name="groups">Identifiers by index.</param>
    /// <param name="masks">What they show.</param>
    public static string Words(IReadOnlyList<string> groups, SignalMasks masks)
    {
        StringBuilder text = new();
        Append(text, "green", groups, masks.Green);
        Append(text, "walk", groups, masks.Walk);
        Append(text, "yellow", groups, masks.Yellow);
        Append(text, "ped-clearance", groups, masks.PedClearance);
        return masks.IsFlash ? "flash" : text.Length == 0 ? "red" : text.ToString();
    }

    /// <summary>Identifiers of a mask, separated by commas.</summary>
    /// <param name="groups">Identifiers by index.</param>
    /// <param name="mask">The mask; bits beyond the groups are ignored.</param>
    public static string Ids(IReadOnlyList<string> groups, ulong mask) =>
        string.Join(',', groups.Where((_, i) => i < 64 && (mask >> i & 1) != 0));

    private static void Append(StringBuilder text, string word, IReadOnlyList<string> groups, ulong mask)
    {
        if (mask != 0)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(word).Append(' ').Append(Ids(groups, mask));
        }
    }
}
