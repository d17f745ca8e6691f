using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

/// <summary>
/// Lane "a" goes straight with group A (movement 0, 0.8 by the file) and turns with group B (movement 1, 0.2).
/// </summary>
[TestFixture]
public sealed class TurningShareTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int Through = 0;
    private const int Turn = 1;

    [Test]
    public void Update_NobodyLeftYet_IsTheShareOfTheFile()
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        feeder.Show(A);
        feeder.Run(5_000);

        Assert.That(feeder.Queues.TurningShare(Through), Is.EqualTo(0.8));
        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo(0.2));
    }

    [Test]
    public void Update_VehiclesLeaveWhileOnlyAPartIsGreen_AreOfThatPart()
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        feeder.Show(B);
        feeder.Run(6_000);
        for (int i = 0; i < 20; i++)
        {
            feeder.Pass(0);
            feeder.Run(2_000);
        }

        // The prior of six vehicles, four parts in five of them straight on, and about 17 of the 20 remembered.
        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo((17.4 + 1.2) / (17.4 + 6)).Within(0.02));
        Assert.That(feeder.Queues.TurningShare(Through) + feeder.Queues.TurningShare(Turn), Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Update_VehiclesLeaveWhileTheWholeLaneIsGreen_SayNothing()
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        feeder.Show(A | B);
        feeder.Run(6_000);
        for (int i = 0; i < 20; i++)
        {
            feeder.Pass(0);
            feeder.Run(2_000);
        }

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo(0.2));
    }

    [Test]
    public void Update_VehicleLeavesRightAfterAnotherGreenEnded_SaysNothing()
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        feeder.Show(A);
        feeder.Run(6_000);
        feeder.Show(B);
        feeder.Run(1_000);
        feeder.Pass(0);

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo(0.2));
    }

    [Test]
    public void Update_VehicleStaysAndLeavesWhenTheOtherPartTurnsGreen_IsOfTheOtherPart()
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        for (int i = 0; i < 10; i++)
        {
            feeder.Show(A);
            feeder.Set(0, true);
            feeder.Run(10_000);
            feeder.Show(A | B);
            feeder.Run(2_000);
            feeder.Set(0, false);
            feeder.Run(5_000);
        }

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo((9.4 + 1.2) / (9.4 + 6)).Within(0.03));
    }

    [TestCase(3)]
    [TestCase(10)]
    public void Update_EveryNthVehicleTurns_LearnsOneInN(int n)
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        feeder.Show(A);
        feeder.Run(6_000);
        for (int i = 0; i < 300; i++)
        {
            feeder.Set(0, true);
            bool turns = i % n == 0;
            feeder.Run(turns ? 8_000 : 1_000);
            feeder.Show(turns ? A | B : A);
            feeder.Run(turns ? 1_500 : 100);
            feeder.Set(0, false);
            feeder.Run(100);
            feeder.Show(A);
            feeder.Run(6_000);
        }

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo(1.0 / n).Within(0.05));
    }

    [Test]
    public void Update_AMovementIsNeverSeen_KeepsASmallShare()
    {
        TickFeeder feeder = new(SharedLane(Loop(), turnShare: 0.05));
        feeder.Show(A);
        feeder.Run(6_000);
        for (int i = 0; i < 400; i++)
        {
            feeder.Pass(0);
            feeder.Run(2_000);
        }

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo(0.02).Within(0.001));
    }

    [Test]
    public void Update_TrackedVehiclesLeaveWhileOnlyAPartIsGreen_AreOfThatPart()
    {
        TickFeeder feeder = new(SharedLane(Camera()));
        feeder.Show(B);
        feeder.Run(6_000);
        for (uint vehicle = 1; vehicle <= 20; vehicle++)
        {
            for (int i = 0; i < 12; i++)
            {
                feeder.See(0, vehicle, 10 - i, 10);
                feeder.Tick();
            }
        }

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo((17.4 + 1.2) / (17.4 + 6)).Within(0.02));
    }

    [Test]
    public void Update_OneGroupForTheWholeLane_KeepsTheSharesOfTheFile()
    {
        IntersectionDefinition definition = SharedLane(Loop() with { Calls = ["A"] });
        TickFeeder feeder = new(definition with
        {
            Movements = [.. definition.Movements.Select(m => m.FromLane == "a" ? m with { SignalGroup = "A" } : m)],
        });
        feeder.Show(A);
        feeder.Run(6_000);
        for (int i = 0; i < 20; i++)
        {
            feeder.Pass(0);
            feeder.Run(2_000);
        }

        Assert.That(feeder.Queues.TurningShare(Turn), Is.EqualTo(0.2), "nobody can tell them apart");
    }

    [Test]
    public void Update_SharesWereLearned_TheFirstVehicleIsJudgedByThem()
    {
        TickFeeder feeder = new(SharedLane(Loop()));
        feeder.Show(B);
        feeder.Run(6_000);
        for (int i = 0; i < 20; i++)
        {
            feeder.Pass(0);
            feeder.Run(2_000);
        }

        feeder.Run(3_000);

        Assert.That(feeder.Queues.HeadShare(Turn), Is.EqualTo(feeder.Queues.TurningShare(Turn)));
        Assert.That(feeder.Queues.HeadShare(Turn), Is.GreaterThan(0.7));
    }

    private static IntersectionDefinition SharedLane(DetectorDefinition detector, double turnShare = 0.2) =>
        IntersectionSamples.TwoStage() with
        {
            Movements =
            [
                IntersectionSamples.Through("A1", "a", "out", "A") with { Share = 1 - turnShare },
                IntersectionSamples.Through("A2", "a", "out", "B") with { Share = turnShare },
                IntersectionSamples.Through("B1", "b", "out", "B"),
            ],
            Detectors = [detector],
        };

    private static DetectorDefinition Loop() =>
        new() { Id = "bar", Lane = "a", DistanceM = 1, LengthM = 2, Calls = ["A", "B"] };

    private static DetectorDefinition Camera() =>
        new() { Id = "camera", Kind = DetectorKind.Tracks, Lane = "a", LengthM = 200, Calls = ["A", "B"] };
}
