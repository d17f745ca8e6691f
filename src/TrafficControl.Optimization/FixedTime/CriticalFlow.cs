namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// The critical flow ratio Y of a sequence of stages: the least sum of stage shares that gives every stream its flow ratio
/// over the stages it is green in. For stages one after the other this is the sum of the critical flow ratios; with
/// streams that are green in several stages it is the critical path of HCM 7 chapter 19, here as the linear programme
/// that it is, solved in its dual by the simplex method with Bland's rule.
/// </summary>
internal static class CriticalFlow
{
    private const double Epsilon = 1e-9;
    private const int MaxPivots = 1_000;

    /// <summary>Solves min sum u subject to sum over a stream's stages of u at least its flow ratio.</summary>
    /// <param name="flowRatios">Flow ratio of each stream, y.</param>
    /// <param name="served">For each stream, a mask of the splits it is green in.</param>
    /// <param name="splits">Number of splits.</param>
    /// <returns>Share u of each split, their sum Y, and which streams are critical.</returns>
    internal static (double[] Shares, double FlowRatio, bool[] IsCritical) Solve(
        double[] flowRatios, ulong[] served, int splits)
    {
        int streams = flowRatios.Length;
        int columns = streams + splits + 1;

        // The dual, max y w subject to the w of each split at most 1, starts from its slack variables.
        double[,] table = new double[splits + 1, columns];
        int[] basis = new int[splits];
        for (int row = 0; row < splits; row++)
        {
            for (int stream = 0; stream < streams; stream++)
            {
                table[row, stream] = (served[stream] >> row) & 1;
            }

            table[row, streams + row] = 1;
            table[row, columns - 1] = 1;
            basis[row] = streams + row;
        }

        for (int stream = 0; stream < streams; stream++)
        {
            // A stream that no split serves has no bound; it is for the caller to refuse.
            table[splits, stream] = served[stream] == 0 ? 0 : -flowRatios[stream];
        }

        for (int pivot = 0; pivot < MaxPivots && Pivot(table, basis, splits, columns); pivot++)
        {
        }

        double[] shares = new double[splits];
        for (int split = 0; split < splits; split++)
        {
            shares[split] = Math.Max(0, table[splits, streams + split]);
        }

        bool[] isCritical = new bool[streams];
        for (int row = 0; row < splits; row++)
        {
            if (basis[row] < streams && table[row, columns - 1] > Epsilon)
            {
                isCritical[basis[row]] = true;
            }
        }

        return (shares, shares.Sum(), isCritical);
    }

    private static bool Pivot(double[,] table, int[] basis, int rows, int columns)
    {
        int enter = 0;
        while (enter < columns - 1 && table[rows, enter] > -Epsilon)
        {
            enter++;
        }

        int leave = -1;
        for (int row = 0; row < rows && enter < columns - 1; row++)
        {
            if (table[row, enter] > Epsilon && (leave < 0 || IsBefore(table, basis, row, leave, enter, columns - 1)))
            {
                leave = row;
            }
        }

        if (leave < 0)
        {
            return false;
        }

        double divisor = table[leave, enter];
        for (int column = 0; column < columns; column++)
        {
            table[leave, column] /= divisor;
        }

        for (int row = 0; row <= rows; row++)
        {
            double factor = table[row, enter];
            for (int column = 0; row != leave && factor != 0 && column < columns; column++)
            {
                table[row, column] -= factor * table[leave, column];
            }
        }

        basis[leave] = enter;
        return true;
    }

    private static bool IsBefore(double[,] table, int[] basis, int row, int other, int enter, int bound)
    {
        double ratio = table[row, bound] / table[row, enter];
        double best = table[other, bound] / table[other, enter];
        return ratio < best - Epsilon || (ratio < best + Epsilon && basis[row] < basis[other]);
    }
}
