using TrafficControl.Benchmarks.Gate;

namespace TrafficControl.Benchmarks.Tests.Gate;

[TestFixture]
public sealed class OperationBudgetTests
{
    [TestCase(0, 2.0, 0, 2.0, "Within")]
    [TestCase(0, 2.0, 0, 2.01, "Slow")]
    [TestCase(0, 2.0, 0.001, 1.0, "Allocates")]
    [TestCase(0, 2.0, 24, 20.0, "AllocatesAndSlow")]
    [TestCase(520, 2.0, 520, 0.1, "Within")]
    [TestCase(520, 2.0, 521, 0.1, "Allocates")]
    public void Judge_GivenNumbers_ComparesBoth(
        double allowedBytes, double maxRatio, double bytes, double ratio, string verdict)
    {
        OperationBudget budget = new()
        {
            Benchmark = "A.B",
            Reference = "C.D",
            AllocatedBytes = allowedBytes,
            MaxRatio = maxRatio,
        };

        Assert.That(
            budget.Judge(new Measurement(1, ratio, bytes)), Is.EqualTo(Enum.Parse<GateVerdict>(verdict)));
    }
}
