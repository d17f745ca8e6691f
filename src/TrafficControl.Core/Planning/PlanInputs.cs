using System.Numerics;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Planning;

/// <summary>Fills the input of a plan from what is known of the intersection.</summary>
internal sealed class PlanInputs
{
    // A driver at the head of a lane who may go has gone within 3 s, and then with a rate of one per second.
    private const double ReactionS = 3;
    private const double GoRatePerSecond = 1;
    private const double RareShare = 0.01;
    private const double CertainShare = 0.95;
    private const double HeadQueue = 0.5;

    // The least that a blocked exit lets through, so that a plan still tells the lanes apart.
    private const double LeastDownstream = 0.02;

    // Pedestrians who called all cross within the first second of walk.
    private const float PedestrianRate = 50;
    private const float PedestrianWeight = 1;

    private readonly Intersection _intersection;
    private readonly StageModel _model;
    private readonly PlanInput _input;

    internal PlanInputs(Intersection intersection, StageModel model, PlanInput input)
    {
        _intersection = intersection;
        _model = model;
        _input = input;
    }

    /// <summary>Fills queues, arrivals and heads for the stage that runs, or is being left.</summary>
    internal void Fill(IntersectionState state, int stage)
    {
        Array.Clear(_input.Arrivals);
        for (int position = 0; position < _model.Lanes.Length; position++)
        {
            FillLane(state, _intersection.Lanes[_model.Lanes[position]], position, stage);
        }

        ulong waiting = state.Demand.Calls & ~state.Signals.Frame.Walk;
        for (ulong rest = _intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            int position = _model.PositionOfPedestrians(group);
            _input.Queue[position] = (waiting >> group & 1) == 0 ? 0 : 1;
            _input.Downstream[position] = 1;
            _input.Weight[position] = PedestrianWeight;
            _input.RatePerSecond[position] = PedestrianRate;
            _input.BlockedYielding[position] = CrossingRestS(state, group);
        }
    }

    /// <summary>How long people will still be on a crossing, seconds: the rest of their walk and clearance.</summary>
    private float CrossingRestS(IntersectionState state, int group)
    {
        SignalGroupDefinition definition = _intersection.Groups[group].Definition;
        ulong bit = 1UL << group;
        if ((state.Signals.Frame.PedClearance & bit) != 0)
        {
            return Math.Max(0, definition.PedClearanceMs - (state.NowMs - state.Signals.RightOfWayEndMs(group))) / 1000f;
        }

        if ((state.Signals.Frame.Walk & bit) == 0)
        {
            return 0;
        }

        long walkRestMs = definition.MinGreenMs - (state.NowMs - state.Signals.RightOfWayStartMs(group));
        return (Math.Max(0, walkRestMs) + definition.PedClearanceMs) / 1000f;
    }

    private void FillLane(IntersectionState state, Lane lane, int position, int stage)
    {
        QueueEstimator queues = state.Queues;
        double headwayS = queues.HeadwayS(lane.Index);
        _input.Queue[position] = (float)queues.QueueVehicles(lane.Index);
        _input.Weight[position] = 1;
        _input.RatePerSecond[position] = (float)(1 / headwayS);
        _input.Downstream[position] = Downstream(queues, lane);
        FillArrivals(queues, lane.Index, position);
        long greenSinceMs = GreenSinceMs(state, lane);
        double greenS = greenSinceMs < 0 ? -1 : (state.NowMs - greenSinceMs) / 1000.0;
        double sinceDepartureS = (state.NowMs - queues.LastDepartureMs(lane.Index)) / 1000.0;
        _input.Tokens[position] = greenS < 0 ? 0
            : greenS <= 1 ? (float)(0.35 * (greenS + 1) / 2)
            : (float)Math.Min(1, Math.Min(greenS / headwayS, sinceDepartureS / headwayS));
        FillHead(state, lane, position, stage, greenSinceMs);
    }

    private void FillArrivals(QueueEstimator queues, int lane, int position)
    {
        int seen = (int)(queues.SeenSeconds(lane) + 1);
        float flow = (float)queues.ArrivalRateVps(lane);
        ReadOnlySpan<float> unseen = queues.UnseenArrivals(lane);
        int seconds = _input.HorizonSeconds + PlanInput.GapSeconds;
        for (int t = 0; t < seconds; t++)
        {
            float known = t < ApproachLane.ArrivalSeconds ? queues.ArrivingVehicles(lane, t) : 0;
            float mean = (t < unseen.Length ? unseen[t] : flow);
            _input.Arrivals[(t * _model.Width) + position] = known + (t < seen ? 0 : mean);
        }
    }

    /// <summary>
    /// Whether the head of a lane is blocked, from how long it has stayed although it might have gone (Bayes, exponential
    /// reaction time).
    /// </summary>
    private void FillHead(IntersectionState state, Lane lane, int position, int stage, long greenSinceMs)
    {
        double red = _model.Red[(stage * _model.Width) + position];
        double yielding = 0;
        foreach (ref readonly YieldEntry entry in _model.YieldsOf(stage))
        {
            yielding += entry.Lane == position ? entry.Share : 0;
        }

        _input.BlockedRed[position] = 0;
        _input.BlockedYielding[position] = 0;
        bool isServed = _model.Serves[(stage * _model.Width) + position] && greenSinceMs >= 0;
        if (!isServed || state.Queues.QueueVehicles(lane.Index) < HeadQueue)
        {
            return;
        }

        double stayedS = state.Queues.IsStopBarOccupied(lane.Index)
            ? (state.NowMs - Math.Max(state.Queues.LastDepartureMs(lane.Index), greenSinceMs)) / 1000.0
            : 0;
        double likelihood = Decay.Of(Math.Max(0, stayedS - ReactionS) * GoRatePerSecond);
        double blockedRed = Posterior(red, likelihood);
        double blockedYielding = 0;
        if (yielding is > 0 and < CertainShare)
        {
            double total = Posterior(Math.Min(CertainShare - 1e-9, red + yielding), likelihood);
            blockedRed = red > 0 ? total * red / (red + yielding) : blockedRed;
            blockedYielding = stayedS > ReactionS ? total * yielding / (red + yielding) : 0;
        }

        _input.BlockedRed[position] = (float)blockedRed;
        _input.BlockedYielding[position] = (float)blockedYielding;
    }

    private static double Posterior(double prior, double likelihood) =>
        prior <= RareShare ? 0 : prior >= CertainShare ? 1 : prior / (prior + ((1 - prior) * likelihood));

    private float Downstream(QueueEstimator queues, Lane lane)
    {
        double open = 1;
        foreach (int index in lane.Movements)
        {
            int exit = _intersection.Movements[index].ToLane;
            open -= exit < 0 ? 0 : queues.TurningShare(index) * (1 - queues.Openness(exit));
        }

        return (float)Math.Max(LeastDownstream, open);
    }

    /// <summary>Since when a lane has had green for at least one movement, or -1.</summary>
    private static long GreenSinceMs(IntersectionState state, Lane lane)
    {
        long sinceMs = -1;
        for (ulong rest = lane.Groups & state.Signals.Frame.Green; rest != 0; rest &= rest - 1)
        {
            long startMs = state.Signals.RightOfWayStartMs(BitOperations.TrailingZeroCount(rest));
            sinceMs = sinceMs < 0 ? startMs : Math.Min(sinceMs, startMs);
        }

        return state.Signals.Frame.IsFlash ? -1 : sinceMs;
    }
}
