using System.Globalization;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Commands;

/// <summary>Reads lists of seeds such as <c>1-10,42</c>.</summary>
internal static class SeedList
{
    /// <summary>Most seeds of one evaluation: a typing error should not start a year of runs.</summary>
    public const int MaxSeeds = 10_000;

    /// <summary>Reads the words of a list, in their order.</summary>
    /// <param name="words">Numbers and ranges, both ends included.</param>
    /// <exception cref="CliException">A word is neither, a range runs backwards, or a seed is named twice.</exception>
    public static int[] Parse(IReadOnlyList<string> words)
    {
        List<int> seeds = [];
        HashSet<int> known = [];
        foreach (string word in words)
        {
            (int first, int last) = ParseWord(word);
            if ((long)last - first + seeds.Count >= MaxSeeds)
            {
                throw CliException.WrongInput($"--seeds names more than {MaxSeeds} seeds; name fewer.");
            }

            for (int i = 0; i <= last - first; i++)
            {
                if (!known.Add(first + i))
                {
                    throw CliException.WrongInput($"--seeds names {first + i} twice; name it once.");
                }

                seeds.Add(first + i);
            }
        }

        return [.. seeds];
    }

    private static (int First, int Last) ParseWord(string word)
    {
        string[] ends = word.Split('-');
        if (ends.Length is 1 or 2 && TryParse(ends[0], out int first) && TryParse(ends[^1], out int last))
        {
            return last >= first
                ? (first, last)
                : throw CliException.WrongInput($"--seeds holds '{word}'; give the lower end of a range first.");
        }

        throw CliException.WrongInput(
            $"--seeds holds '{word}'; give whole numbers from 0 to {int.MaxValue}, or ranges such as 1-10.");
    }

    private static bool TryParse(string text, out int seed) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
