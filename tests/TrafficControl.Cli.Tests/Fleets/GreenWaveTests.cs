using TrafficControl.Cli.Fleets;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Corridor;

namespace TrafficControl.Cli.Tests.Fleets;

/// <summary>Six junctions that know of each other only what neighbours tell.</summary>
[TestFixture]
public sealed class GreenWaveTests
{
    private const int DurationMs = 900_000;
    private const int Seeds = 3;

    private static readonly string[] Arterial = ["eb1", "eb2", "wb1", "wb2"];

    /// <summary>
    /// Goal: a green wave nobody has planned. Method: the adaptive plan on the same traffic, through the real link, with and
    /// without forecasts from neighbours upstream; stops on the arterial per stop line passed, where a neighbour is upstream.
    /// </summary>
    [Test]
    [CancelAfter(400_000)]
    public async Task Corridor_NeighboursTellWhomTheySend_TheArterialStopsLess(CancellationToken cancellation)
    {
        double with = 0;
        double without = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            with += await ArterialStopsAsync(seed, exchanges: true, cancellation) / Seeds;
            without += await ArterialStopsAsync(seed, exchanges: false, cancellation) / Seeds;
        }

        TestContext.Out.WriteLine($"stops per stop line passed: {with:0.000} with forecasts, {without:0.000} without");
        Assert.That(with, Is.LessThan(0.97 * without));
    }

    private static async Task<double> ArterialStopsAsync(ulong seed, bool exchanges, CancellationToken cancellation)
    {
        CorridorScenario scenario = new("adaptive");
        EngineFleet fleet = await EngineFleet.StartAsync(scenario.Network.Junctions, cancellation, exchanges);
        await using (fleet)
        {
            fleet.StartUp(CorridorScenario.StartMs);
            CorridorRun run = new(scenario.Network, fleet.Seats, seed, CorridorScenario.StartMs);
            CorridorResult result = await run.RunAsync(DurationMs, CorridorRun.DefaultStepMs, null, cancellation);
            Assert.That(result.SafetyViolations, Is.Zero);
            double stops = PerStopLine(scenario, run);
            TestContext.Out.WriteLine(
                $"seed {seed}, exchange {exchanges}: {stops:0.000} per stop line, {result.Traffic.MeanDelayS:0.00} s, "
                + $"{result.Traffic.StopsPerVehicle:0.000} stops/vehicle");
            return stops;
        }
    }

    private static double PerStopLine(CorridorScenario scenario, CorridorRun run)
    {
        long stops = 0;
        long crossings = 0;
        int last = scenario.Network.Junctions.Length - 1;
        for (int j = 0; j <= last; j++)
        {
            foreach (Lane lane in scenario.Network.Junctions[j].Lanes)
            {
                bool isFed = lane.Definition.Approach == "west" ? j > 0 : j < last;
                if (isFed && Arterial.Contains(lane.Definition.Id))
                {
                    stops += run.Traffic.Stops(j, lane.Index);
                    crossings += lane.Movements.Sum(movement => run.Traffic.Crossings(j, movement));
                }
            }
        }

        return (double)stops / crossings;
    }
}
