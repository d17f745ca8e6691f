using System.Text.Json;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class DemoCommandTests
{
    [Test]
    public async Task Demo_OneMinute_NoViolationsAndJson()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("demo.json");

        CommandLine result = await CommandLine.RunAsync("demo", "--minutes", "1", "--json", file);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement[] strategies = [.. json.RootElement.GetProperty("strategies").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
            Assert.That(result.Output, Does.Contain("Safety violations: 0.").And.Contain("max-pressure").And.Not.Contain("\u001b"));
            Assert.That(
                strategies.Select(strategy => strategy.GetProperty("strategy").GetString()),
                Is.EqualTo(new[] { "fixed", "actuated", "coordinated", "max-pressure", "adaptive" }));
            Assert.That(strategies.Select(strategy => strategy.GetProperty("throughput_vph").GetDouble()), Is.All.Positive);
            Assert.That(strategies.Select(strategy => strategy.GetProperty("safety_violations").GetInt32()), Is.All.Zero);
            Assert.That(
                strategies.Select(strategy => strategy.GetProperty("vehicles").GetProperty("demanded").GetInt64()).Distinct().ToArray(),
                Has.Length.EqualTo(1), "all strategies see the same demand");
            Assert.That(strategies[0].GetProperty("junctions").GetArrayLength(), Is.GreaterThanOrEqualTo(6));
        });
    }

    [TestCase("max-pressure")]
    [TestCase("adaptive")]
    public async Task Demo_SameSeedTwice_SameResults(string strategy)
    {
        string[] args = ["demo", "--minutes", "3", "--strategies", strategy, "--seed", "7", "--json", "-"];

        double[] delays = [await DelayAsync(args), await DelayAsync(args)];

        Assert.That(delays[0], Is.Positive.And.EqualTo(delays[1]));
    }

    private static async Task<double> DelayAsync(string[] args)
    {
        CommandLine result = await CommandLine.RunAsync(args);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        return json.RootElement.GetProperty("strategies")[0].GetProperty("delay_s").GetDouble();
    }
}
