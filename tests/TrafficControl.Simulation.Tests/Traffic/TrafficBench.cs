using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;
using TrafficControl.Testing;

namespace TrafficControl.Simulation.Tests.Traffic;

/// <summary>Small networks and a hand-driven signal for tests of the traffic model.</summary>
internal sealed class TrafficBench
{
    public const int StepMs = 200;

    private readonly ControllerTick _tick = new();

    public TrafficBench(TrafficNetwork network, ulong seed = 1, int stepMs = StepMs)
    {
        Network = network;
        Step = stepMs;
        Model = new TrafficModel(network, seed);
    }

    public TrafficNetwork Network { get; }

    public int Step { get; }

    public TrafficModel Model { get; }

    /// <summary>All transitions since the start, by junction.</summary>
    public List<(int Junction, DetectorTransition Transition)> Transitions { get; } = [];

    /// <summary>What tracks detectors saw at the end of the last run, by junction.</summary>
    public List<(int Junction, TrackObservation Observation)> LastTracks { get; } = [];

    /// <summary>
    /// One lane of 400 m that leads straight out of the model, with a detector just before the stop line.
    /// </summary>
    public static TrafficNetwork SingleLane(double rateVph, VehicleMix mix = default)
    {
        IntersectionDefinition definition = new()
        {
            Id = "single",
            SignalGroups = [IntersectionSamples.Vehicle("A")],
            Stages = [new StageDefinition("S", ["A"])],
            Lanes = [Approach("a", 400), Exit("out", 300)],
            Movements = [IntersectionSamples.Through("A1", "a", "out", "A")],
            Detectors =
            [
                new() { Id = "bar", Lane = "a", DistanceM = 1, LengthM = 2, Calls = ["A"] },
                new() { Id = "advance", Lane = "a", DistanceM = 100, LengthM = 2, Calls = ["A"] },
            ],
            Plans = [new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated }],
        };
        return new TrafficNetwork(
            [Intersection.Create(definition)], [new TrafficEntry(0, "a", DemandProfile.Constant(rateVph), mix)]);
    }

    public static LaneDefinition Approach(string id, double lengthM) => new() { Id = id, LengthM = lengthM };

    public static LaneDefinition Exit(string id, double lengthM) =>
        new() { Id = id, Role = LaneRole.Exit, LengthM = lengthM };

    /// <summary>Shows a frame at a junction and moves on.</summary>
    public void Run(long milliseconds, int junction, SignalFrame frame)
    {
        Model.SetSignals(junction, frame with { TimeMs = Model.NowMs });
        Run(milliseconds);
    }

    public void Run(long milliseconds)
    {
        for (long done = 0; done < milliseconds; done += Step)
        {
            Model.Step(Step);
            LastTracks.Clear();
            for (int j = 0; j < Network.Junctions.Length; j++)
            {
                _tick.Clear();
                Model.DrainInto(j, _tick);
                foreach (DetectorTransition transition in _tick.Transitions)
                {
                    Transitions.Add((j, transition));
                }

                foreach (TrackObservation observation in _tick.Tracks)
                {
                    LastTracks.Add((j, observation));
                }
            }
        }
    }
}
