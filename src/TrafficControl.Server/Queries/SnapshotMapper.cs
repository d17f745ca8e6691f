using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Runtime.Engines;
using TrafficControl.Runtime.Snapshots;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Queries;

/// <summary>Maps snapshots to messages.</summary>
internal static class SnapshotMapper
{
    internal static V1.IntersectionSummary ToSummary(IntersectionSnapshot snapshot) => new()
    {
        Id = snapshot.Intersection.Id,
        Name = snapshot.Intersection.Definition.Name,
        Connection = ToMessage(snapshot.Connection),
        PlanId = snapshot.Plan.Definition.Id,
        SafetyBreach = BreachName(snapshot.Breach),
    };

    internal static V1.IntersectionState ToState(IntersectionSnapshot snapshot, LinkCounters counters)
    {
        V1.IntersectionState state = new()
        {
            Id = snapshot.Intersection.Id,
            Connection = ToMessage(snapshot.Connection),
            TimeMs = snapshot.Frame.TimeMs,
            Version = snapshot.Version,
            PlanId = snapshot.Plan.Definition.Id,
            Strategy = IntersectionMapper.ToMessage(snapshot.Plan.Definition.Strategy),
            LocalMode = TickMapper.ToMessage(snapshot.LocalMode),
            DirectiveMode = DirectiveMapper.ToMessage(snapshot.DirectiveMode),
            Reason = DirectiveMapper.ToMessage(snapshot.Reason),
            GreenMask = snapshot.Frame.Green,
            YellowMask = snapshot.Frame.Yellow,
            RedClearanceMask = snapshot.Frame.RedClearance,
            WalkMask = snapshot.Frame.Walk,
            PedClearanceMask = snapshot.Frame.PedClearance,
            NextGroups = snapshot.NextGroups,
            CallMask = snapshot.Calls,
            LaneQueues = { snapshot.LaneQueues },
            SafetyBreach = BreachName(snapshot.Breach),
            Counters = ToMessage(counters),
            DecisionCosts = ToMessage(snapshot.Costs, snapshot.Intersection),
        };
        foreach (LaneBasis basis in snapshot.LaneBases)
        {
            state.LaneBases.Add(new V1.LaneBasis
            {
                Evidence = ToMessage(basis.Evidence),
                HeadwayMs = basis.HeadwayMs,
                QueueDeviation = basis.QueueDeviationVehicles,
            });
        }

        foreach (int detector in snapshot.FailedDetectors)
        {
            state.FailedDetectorIds.Add(snapshot.Intersection.Detectors[detector].Definition.Id);
        }

        foreach (GroupForecast forecast in snapshot.Forecasts)
        {
            V1.GroupForecast message = new();
            DirectiveMapper.Fill(forecast, snapshot.Frame.TimeMs, message);
            state.Forecasts.Add(message);
        }

        return state;
    }

    private static V1.LaneEvidence ToMessage(LaneEvidence? evidence) =>
        evidence is { } known ? (V1.LaneEvidence)((int)known + 1) : V1.LaneEvidence.Unspecified;

    private static V1.DecisionCosts? ToMessage(in DecisionCosts costs, Intersection intersection)
    {
        if (costs.Count == 0)
        {
            return null;
        }

        V1.DecisionCosts message = new() { Chosen = ToMessage(costs.Chosen, intersection) };
        if (costs.Count > 1)
        {
            message.Alternatives.Add(ToMessage(costs.Best, intersection));
        }

        if (costs.Count > 2)
        {
            message.Alternatives.Add(ToMessage(costs.Second, intersection));
        }

        return message;
    }

    private static V1.StageCost ToMessage(in DecisionAlternative stage, Intersection intersection) => new()
    {
        StageId = intersection.Stages[stage.Stage].Id,
        VehicleSeconds = stage.CostVehicleSeconds,
    };

    private static V1.LinkCounters ToMessage(LinkCounters counters) => new()
    {
        Ticks = counters.Ticks,
        MissingTicks = counters.MissingTicks,
        DuplicateTicks = counters.DuplicateTicks,
        LateTicks = counters.LateTicks,
        Directives = counters.Directives,
        Sessions = counters.Sessions,
        ReplacedSessions = counters.ReplacedSessions,
        ClockSteps = counters.ClockSteps,
        DroppedEvents = counters.DroppedEvents,
        DroppedMail = counters.DroppedMail,
        OfflinePeriods = counters.OfflinePeriods,
        BrokenPromises = counters.BrokenPromises,
    };

    private static V1.ConnectionState ToMessage(ConnectionState connection) => (V1.ConnectionState)((int)connection + 1);

    private static string BreachName(SafetyBreach breach) =>
        breach.Rule == SafetyRule.None ? "" : breach.Rule.ToString();
}
