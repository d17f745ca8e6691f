using MathNet.Numerics.LinearAlgebra;

namespace TrafficControl.Optimization.Calibration;

/// <summary>
/// Turning shares from counts in and out: the shares are a random walk, a count of an exit is the sum of the entries' counts
/// times their shares, and the shares of an entry add up to one (Cremer and Keller, 1987; Nihan and Davis, 1987). Kalman
/// filter; the sum is an observation without noise, bounds are kept by clipping what is read.
/// </summary>
internal sealed class TurningShareFilter
{
    /// <summary>Drift of a share from period to period, standard deviation.</summary>
    private const double Drift = 0.005;

    private const double PriorDeviation = 0.3;
    private const double SumVariance = 1e-8;
    private readonly Matrix<double> _drift;
    private readonly IReadOnlyList<int[]> _entries;
    private Vector<double> _shares;
    private Matrix<double> _covariance;

    /// <summary>Creates a filter.</summary>
    /// <param name="shares">Shares to start from.</param>
    /// <param name="entries">For each entry, the positions of its shares; they add up to one.</param>
    internal TurningShareFilter(IReadOnlyList<double> shares, IReadOnlyList<int[]> entries)
    {
        _entries = entries;
        _shares = Vector<double>.Build.DenseOfEnumerable(shares);
        _covariance = Matrix<double>.Build.DenseIdentity(shares.Count) * (PriorDeviation * PriorDeviation);
        _drift = Matrix<double>.Build.DenseIdentity(shares.Count) * (Drift * Drift);
        HoldSums();
    }

    /// <summary>A share, within 0 and 1.</summary>
    internal double Share(int position) => Math.Clamp(_shares[position], 0, 1);

    /// <summary>Standard deviation of a share.</summary>
    internal double Deviation(int position) => Math.Sqrt(Math.Max(0, _covariance[position, position]));

    /// <summary>Lets a period pass.</summary>
    internal void Predict() => _covariance += _drift;

    /// <summary>Takes the count of one exit in a period.</summary>
    /// <param name="entering">Vehicles of the entry of each share in the period; 0 for shares of other exits.</param>
    /// <param name="leaving">Vehicles counted at the exit, less those from entries without a choice.</param>
    /// <param name="countVariance">Variance of the count itself: vehicles on their way at the ends of the period.</param>
    internal void Observe(IReadOnlyList<double> entering, double leaving, double countVariance)
    {
        double choice = 0;
        for (int i = 0; i < entering.Count; i++)
        {
            // Each vehicle chooses by itself: a binomial count.
            choice += entering[i] * Math.Max(0.05, Share(i) * (1 - Share(i)));
        }

        Update(Vector<double>.Build.DenseOfEnumerable(entering), leaving, choice + countVariance);
        HoldSums();
    }

    private void HoldSums()
    {
        foreach (int[] entry in _entries)
        {
            Vector<double> ones = Vector<double>.Build.Dense(_shares.Count);
            foreach (int position in entry)
            {
                ones[position] = 1;
            }

            Update(ones, 1, SumVariance);
        }
    }

    private void Update(Vector<double> row, double observed, double variance)
    {
        Vector<double> spread = _covariance * row;
        double total = row.DotProduct(spread) + variance;
        if (total < 1e-12)
        {
            return;
        }

        Vector<double> gain = spread / total;
        _shares += gain * (observed - row.DotProduct(_shares));

        // Joseph's form keeps the covariance symmetric and positive.
        Matrix<double> kept = Matrix<double>.Build.DenseIdentity(_shares.Count) - gain.OuterProduct(row);
        _covariance = (kept * _covariance * kept.Transpose()) + (variance * gain.OuterProduct(gain));
    }
}
