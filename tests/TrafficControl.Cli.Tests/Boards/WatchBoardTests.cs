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
