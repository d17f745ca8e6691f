using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

/// <summary>
/// A light "c" whose western approach is one lane "wm_0" of 240 m that opens into two, "mc_0" and "mc_1" of 60 m, at a
/// node without signals.
/// </summary>
[TestFixture]
public sealed class TracksTests
{
    private const string Upstream = "wm_0";
    private SumoBench _bench = null!;
    private SumoNet _net = null!;
    private SumoConfiguration _scenario = null!;

    [SetUp]
    [CancelAfter(60_000)]
    public async Task OpenAsync()
    {
        SumoBench.RequireSumo();
        _bench = new SumoBench();
        string file = await NarrowAsync(CancellationToken.None);
        _net = SumoNetReader.Read(file);
        _scenario = Scenario(file);
    }

    [TearDown]
    public void Close() => _bench?.Dispose();

    [Test]
    public void Import_Tracks_SeeTheLanesUpstreamAndTheNodesBetween()
    {
        SumoLight light = Import("tracks:200");
        SumoTracks tracks = TracksOf(light, "mc_0");
        Dictionary<string, double> starts = tracks.Lanes.ToDictionary(lane => lane.Lane, lane => lane.StartM);
        double lengthM = _net.Lanes["mc_0"].LengthM;
        SumoConnection into = _net.ConnectionsInto("mc_0").Single(connection => connection.FromLane == Upstream);
        double insideM = _net.InternalLengthM(into);

        Assert.That(light.Loops, Is.Empty);
        Assert.That(starts["mc_0"], Is.EqualTo(lengthM).Within(0.01));
        Assert.That(starts[into.Via], Is.EqualTo(lengthM + insideM).Within(0.01));
        Assert.That(starts[Upstream], Is.EqualTo(lengthM + insideM + _net.Lanes[Upstream].LengthM).Within(0.01));
        Assert.That(starts.ContainsKey("mc_1"), Is.False);
        Assert.That(starts.Values.Any(start => start <= 0), Is.True, "the first metres past the line");
        Assert.That(tracks.ReachM, Is.EqualTo(200));
        Assert.That(light.Definition.Detectors[tracks.Detector].Kind, Is.EqualTo(DetectorKind.Tracks));
    }

    [Test]
    public void Import_NetEndsBeforeTheReach_SeesAsFarAsThereIsRoad() =>
        Assert.That(TracksOf(Import("tracks:200"), "nc_0").ReachM, Is.EqualTo(_net.Lanes["nc_0"].LengthM).Within(0.01));

