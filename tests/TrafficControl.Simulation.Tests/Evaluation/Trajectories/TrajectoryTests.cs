using TrafficControl.Simulation.Evaluation.Trajectories;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Tests.Sumo;

namespace TrafficControl.Simulation.Tests.Evaluation.Trajectories;

[TestFixture]
public sealed class TrajectoryTests
{
    // Two signalised junctions, J and K, on one street a-b-c of 100 m each with 10 m inside each junction; d crosses at
    // J.
    private const string Net = """
        <net>
          <edge id=":J_0" function="internal"><lane id=":J_0_0" index="0" speed="14" length="10"/></edge>
          <edge id=":K_0" function="internal"><lane id=":K_0_0" index="0" speed="14" length="10"/></edge>
          <edge id="a" from="x" to="J"><lane id="a_0" index="0" speed="14" length="100"/></edge>
          <edge id="b" from="J" to="K"><lane id="b_0" index="0" speed="14" length="100"/></edge>
          <edge id="c" from="K" to="y"><lane id="c_0" index="0" speed="14" length="100"/></edge>
          <edge id="d" from="z" to="J"><lane id="d_0" index="0" speed="14" length="100"/></edge>
          <tlLogic id="J" type="static" programID="0" offset="0">
            <phase duration="27" state="Gr"/><phase duration="3" state="yr"/><phase duration="27" state="rG"/><phase duration="3" state="ry"/>
          </tlLogic>
          <tlLogic id="K" type="static" programID="0" offset="0"><phase duration="60" state="G"/></tlLogic>
          <junction id="J" type="traffic_light" incLanes="a_0 d_0" intLanes=":J_0_0">
            <request index="0" response="00" foes="10"/><request index="1" response="00" foes="01"/>
          </junction>
          <junction id="K" type="traffic_light" incLanes="b_0" intLanes=":K_0_0"><request index="0" response="0" foes="0"/></junction>
          <connection from="a" to="b" fromLane="0" toLane="0" via=":J_0_0" tl="J" linkIndex="0" dir="s"/>
          <connection from="d" to="b" fromLane="0" toLane="0" via=":J_0_0" tl="J" linkIndex="1" dir="r"/>
          <connection from="b" to="c" fromLane="0" toLane="0" via=":K_0_0" tl="K" linkIndex="0" dir="s"/>
          <connection from=":J_0" to="b" fromLane="0" toLane="0" dir="s"/>
          <connection from=":K_0" to="c" fromLane="0" toLane="0" dir="s"/>
        </net>
        """;

    private SumoBench _bench = null!;

    [SetUp]
    public void Open() => _bench = new SumoBench();

    [TearDown]
    public void Close() => _bench.Dispose();

    [Test]
    public void Find_BusyTurnAndQuieterStreet_TakesTheWayOverBothStopLines()
    {
        PlottedWay? way = Find([(["d", "b"], 500), (["a", "b", "c"], 40)]);

        Assert.That(way!.StopLines.Select(stop => (stop.Light, stop.DistanceM)), Is.EqualTo(new[] { ("J", 100.0), ("K", 210.0) }));
        Assert.That(way.StopLines.Select(stop => stop.Links.Single()), Is.EqualTo(new[] { 0, 0 }));
        Assert.That(way.EdgeStartsM, Is.EqualTo(new Dictionary<string, double> { ["a"] = 0, ["b"] = 110, ["c"] = 220 }));
        Assert.That(way.LengthM, Is.EqualTo(320));
    }

    [Test]
    public void Find_StreetThatNobodyDrivesWhole_TakesTheBusiestStopLine()
    {
        PlottedWay? way = Find([(["d", "b"], 500), (["a", "b", "c"], 4)]);

        Assert.That(way!.StopLines.Select(stop => stop.Light), Is.EqualTo(new[] { "J" }));
        Assert.That(way.StopLines[0].Links, Is.EqualTo(new[] { 1 }), "the link of the side street");
    }

    [Test]
    public void Find_NobodyCrossesAStopLine_IsNothing() => Assert.That(Find([(["c"], 9)]), Is.Null);

