using TrafficControl.Simulation.Evaluation.Statistics;

namespace TrafficControl.Simulation.Tests.Evaluation.Statistics;

[TestFixture]
public sealed class StatisticsTests
{
    // Hours of sleep gained by ten patients under two drugs: Student, "The probable error of a mean", Biometrika 6
    // (1908).
    private static readonly double[] FirstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] SecondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    // Depression before and after a tranquilliser: Hollander and Wolfe, "Nonparametric Statistical Methods" (1973), p.
    // 29.
    private static readonly double[] Before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
    private static readonly double[] After = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

    [Test]
    public void HalfWidth95_OneToFive_IsTwoPointSevenSevenStandardErrors()
    {
        // s = sqrt(2.5), n = 5: 2.776445 * sqrt(2.5 / 5).
        Assert.That(StudentInterval.HalfWidth95([3, 1, 5, 2, 4]), Is.EqualTo(1.963243).Within(1e-6));
    }

    [Test]
    public void HalfWidth95_OneValue_IsNotKnown() => Assert.That(StudentInterval.HalfWidth95([7]), Is.Null);

    [Test]
    public void Of_StudentsSleepData_GivesStudentsResult()
    {
        PairedTest test = PairedTest.Of(SecondDrug, FirstDrug);

        Assert.Multiple(() =>
        {
            Assert.That(test.MeanDifference, Is.EqualTo(1.58).Within(1e-9));
            Assert.That(test.TTestP, Is.EqualTo(0.002833).Within(1e-6), "t = 4.0621 with 9 degrees of freedom");
            Assert.That(test.HalfWidth95, Is.EqualTo(0.879877).Within(1e-5), "0.70 to 2.46");
            Assert.That(test.SignedRankP, Is.EqualTo(2 / 512.0).Within(1e-12), "nine of nine that differ, all one way");
        });
    }

    [Test]
    public void Of_SidesExchanged_ChangesOnlyTheSign()
    {
        PairedTest one = PairedTest.Of(SecondDrug, FirstDrug);

        Assert.That(
            PairedTest.Of(FirstDrug, SecondDrug) with { MeanDifference = one.MeanDifference }, Is.EqualTo(one));
        Assert.That(PairedTest.Of(FirstDrug, SecondDrug).MeanDifference, Is.EqualTo(-one.MeanDifference));
    }

    [Test]
    public void PValue_HollanderAndWolfe_GivesTheTablesValue() => Assert.That(
        SignedRankTest.PValue([.. Before.Zip(After, (before, after) => before - after)]),
        Is.EqualTo(2 * 0.01953125).Within(1e-12), "rank sum 40 of 45");

    [Test]
    public void PValue_Ties_ShareTheirMeanRank()
    {
        // Ranks 1.5, 1.5, 3: of the eight choices of signs only the empty sum is below 1.5, and two give 1.5.
        Assert.That(SignedRankTest.PValue([1, -1, 2]), Is.EqualTo(2 * 3 / 8.0).Within(1e-12));
    }

    [Test]
    public void PValue_ManyPairs_UsesTheNormalApproximation()
    {
        double[] differences = [.. Enumerable.Range(1, 60).Select(i => i % 3 == 0 ? -(double)i : i)];

        // Rank sum 630, mean 915, variance 18452.5: z = -2.094376 with the correction for continuity.
        Assert.That(SignedRankTest.PValue(differences), Is.EqualTo(0.0362265).Within(1e-6));
    }

    [Test]
    public void Of_NoDifference_IsNoEvidence()
    {
        PairedTest test = PairedTest.Of([1, 2, 3], [1, 2, 3]);

        Assert.That((test.MeanDifference, test.TTestP, test.SignedRankP), Is.EqualTo((0.0, 1.0, 1.0)));
    }

    [Test]
    public void Of_OnePair_HasADifferenceAndNoMore()
    {
        PairedTest test = PairedTest.Of([3], [1]);

        Assert.That(test, Is.EqualTo(new PairedTest(2, null, null, null)));
    }

    [Test]
    public void Of_SamplesOfDifferentLength_AreRefused() =>
        Assert.That(() => PairedTest.Of([1, 2], [1]), Throws.ArgumentException);
}
