using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Fleets;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Cli.Commands;

/// <summary>What <c>trafficctl demo --json</c> writes.</summary>
/// <param name="Minutes">Simulated minutes.</param>
/// <param name="Seed">Seed of the traffic.</param>
/// <param name="WallS">Wall time of the whole demo, seconds.</param>
/// <param name="Strategies">Results in the order asked for.</param>
internal sealed record DemoReport(int Minutes, int Seed, double WallS, IReadOnlyList<DemoReport.StrategyResult> Strategies)
{
    /// <summary>Puts the results together.</summary>
    /// <param name="runs">Runs that have a result.</param>
    /// <param name="minutes">Simulated minutes.</param>
    /// <param name="seed">Seed of the traffic.</param>
    /// <param name="wallS">Wall time of the whole demo, seconds.</param>
    public static DemoReport Of(IReadOnlyList<StrategyRun> runs, int minutes, int seed, double wallS)
    {
        double? reference = runs.FirstOrDefault(run => run.Strategy == DemoTable.Reference)?.Result!.Traffic.MeanDelayS;
        return new DemoReport(minutes, seed, Math.Round(wallS, 2), [.. runs.Select(run => Of(run, reference))]);
    }

    private static StrategyResult Of(StrategyRun run, double? referenceDelayS)
    {
        TrafficMeasures traffic = run.Result!.Traffic;
        return new StrategyResult(
            run.Strategy, Round(traffic.MeanDelayS), DemoTable.ChangePercent(traffic.MeanDelayS, referenceDelayS),
            Round(traffic.StopsPerVehicle), Round(traffic.MeanQueueVehicles), traffic.MaxQueueVehicles,
            Round(traffic.ThroughputVph), Round(traffic.MeanPedestrianWaitS),
            new Vehicles(traffic.Demanded, traffic.Inserted, traffic.Finished, traffic.Running, traffic.Waiting),
            run.Result.SafetyViolations, Round(run.WallS),
            [.. traffic.Junctions.Select(junction => new JunctionResult(
                junction.Id, Round(junction.MeanQueueVehicles), junction.MaxQueueVehicles, junction.Discharged))]);
    }

    private static double Round(double value) => Math.Round(value, 3);

    /// <summary>One strategy.</summary>
    internal sealed record StrategyResult(
        string Strategy, double DelayS, double? DelayChangePercent, double StopsPerVehicle, double MeanQueueVehicles,
        int MaxQueueVehicles, double ThroughputVph, double PedestrianWaitS, Vehicles Vehicles, int SafetyViolations,
        double WallS, IReadOnlyList<JunctionResult> Junctions);

    /// <summary>Numbers of vehicles.</summary>
    internal sealed record Vehicles(long Demanded, long Inserted, long Finished, long Running, long Waiting);

    /// <summary>One junction.</summary>
    internal sealed record JunctionResult(string Id, double MeanQueueVehicles, int MaxQueueVehicles, long Discharged);
}