    [Test]
    public void Read_VehicleOnTheWay_IsOneLineWithoutPointsThatAddNothing()
    {
        string positions = _bench.Write("positions.xml", """
            <fcd-export>
              <timestep time="10.00"><vehicle id="v" lane="a_0" pos="80"/><vehicle id="w" lane="d_0" pos="5"/></timestep>
              <timestep time="11.00"><vehicle id="v" lane="a_0" pos="90"/></timestep>
              <timestep time="12.00"><vehicle id="v" lane="a_0" pos="100"/></timestep>
              <timestep time="13.00"><vehicle id="v" lane=":J_0_0" pos="4"/></timestep>
              <timestep time="14.00"><vehicle id="v" lane="b_0" pos="30"/></timestep>
              <timestep time="700.00"><vehicle id="v" lane="b_0" pos="31"/></timestep>
            </fcd-export>
            """);
        SignalTrace signals = new("J", [(0, "Gr"), (12_000, "yr"), (15_000, "rG"), (30_000, "ry")]);

        TimeSpaceDiagram diagram = TrajectoryReader.Read(
            positions, Find([(["a", "b"], 20)])!, [signals], beginMs: 10_000, endMs: 3_600_000);

        Assert.Multiple(() =>
        {
            Assert.That((diagram.BeginS, diagram.EndS), Is.EqualTo((10.0, 610.0)), "ten minutes at most");
            Assert.That(diagram.Trajectories.Single(), Is.EqualTo(new[] { (10.0, 80.0), (12.0, 100.0), (14.0, 140.0) }));
            Assert.That(diagram.StopLines.Single().Intervals, Is.EqualTo(
                new[] { (10.0, 12.0, 'g'), (12.0, 15.0, 'y'), (15.0, 610.0, 'r') }));
        });
    }

    [Test]
    public void Read_VehicleThatLeavesAndComesBackFurtherOn_IsTwoLines()
    {
        string positions = _bench.Write("positions.xml", """
            <fcd-export>
              <timestep time="1.00"><vehicle id="v" lane="a_0" pos="99"/><vehicle id="w" lane="a_0" pos="50"/></timestep>
              <timestep time="2.00"><vehicle id="v" lane="c_0" pos="1"/><vehicle id="w" lane="d_0" pos="1"/></timestep>
              <timestep time="3.00"><vehicle id="v" lane="c_0" pos="9"/><vehicle id="w" lane="b_0" pos="1"/></timestep>
            </fcd-export>
            """);

        TimeSpaceDiagram diagram = TrajectoryReader.Read(positions, Find([(["a", "b", "c"], 20)])!, [], 0, 60_000);

        Assert.That(diagram.Trajectories, Is.EqualTo(new[]
        {
            new[] { (1.0, 99.0) }, new[] { (1.0, 50.0) }, new[] { (2.0, 221.0), (3.0, 229.0) }, new[] { (3.0, 111.0) },
        }), "122 m in a second is no driving, and a vehicle seen elsewhere has left");
    }

    [Test]
    public void ReadRoutes_SameRouteTwice_IsCounted()
    {
        string routes = _bench.Write("routes.xml",
            "<routes><vehicle id=\"1\"><route edges=\"a b\"/></vehicle><vehicle id=\"2\"><route edges=\"d b\"/></vehicle>"
            + "<vehicle id=\"3\"><route edges=\"a b\"/></vehicle></routes>");

        Assert.That(
            TrajectoryReader.ReadRoutes(routes).Select(route => (string.Join(' ', route.Edges), route.Vehicles)),
            Is.EqualTo(new[] { ("a b", 2), ("d b", 1) }));
    }

    private PlottedWay? Find(IReadOnlyList<(string[] Edges, int Vehicles)> routes)
    {
        SumoNet net = SumoNetReader.Read(_bench.Write("street.net.xml", Net));
        return new CorridorFinder(net, SumoImporter.Import(net, new SumoImportOptions()).Lights).Find(routes);
    }
}