    [Test]
    public void Import_TracksBesideLoops_EveryLaneHasBoth()
    {
        SumoLight light = Import("stopbar,tracks:100");

        foreach (IGrouping<string, DetectorDefinition> lane in light.Definition.Detectors.GroupBy(detector => detector.Lane))
        {
            Assert.That(lane.Select(detector => detector.Kind),
                Is.EquivalentTo(new[] { DetectorKind.Presence, DetectorKind.Tracks }), lane.Key);
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_VehiclesStandAtRed_AreSeenInTheirLanesAtTheirDistances(CancellationToken cancellationToken)
    {
        SumoLight light = Import("tracks:200");
        TrackObservation[] last = [.. (await RunAsync(light, "queue", cancellationToken))[^1]];

        foreach (string lane in new[] { "mc_0", "mc_1" })
        {
            // SUMO's car is 5 m long, keeps 2.5 m, and stops 1 m before the line.
            double[] distances =
            [
                .. last.Where(o => o.Detector == TracksOf(light, lane).Detector).Select(o => (double)o.DistanceM),
            ];
            Assert.That(distances, Has.Length.GreaterThan(4));
            Assert.That(distances[0], Is.InRange(0.0, 3.0));
            Assert.That(distances[1] - distances[0], Is.EqualTo(7.5).Within(0.5));
            Assert.That(distances, Is.Ordered);
        }

        Assert.That(last.Select(o => o.SpeedMps), Has.All.LessThan(0.5F));
        Assert.That(last.Select(o => o.Class).Distinct(), Is.EquivalentTo(new[] { VehicleClasses.Car, VehicleClasses.Motorcycle }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_VehicleBeforeTheLanesPart_IsReportedUnderBothWithOneNumber(CancellationToken cancellationToken)
    {
        SumoLight light = Import("tracks:200");
        int right = TracksOf(light, "mc_0").Detector;
        int left = TracksOf(light, "mc_1").Detector;
        List<TrackObservation[]> ticks = await RunAsync(light, "shared", cancellationToken);
        TrackObservation[] far = ticks.First(tick => tick.Length > 0);

        Assert.That(far[0].DistanceM, Is.InRange(150F, 200F), "it is first seen where the sensor's reach begins");
        Assert.That(far.Select(o => (int)o.Detector), Is.EqualTo(new[] { Math.Min(left, right), Math.Max(left, right) }));
        Assert.That(far[1].ObjectId, Is.EqualTo(far[0].ObjectId));
        Assert.That(far[1].DistanceM, Is.EqualTo(far[0].DistanceM).Within(1));

        TrackObservation[] followed = [.. ticks.SelectMany(tick => tick).Where(o => o.ObjectId == far[0].ObjectId)];
        Assert.That(followed.Select(o => o.TimeMs).Distinct().Count(), Is.GreaterThan(30), "not lost at the node");
        Assert.That(followed.Where(o => o.DistanceM < 55).Select(o => o.Detector).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_SameSeed_GivesTheSameObservations(CancellationToken cancellationToken)
    {
        List<TrackObservation[]> first = await RunAsync(Import("tracks:200"), "first", cancellationToken);
        List<TrackObservation[]> second = await RunAsync(Import("tracks:200"), "second", cancellationToken);

        Assert.That(first.Sum(tick => tick.Length), Is.GreaterThan(500));
        Assert.That(second, Is.EqualTo(first));
    }

    private static SumoTracks TracksOf(SumoLight light, string lane) =>
        light.Tracks.Single(tracks => light.Definition.Detectors[tracks.Detector].Lane == lane);

    private SumoLight Import(string detectors) => SumoImporter.Import(
        _net, new SumoImportOptions { Detectors = DetectorLayout.Parse(detectors) }).Lights.Single();

    private async Task<List<TrackObservation[]>> RunAsync(SumoLight light, string name, CancellationToken cancellationToken)
    {
        await using AllRedFleet fleet = new();
        SumoRunOptions options = new() { Scenario = _scenario, Folder = _bench.PathOf(name), Seed = 3 };
        await SumoRun.RunAsync(options, [light], fleet, null, cancellationToken);
        return fleet.Seen;
    }

    private async Task<string> NarrowAsync(CancellationToken cancellationToken)
    {
        string nodes = _bench.Write("narrow.nod.xml", """
            <nodes>
              <node id="c" x="0" y="0" type="traffic_light"/>
              <node id="m" x="-70" y="0" type="priority"/>
              <node id="w" x="-310" y="0"/><node id="e" x="150" y="0"/>
              <node id="n" x="0" y="100"/><node id="s" x="0" y="-100"/>
            </nodes>
            """);
        string edges = _bench.Write("narrow.edg.xml", """
            <edges>
              <edge id="wm" from="w" to="m" numLanes="1"/><edge id="mc" from="m" to="c" numLanes="2"/>
              <edge id="ce" from="c" to="e" numLanes="2"/>
              <edge id="nc" from="n" to="c" numLanes="1"/><edge id="cs" from="c" to="s" numLanes="1"/>
            </edges>
            """);
        string connections = _bench.Write("narrow.con.xml", """
            <connections>
              <connection from="wm" to="mc" fromLane="0" toLane="0"/>
              <connection from="wm" to="mc" fromLane="0" toLane="1"/>
            </connections>
            """);
        string net = _bench.PathOf("narrow.net.xml");
        await SumoProcess.RunAsync(
            SumoInstallation.Find("netconvert"), ["-n", nodes, "-e", edges, "-x", connections, "-o", net, "--no-turnarounds", "true"],
            cancellationToken);
        return net;
    }

    private SumoConfiguration Scenario(string net)
    {
        IEnumerable<string> trips = Enumerable.Range(0, 16).Select(i =>
            $"<trip id=\"v{i}\" type=\"{(i == 5 ? "moto" : "car")}\" depart=\"{i * 3}\" from=\"wm\" to=\"ce\"/>");
        _bench.Write("narrow.rou.xml", $"""
            <routes>
              <vType id="car" vClass="passenger"/><vType id="moto" vClass="motorcycle"/>
              {string.Join('\n', trips)}
            </routes>
            """);
        return SumoConfiguration.Read(_bench.Write("narrow.sumocfg", $"""
            <configuration>
              <input><net-file value="{Path.GetFileName(net)}"/><route-files value="narrow.rou.xml"/></input>
              <time><begin value="0"/><end value="120"/></time>
            </configuration>
            """));
    }

    /// <summary>A seat that shows red to everyone and keeps what it was told.</summary>
    private sealed class AllRedFleet : IJunctionFleet, IJunctionSeat
    {
        public IReadOnlyList<IJunctionSeat> Seats => [this];

        public ControllerTick Input { get; } = new();

        public List<TrackObservation[]> Seen { get; } = [];

        public void TakeOver(long timeMs, ulong greenGroups)
        {
        }

        public ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken)
        {
            Seen.Add(Input.Tracks.ToArray());
            Input.Clear();
            return ValueTask.FromResult(default(SignalFrame));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
