using BenchmarkDotNet.Running;
using TrafficControl.Benchmarks.Gate;

namespace TrafficControl.Benchmarks.Tests.Gate;

/// <summary>
/// Holds that the committed budgets are about benchmarks there are, and that our hot path may not allocate.
/// </summary>
[TestFixture]
public sealed class BudgetsInRepositoryTests
{
    private static readonly string[] AllocatingNothing =
    [
        "TickBenchmarks", "ReplanBenchmarks", "PlanBenchmarks", "EstimatorBenchmarks", "EventBenchmarks",
        "StateBenchmarks", "SafetyBenchmarks",
    ];

    private static IReadOnlyList<GateItem> Items => GateItem.Bind(
        BudgetsFile.Read(File.ReadAllText(Path.Combine(Root(), "benchmarks", "budgets.json"))),
        new BenchmarkCatalog(typeof(ReferenceBenchmarks).Assembly));

    [TestCaseSource(nameof(AllocatingNothing))]
    public void Budgets_OfTheHotPath_AllowNoByte(string type)
    {
        double[] bytes =
        [
            .. Items.Where(item => item.Operation.Descriptor.Type.Name == type)
                .Select(item => item.Budget.AllocatedBytes),
        ];

        Assert.That(bytes, Is.Not.Empty.And.All.Zero);
    }

    [Test]
    public void Budgets_ThatAllowBytes_SayWhy()
    {
        Assert.That(
            Items.Where(item => item.Budget.AllocatedBytes > 0).Select(item => item.Budget.Note), Has.All.Not.Empty);
    }

    [Test]
    public void Name_OfABenchmark_HasItsParameters()
    {
        BenchmarkCase tick = Items[0].Operation;

        Assert.That(BenchmarkCatalog.Name(tick), Is.EqualTo("TickBenchmarks.Tick(Plan: fixed, Lanes: 24)"));
    }

    private static string Root()
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TrafficControl.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }
}
