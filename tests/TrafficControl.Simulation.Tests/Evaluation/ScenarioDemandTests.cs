using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Tests.Sumo;

namespace TrafficControl.Simulation.Tests.Evaluation;

[TestFixture]
public sealed class ScenarioDemandTests
{
    private const string Trips = """
        <routes>
          <vType id="car"/>
          <flow id="through" type="car" begin="0" end="1800" vehsPerHour="400" from="nc" to="cs"/>
          <trip id="late" type="car" depart="3600" from="ec" to="cn"/>
          <vehicle id="given" type="car" depart="3601"><route edges="wc cn"/></vehicle>
        </routes>
        """;

    [Test]
    [CancelAfter(120_000)]
    public async Task CountAsync_FlowsTripsAndRoutes_AreCountedInTheWindow(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        using SumoBench bench = new();
        SumoConfiguration scenario = bench.Scenario(await bench.CrossAsync(withCrossings: false, cancellationToken), 0, 3600, 0);
        File.WriteAllText(bench.PathOf("cross.rou.xml"), Trips);
        SumoNet net = SumoNetReader.Read(scenario.NetFile);
        SumoLight light = SumoImporter.Import(net, new SumoImportOptions()).Lights[0];
        SumoRunOptions options = new() { Scenario = scenario, Folder = bench.PathOf("demand") };

        JunctionDemand hour = (await ScenarioDemand.CountAsync(options, net, [light], cancellationToken))[0];
        JunctionDemand later = (await ScenarioDemand.CountAsync(
            options with { BeginMs = 3_600_000, EndMs = 7_200_000 }, net, [light], cancellationToken))[0];

        Assert.That(From(hour, "nc"), Is.EqualTo(200).Within(1), "400 veh/h for half an hour");
        Assert.That(hour.VolumesVph.Sum(), Is.EqualTo(From(hour, "nc")), "vehicles due after the window do not count");
        Assert.That((From(later, "ec"), From(later, "wc")), Is.EqualTo((1.0, 1.0)));
        double[] lanes = [.. hour.VolumesVph.Where(volume => volume > 0)];
        Assert.That(lanes, Has.Length.EqualTo(2).And.All.EqualTo(100).Within(0.6), "two lanes go straight on: half each");
    }

    private static double From(JunctionDemand demand, string edge) => demand.Definition.Movements
        .Zip(demand.VolumesVph)
        .Where(pair => pair.First.FromLane.StartsWith(edge + "_", StringComparison.Ordinal))
        .Sum(pair => pair.Second);
}
