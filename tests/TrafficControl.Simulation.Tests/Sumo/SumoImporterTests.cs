using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class SumoImporterTests
{
    private SumoBench _bench = null!;

    [SetUp]
    public void Open() => _bench = new SumoBench();

    [TearDown]
    public void Close() => _bench.Dispose();

    [Test]
    [CancelAfter(60_000)]
    public async Task Import_Cross_GroupsAreArmsAndCrossingArmsConflict(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        SumoLight light = Import(await _bench.CrossAsync(withCrossings: false, cancellationToken));

        foreach (string arm in new[] { "nc", "ec", "sc", "wc" })
        {
            string[] groups = GroupsOf(light, arm);
            string opposite = arm switch { "nc" => "sc", "sc" => "nc", "ec" => "wc", _ => "ec" };
            string[] crossing = arm is "nc" or "sc" ? ["ec", "wc"] : ["nc", "sc"];
            string[] conflicts = [.. groups.SelectMany(group => light.Definition.Conflicts[group]).Distinct()];
            Assert.That(conflicts, Is.SupersetOf(GroupsOf(light, crossing[0])).And.SupersetOf(GroupsOf(light, crossing[1])));
            Assert.That(conflicts.Intersect(GroupsOf(light, opposite)), Is.Empty, "opposite arms are green together");
        }

        Assert.That(light.Stages.Select(stage => stage.Letters), Is.EqualTo(
            light.Program.Phases.Where(phase => !phase.State.Contains('y', StringComparison.Ordinal)).Select(phase => phase.State)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Import_Cross_LeftTurnsYieldToTheOppositeArmOnly(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        SumoLight light = Import(await _bench.CrossAsync(withCrossings: false, cancellationToken));
        Dictionary<string, MovementDefinition> movements = light.Definition.Movements.ToDictionary(movement => movement.Id);
        MovementDefinition left = movements.Values.First(m => m.Turn == TurnDirection.Left && m.FromLane.StartsWith("nc", StringComparison.Ordinal));

        Assert.That(left.YieldsTo, Is.Not.Empty);
        Assert.That(left.YieldsTo.Select(id => movements[id].FromLane[..2]).Distinct(), Is.EqualTo(new[] { "sc" }));
        Assert.That(movements.Values.Where(movement => movement.Turn == TurnDirection.Through).SelectMany(movement => movement.YieldsTo), Is.Empty);
        Assert.That(
            movements.Values.GroupBy(movement => movement.FromLane).Select(lane => lane.Sum(movement => movement.Share)),
            Has.All.EqualTo(1.0).Within(1e-9));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Import_Cross_EveryLaneHasItsLoopsInPlace(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        SumoLight light = Import(await _bench.CrossAsync(withCrossings: false, cancellationToken));

        foreach (LaneDefinition lane in light.Definition.Lanes.Where(lane => lane.Role == LaneRole.Approach))
        {
            Assert.That(
                light.Definition.Detectors.Where(detector => detector.Lane == lane.Id).Select(detector => detector.DistanceM),
                Is.EqualTo(new[] { 3.0, 40.0, 150.0 }));
        }

        for (int detector = 0; detector < light.Definition.Detectors.Count; detector++)
        {
            SumoLoop loop = light.Loops[light.DetectorLoops[detector]];
            Assert.That(loop.Lane, Is.EqualTo(light.Definition.Detectors[detector].Lane));
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Import_Crossings_BecomePedestrianGroupsThatClearInsideTheirStage(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        SumoLight light = Import(await _bench.CrossAsync(withCrossings: true, cancellationToken));
        SignalGroupDefinition[] walks =
            [.. light.Definition.SignalGroups.Where(group => group.Kind == SignalGroupKind.Pedestrian)];

        Assert.That(walks, Has.Length.EqualTo(4));
        Assert.That(walks.Select(walk => walk.Recall), Has.All.EqualTo(RecallMode.Pedestrian));
        Assert.That(walks.Select(walk => walk.PedClearanceMs), Has.All.EqualTo(5_000), "netconvert leaves 5 s to clear a crossing");
        Assert.That(light.Stages, Has.Count.EqualTo(2), "the clearance of the crossings is no stage of its own");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Import_Legal_YellowFollowsTheSpeedAndRedClearanceTheWay(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        string net = await _bench.CrossAsync(withCrossings: false, cancellationToken);
        SumoImport import = SumoImporter.Import(
            SumoNetReader.Read(net), new SumoImportOptions { Intergreen = SumoIntergreen.Legal });

        // 13.89 m/s: 1 + 13.89 / 6.1 = 3.28 s, in whole steps 4 s.
        Assert.That(import.Refusals, Is.Empty);
        Assert.That(import.Lights[0].Definition.SignalGroups.Select(group => group.YellowMs), Has.All.EqualTo(4_000));
        Assert.That(import.Lights[0].Definition.SignalGroups.Select(group => group.RedClearanceMs), Has.All.InRange(1_000, 6_000));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Import_LightThatIsNotThere_NamesTheOnesThatAre(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        SumoNet net = SumoNetReader.Read(await _bench.CrossAsync(withCrossings: false, cancellationToken));

        Assert.That(() => SumoImporter.Import(net, new SumoImportOptions { Lights = ["x"] }),
            Throws.TypeOf<SumoException>().With.Message.Contains("'x'").And.Message.Contains("'c'"));
    }

    [Test]
    public void Import_ProgramWithLettersOfALightSwitchedOff_IsRefusedWithTheReason()
    {
        SumoNet net = SumoNetReader.Read(_bench.Write("net.net.xml", TwoLinks("Go", "rG")));

        SumoImport import = SumoImporter.Import(net, new SumoImportOptions());

        Assert.That(import.Lights, Is.Empty);
        Assert.That(import.Refusals[0].ToString(), Does.Contain("link 1").And.Contain("'o'"));
    }

    [Test]
    public void Import_ProgramWithShortYellow_GetsThreeSecondsAndSaysSo()
    {
        SumoNet net = SumoNetReader.Read(_bench.Write("net.net.xml", TwoLinks("Gr:20", "yr:2", "rG:20", "ry:2")));

        SumoImport import = SumoImporter.Import(net, new SumoImportOptions());

        Assert.That(import.Refusals, Is.Empty);
        Assert.That(import.Lights[0].Definition.SignalGroups.Select(group => group.YellowMs), Has.All.EqualTo(3_000));
        Assert.That(import.Lights[0].Notes, Has.Some.Contains("2000 ms of yellow"));
    }

    [Test]
    public void Import_AllRedAfterYellow_IsTheIntergreenOfThePair()
    {
        SumoNet net = SumoNetReader.Read(_bench.Write("net.net.xml", TwoLinks("Gr:20", "yr:3", "rr:2", "rG:20", "ry:3")));

        IntersectionDefinition definition = SumoImporter.Import(net, new SumoImportOptions()).Lights[0].Definition;

        Assert.That(definition.Intergreens, Is.EqualTo(new[] { new IntergreenDefinition("s0", "s1", 5_000) }));
        Assert.That(definition.Plans[0].Splits, Is.EqualTo(new[] { new SplitDefinition("S1", 23_000), new SplitDefinition("S2", 25_000) }));
        Assert.That(definition.Plans[0].OffsetMs, Is.EqualTo(45_000), "the first split starts with the yellow before the program's start");
    }

    [Test]
    public void Import_BenchmarkClearance_GivesWhatTheChangesTookBeyondThreeSecondsToTheGreenBefore()
    {
        // The program starts inside a change: what is over of it goes to the green at its end.
        SumoNet net = SumoNetReader.Read(_bench.Write("net.net.xml", TwoLinks("ry:5", "rr:2", "Gr:20", "yr:5", "rr:2", "rG:26")));

        SumoLight light = SumoImporter.Import(net, new SumoImportOptions { Intergreen = SumoIntergreen.Benchmark }).Lights[0];

        Assert.Multiple(() =>
        {
            Assert.That(light.Program.Phases.Select(phase => $"{phase.State}:{phase.DurationMs}"),
                Is.EqualTo(new[] { "Gr:24000", "yr:3000", "rG:30000", "ry:3000" }));
            Assert.That(light.Program.OffsetMs, Is.EqualTo(7_000), "the first green starts when it did");
            Assert.That(light.Program.CycleMs, Is.EqualTo(60_000));
            Assert.That(light.Definition.SignalGroups.Select(group => (group.YellowMs, group.RedClearanceMs, group.MinGreenMs)),
                Has.All.EqualTo((3_000, 0, 5_000)));
            Assert.That(light.Definition.Intergreens, Is.Empty, "nothing beyond the yellow");
            Assert.That(light.Definition.Plans[0].CycleMs, Is.EqualTo(60_000));
            Assert.That(light.ShippedGreens(7_000), Is.EqualTo(0b01), "green of the first arm as shipped");
            Assert.That(light.ShippedGreens(30_999), Is.EqualTo(0b01), "4 s longer than shipped");
            Assert.That(light.ShippedGreens(34_000), Is.EqualTo(0b10), "green of the second arm as shipped");
        });
    }

    [Test]
    public void Import_BenchmarkClearance_KeepsTheGreenOfALinkThroughAChange()
    {
        SumoNet net = SumoNetReader.Read(_bench.Write("net.net.xml", TwoLinks("Gg:20", "yy:4", "rG:20", "ry:4", "rr:1")));

        SumoLight light = SumoImporter.Import(net, new SumoImportOptions { Intergreen = SumoIntergreen.Benchmark }).Lights[0];

        Assert.That(light.Program.Phases.Select(phase => $"{phase.State}:{phase.DurationMs}"),
            Is.EqualTo(new[] { "Gg:21000", "yg:3000", "rG:25000" }), "nothing ends when the first link joins the second");
    }

    [Test]
    public void Write_GroupThatStaysGreenInAChange_KeepsItsLetter()
    {
        SumoNet net = SumoNetReader.Read(_bench.Write("net.net.xml", TwoLinks("Gg:20", "yg:3", "rG:20", "ry:3")));
        LinkStateWriter writer = new(SumoImporter.Import(net, new SumoImportOptions()).Lights[0], repeatsProgram: false);

        string[] states =
        [
            writer.Write(new SignalFrame(0, 0b11)),
            writer.Write(new SignalFrame(1_000, 0b10, Yellow: 0b01)),
            writer.Write(new SignalFrame(4_000, 0b10)),
        ];

        Assert.That(states, Is.EqualTo(new[] { "Gg", "yg", "rG" }));
    }

    [Test]
    public void Read_NotANet_SaysSo() =>
        Assert.That(() => SumoNetReader.Read(_bench.Write("x.net.xml", "<routes/>")),
            Throws.TypeOf<SumoException>().With.Message.Contains("not a SUMO net"));

    private static string[] GroupsOf(SumoLight light, string edge) =>
        [.. light.Definition.Movements.Where(movement => movement.FromLane.StartsWith(edge, StringComparison.Ordinal))
            .Select(movement => movement.SignalGroup).Distinct()];

    private static SumoLight Import(string net)
    {
        SumoImport import = SumoImporter.Import(SumoNetReader.Read(net), new SumoImportOptions());
        Assert.That(import.Refusals, Is.Empty);
        return import.Lights[0];
    }

    /// <summary>Two one-lane arms that cross; phases are written state:seconds, 30 s when not given.</summary>
    private static string TwoLinks(params string[] phases)
    {
        IEnumerable<string> rows = phases.Select(phase => phase.Split(':'))
            .Select(part => $"<phase duration=\"{(part.Length > 1 ? part[1] : "30")}\" state=\"{part[0]}\"/>");
        return $"""
            <net>
              <edge id=":c_0" function="internal"><lane id=":c_0_0" index="0" speed="13.89" length="12"/></edge>
              <edge id=":c_1" function="internal"><lane id=":c_1_0" index="0" speed="13.89" length="12"/></edge>
              <edge id="nc" from="n" to="c"><lane id="nc_0" index="0" speed="13.89" length="200"/></edge>
              <edge id="ec" from="e" to="c"><lane id="ec_0" index="0" speed="13.89" length="200"/></edge>
              <edge id="cs" from="c" to="s"><lane id="cs_0" index="0" speed="13.89" length="200"/></edge>
              <edge id="cw" from="c" to="w"><lane id="cw_0" index="0" speed="13.89" length="200"/></edge>
              <tlLogic id="c" type="static" programID="0" offset="0">{string.Concat(rows)}</tlLogic>
              <junction id="c" type="traffic_light" x="0" y="0" incLanes="nc_0 ec_0" intLanes=":c_0_0 :c_1_0">
                <request index="0" response="00" foes="10"/>
                <request index="1" response="01" foes="01"/>
              </junction>
              <connection from="nc" to="cs" fromLane="0" toLane="0" via=":c_0_0" tl="c" linkIndex="0" dir="s" state="O"/>
              <connection from="ec" to="cw" fromLane="0" toLane="0" via=":c_1_0" tl="c" linkIndex="1" dir="s" state="o"/>
            </net>
            """;
    }
}
