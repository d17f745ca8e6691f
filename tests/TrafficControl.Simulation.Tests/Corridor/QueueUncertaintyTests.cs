using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Corridor;

namespace TrafficControl.Simulation.Tests.Corridor;

[TestFixture]
public sealed class QueueUncertaintyTests
{
    private const int WarmUpMs = 120_000;
    private const int Samples = 600;

    // Vehicles are whole: an estimate of 2.4 for 2 is right.
    private const double HalfVehicle = 0.5;

    [Test]
    public async Task QueueDeviationVehicles_QueuesInRed_CoverTheTrueOnesAsOftenAsTheySay()
    {
        CorridorScenario scenario = new("actuated");
        Seat[] seats = [.. scenario.Network.Junctions.ToArray().Select(junction => new Seat(junction))];
        CorridorRun run = new(scenario.Network, seats, seed: 1, CorridorScenario.StartMs);
        await run.RunAsync(WarmUpMs, CorridorRun.DefaultStepMs, null, CancellationToken.None);
        int count = 0;
        int withinOne = 0;
        int withinTwo = 0;
        double squares = 0;
        double variances = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            await run.RunAsync(1_000, CorridorRun.DefaultStepMs, null, CancellationToken.None);
            for (int j = 0; j < seats.Length; j++)
            {
                QueueEstimator queues = seats[j].Controller.State.Queues;
                SignalFrame frame = seats[j].Controller.Frame;
                foreach (Lane lane in scenario.Network.Junctions[j].Lanes)
                {
                    if (lane.Definition.Role == LaneRole.Exit || ((frame.Green | frame.Yellow) & lane.Groups) != 0)
                    {
                        continue;
                    }

                    double deviation = queues.QueueDeviationVehicles(lane.Index);
                    double error = Math.Abs(
                        queues.QueueVehicles(lane.Index) - run.Traffic.LaneQueueVehicles(j, lane.Index));
                    count++;
                    withinOne += error <= deviation + HalfVehicle ? 1 : 0;
                    withinTwo += error <= (2 * deviation) + HalfVehicle ? 1 : 0;
                    squares += error * error;
                    variances += deviation * deviation;
                }
            }
        }

        TestContext.Out.WriteLine(
            $"{count} queues, {(double)withinOne / count:P1} within one deviation, {(double)withinTwo / count:P1} within two, "
            + $"mean square error {squares / count:0.00}, said {variances / count:0.00}");
        Assert.That((double)withinOne / count, Is.GreaterThan(0.8));
        Assert.That((double)withinTwo / count, Is.GreaterThan(0.9));
        Assert.That(variances / count, Is.InRange(squares / count / 2.5, squares / count * 2.5));
    }

    private sealed class Seat(Intersection intersection) : IJunctionController
    {
        private bool _isStarted;

        public GuardedController Controller { get; } = new(intersection);

        public ControllerTick Input { get; } = new();

        public ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken)
        {
            if (!_isStarted)
            {
                Controller.StartUp(CorridorScenario.StartMs);
                _isStarted = true;
            }

            SignalFrame frame = Controller.Advance(Input, null);
            Input.Clear();
            return ValueTask.FromResult(frame);
        }
    }
}
