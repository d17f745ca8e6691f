using MathNet.Numerics.Distributions;

namespace TrafficControl.Simulation.Evaluation.Statistics;

/// <summary>
/// Wilcoxon's signed-rank test for paired samples, two-sided (Wilcoxon, "Individual Comparisons by Ranking Methods",
/// Biometrics Bulletin 1, 1945). Differences of zero are left out, equal ones share their mean rank.
/// </summary>
internal static class SignedRankTest
{
    // The exact distribution has n (n + 1) steps; beyond this the approximation errs by less than a printed digit.
    private const int MostExact = 50;

    /// <summary>
    /// Probability of rank sums at least as unequal as these if neither side were better; 1 when there is no
    /// difference.
    /// </summary>
    /// <param name="differences">One difference per pair.</param>
    internal static double PValue(IReadOnlyList<double> differences)
    {
        double[] sorted = [.. differences.Where(value => value != 0).OrderBy(Math.Abs)];
        if (sorted.Length == 0)
        {
            return 1;
        }

        // Ranks are doubled, so that the mean of an even number of ties is whole.
        int[] ranks = new int[sorted.Length];
        double tieTerm = 0;
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && Math.Abs(sorted[end]) == Math.Abs(sorted[first]))
            {
                end++;
            }

            Array.Fill(ranks, first + end + 1, first, end - first);
            double ties = end - first;
            tieTerm += (ties * ties * ties) - ties;
            first = end;
        }

        int positive = 0;
        int total = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            total += ranks[i];
            positive += sorted[i] > 0 ? ranks[i] : 0;
        }

        int lesser = Math.Min(positive, total - positive);
        return ranks.Length <= MostExact
            ? Exact(ranks, lesser, total)
            : Approximate(ranks.Length, lesser / 2.0, tieTerm);
    }

    /// <summary>Counts, over all 2^n signs, how often the positive ranks add up to no more than seen.</summary>
    private static double Exact(int[] ranks, int lesser, int total)
    {
        double[] probability = new double[total + 1];
        probability[0] = 1;
        int reached = 0;
        foreach (int rank in ranks)
        {
            for (int sum = reached; sum >= 0; sum--)
            {
                probability[sum] /= 2;
                probability[sum + rank] += probability[sum];
            }

            reached += rank;
        }

        double tail = 0;
        for (int sum = 0; sum <= lesser; sum++)
        {
            tail += probability[sum];
        }

        return Math.Min(1, 2 * tail);
    }

    // Mean and variance of the rank sum with the corrections for ties and continuity, as in Hollander, Wolfe and
    // Chicken, "Nonparametric Statistical Methods", 3rd edition, section 3.1.
    private static double Approximate(int count, double lesser, double tieTerm)
    {
        double n = count;
        double mean = n * (n + 1) / 4;
        double variance = (n * (n + 1) * ((2 * n) + 1) / 24) - (tieTerm / 48);
        double z = Math.Min(0, (lesser - mean + 0.5) / Math.Sqrt(variance));
        return Math.Min(1, 2 * Normal.CDF(0, 1, z));
    }
}
