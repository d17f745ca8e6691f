using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Remote;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Tests.Boards;

[TestFixture]
public sealed class WatchBoardTests
{
    [Test]
    public void Line_CostsKnown_TellsTheChosenStageAndHowMuchMoreTheOthersCost()
    {
        string line = WatchBoard.Line(new WatchedState(State(), new IntersectionNames(["A"], ["a"])));

        Assert.That(line, Does.EndWith("least-delay: S2 40 veh s, S1 +2, S3 +19"));
    }

    [Test]
    public void ToLine_CostsAndForecastsKnown_CarriesThem()
    {
        WatchedLine line = new WatchedState(State(), new IntersectionNames(["A"], ["a"])).ToLine();

        Assert.That(line.Chosen, Is.EqualTo(new WatchedCost("S2", 40.3)));
        Assert.That(line.Alternatives, Is.EqualTo(new[] { new WatchedCost("S1", 42), new WatchedCost("S3", 59) }));
        Assert.That((line.Groups[0].LikelyEndMs, line.Groups[0].Committed, line.BrokenPromises), Is.EqualTo((9_000, true, 0L)));
    }

    [Test]
    public void Line_LanesWithoutWorkingDetectors_MarksThemAfterTheQueue()
    {
        V1.IntersectionState state = State();
        state.LaneQueues.Add([1.5f, 2, 0, 0]);
        state.LaneBases.Add([Basis(V1.LaneEvidence.StopBarOnly), Basis(V1.LaneEvidence.Neighbour), Basis(V1.LaneEvidence.Call)]);
        state.FailedDetectorIds.Add(["d1", "d2"]);

        string line = WatchBoard.Line(new WatchedState(state, new IntersectionNames(["A"], ["a"])));

        Assert.That(line, Does.Contain("; queue 3.5 veh n1 c1 !2; "));
    }

    [Test]
    public void Line_QueueIsUncertain_SaysByHowMuch()
    {
        V1.IntersectionState state = State();
        state.LaneQueues.Add([1.5f, 2]);
        state.LaneBases.Add([
            Basis(V1.LaneEvidence.AdvanceAndStopBar, 0.6f), Basis(V1.LaneEvidence.AdvanceAndStopBar, 0.8f)]);

        string line = WatchBoard.Line(new WatchedState(state, new IntersectionNames(["A"], ["a"])));

        Assert.That(line, Does.Contain("; queue 3.5±1.0 veh; "));
    }

    [Test]
    public void Line_EveryLaneOnItsOwnDetectors_HasNoMark()
    {
        V1.IntersectionState state = State();
        state.LaneBases.Add([Basis(V1.LaneEvidence.Tracks), Basis(V1.LaneEvidence.AdvanceAndStopBar)]);

        string line = WatchBoard.Line(new WatchedState(state, new IntersectionNames(["A"], ["a"])));

        Assert.That(line, Does.Contain("; queue 0.0 veh; "));
    }

    [Test]
    public void ToLine_EvidenceKnown_CarriesItPerLane()
    {
        V1.IntersectionState state = State();
        state.LaneQueues.Add([1.5f, 2]);
        state.LaneBases.Add([Basis(V1.LaneEvidence.AdvanceAndStopBar, 0.5f), new V1.LaneBasis()]);
        state.FailedDetectorIds.Add("d1");

        WatchedLine line = new WatchedState(state, new IntersectionNames(["A"], ["a", "out"])).ToLine();

        Assert.That(line.Lanes, Is.EqualTo(new[]
        {
            new WatchedLane("a", 1.5, 0.5, "advance-and-stop-bar", 1_900), new WatchedLane("out", 2, 0, "", 0),
        }));
        Assert.That(line.FailedDetectors, Is.EqualTo(new[] { "d1" }));
    }

    private static V1.LaneBasis Basis(V1.LaneEvidence evidence, float deviation = 0) =>
        new() { Evidence = evidence, HeadwayMs = 1_900, QueueDeviation = deviation };

    private static V1.IntersectionState State() => new()
    {
        Id = "x",
        Reason = V1.DecisionReason.LeastDelay,
        DecisionCosts = new V1.DecisionCosts
        {
            Chosen = new V1.StageCost { StageId = "S2", VehicleSeconds = 40.3f },
            Alternatives =
            {
                new V1.StageCost { StageId = "S1", VehicleSeconds = 42 }, new V1.StageCost { StageId = "S3", VehicleSeconds = 59 },
            },
        },
        Forecasts = { new V1.GroupForecast { MinEndMs = 9_000, MaxEndMs = 9_000, LikelyEndMs = 9_000, Committed = true } },
    };
}
