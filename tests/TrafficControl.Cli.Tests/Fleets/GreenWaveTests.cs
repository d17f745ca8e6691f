using TrafficControl.Cli.Fleets;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Corridor;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Cli.Tests.Fleets;

/// <summary>Six junctions that know of each other only what neighbours tell.</summary>
[TestFixture]
public sealed class GreenWaveTests
{
    private const int DurationMs = 900_000;
    private const int Seeds = 3;
    private const double StopBarM = 1;
    private const double CountingM = 2;

    private static readonly string[] Arterial = ["eb1", "eb2", "wb1", "wb2"];

    /// <summary>
    /// Goal: a green wave nobody has planned. Method: the adaptive plan on the same traffic, through the real link, with and
    /// without forecasts from neighbours upstream; stops on the arterial per stop line passed, where a neighbour is upstream, and
    /// the delay of everybody. The stop bars count, so that neighbours know whom they send; once with advance loops, and once without, where nobody but the
    /// neighbour tells who comes.
    /// </summary>
    [TestCase(true, 1.02, 0.995, Description = "who comes is seen anyway: the wave is there, forecasts make it cheaper")]
    [TestCase(false, 0.9, 0.97)]
    [CancelAfter(400_000)]
    public async Task Corridor_NeighboursTellWhomTheySend_TheArterialFlowsBetter(
        bool hasAdvanceLoops, double mostStops, double mostDelay, CancellationToken cancellation)
    {
        (double Stops, double DelayS) with = default;
        (double Stops, double DelayS) without = default;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            TrafficNetwork network = Corridor(hasAdvanceLoops);
            with = Add(with, await RunAsync(network, seed, exchanges: true, cancellation));
            without = Add(without, await RunAsync(network, seed, exchanges: false, cancellation));
        }

        Assert.That(with.Stops, Is.LessThan(mostStops * without.Stops));
        Assert.That(with.DelayS, Is.LessThan(mostDelay * without.DelayS));
    }

    private static TrafficNetwork Corridor(bool hasAdvanceLoops)
    {
        TrafficNetwork network = new CorridorScenario("adaptive").Network;
        Intersection[] junctions = [.. network.Junctions.Select(junction => Intersection.Create(junction.Definition with
        {
            Detectors =
            [
                .. junction.Definition.Detectors
                    .Where(detector => hasAdvanceLoops || detector.DistanceM <= StopBarM)
                    .Select(detector => detector.Lane.Length > 0 && detector.DistanceM <= StopBarM
                        ? detector with { LengthM = CountingM }
                        : detector),
            ],
        }))];
        return new TrafficNetwork(junctions, network.Entries, network.Pockets, network.Pedestrians);
    }

    private static (double Stops, double DelayS) Add((double Stops, double DelayS) a, (double Stops, double DelayS) b) =>
        (a.Stops + b.Stops, a.DelayS + b.DelayS);

    private static async Task<(double Stops, double DelayS)> RunAsync(
        TrafficNetwork network, ulong seed, bool exchanges, CancellationToken cancellation)
    {
        EngineFleet fleet = await EngineFleet.StartAsync(network.Junctions, cancellation, exchanges);
        await using (fleet)
        {
            fleet.StartUp(CorridorScenario.StartMs);
            CorridorRun run = new(network, fleet.Seats, seed, CorridorScenario.StartMs);
            CorridorResult result = await run.RunAsync(DurationMs, CorridorRun.DefaultStepMs, null, cancellation);
            Assert.That(result.SafetyViolations, Is.Zero);
            double stops = PerStopLine(network, run);
            TestContext.Out.WriteLine(
                $"seed {seed}, exchange {exchanges}: {stops:0.000} per stop line, {result.Traffic.MeanDelayS:0.00} s, "
                + $"{result.Traffic.StopsPerVehicle:0.000} stops/vehicle");
            return (stops, result.Traffic.MeanDelayS);
        }
    }

    private static double PerStopLine(TrafficNetwork network, CorridorRun run)
    {
        long stops = 0;
        long crossings = 0;
        int last = network.Junctions.Length - 1;
        for (int j = 0; j <= last; j++)
        {
            foreach (Lane lane in network.Junctions[j].Lanes)
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
