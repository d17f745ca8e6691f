using System.Globalization;
using System.Text;

namespace TrafficControl.Core.Model.Validation;

/// <summary>What a file may call things, and which known name an unknown one was probably meant to be.</summary>
internal static class Names
{
    /// <summary>
    /// Longest name that is compared with others; the comparison grows with the product of the lengths.
    /// </summary>
    private const int MaxComparedLength = 256;

    /// <summary>
    /// True for a character that can be seen: no space, control, format or unassigned character, no half surrogate.
    /// </summary>
    /// <param name="rune">The character.</param>
    internal static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune != Rune.ReplacementChar;

    /// <summary>True when every character of an identifier can be seen.</summary>
    /// <param name="id">The identifier.</param>
    internal static bool IsPrintable(string id)
    {
        foreach (Rune rune in id.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a text for people holds nothing but printable characters and spaces.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsPlainText(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsPrintable(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpaceSeparator)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// "; did you mean 'x'?" with the known name nearest to an unknown one, or else the list of what is known. Ends the
    /// sentence.
    /// </summary>
    /// <param name="unknown">The unknown name.</param>
    /// <param name="known">The known names.</param>
    internal static string Suggest(string unknown, IEnumerable<string> known)
    {
        string? nearest = null;
        int least = int.MaxValue;
        List<string> all = [];
        foreach (string name in known)
        {
            all.Add(name);
            int distance = Distance(unknown, name);
            if (distance < least)
            {
                least = distance;
                nearest = name;
            }
        }

        if (nearest is not null && least <= Math.Max(1, Math.Max(unknown.Length, nearest.Length) / 2))
        {
            return $"; did you mean {JsonPath.Quote(nearest)}?";
        }

        return all.Count switch
        {
            0 => "; there are none.",
            <= 32 => $"; known are {string.Join(", ", all.ConvertAll(JsonPath.Quote))}.",
            _ => ".",
        };
    }

    /// <summary>Edits that turn one name into the other (Levenshtein), upper and lower case taken as equal.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > MaxComparedLength || b.Length > MaxComparedLength)
        {
            return int.MaxValue;
        }

        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                bool equal = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                current[j] = Math.Min(
                    Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (equal ? 0 : 1));
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
