using TrafficControl.Cli.Boards;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Remote;

/// <summary>The state of one intersection as watchers see it, with the names that the masks lack.</summary>
internal sealed class WatchedState
{
    private static readonly V1.LaneBasis NoBasis = new();
    private static readonly V1.GroupForecast Unknown = new() { MinEndMs = -1, MaxEndMs = -1, LikelyEndMs = -1 };

    private readonly V1.IntersectionState _state;
    private readonly IntersectionNames _names;

    public WatchedState(V1.IntersectionState state, IntersectionNames names)
    {
        _state = state;
        _names = names;
    }

    /// <summary>Identifier.</summary>
    public string Id => _state.Id;

    /// <summary>disconnected, online or offline.</summary>
    public string Connection => Word(_state.Connection);

    /// <summary>Time of the last tick, Unix milliseconds; 0: none yet.</summary>
    public long TimeMs => _state.TimeMs;

    /// <summary>The running plan.</summary>
    public string PlanId => _state.PlanId;

    /// <summary>Identifiers of the groups by index.</summary>
    public IReadOnlyList<string> GroupIds => _names.Groups;

    /// <summary>What the groups show.</summary>
    public SignalMasks Masks => new(
        _state.GreenMask, _state.YellowMask, _state.WalkMask, _state.PedClearanceMask,
        _state.LocalMode == V1.LocalMode.Flash);

    /// <summary>Groups the engine wants next.</summary>
    public ulong NextGroups => _state.NextGroups;

    /// <summary>Estimated queue of all lanes, vehicles.</summary>
    public double QueueVehicles => _state.LaneQueues.Sum(queue => (double)queue);

    /// <summary>Standard deviation of that number, vehicles, as if lanes were wrong independently.</summary>
    public double QueueDeviationVehicles =>
        Math.Sqrt(_state.LaneBases.Sum(basis => (double)basis.QueueDeviation * basis.QueueDeviation));

    /// <summary>Detectors that are not believed.</summary>
    public IReadOnlyList<string> FailedDetectors => _state.FailedDetectorIds;

    /// <summary>Number of lanes whose estimate rests on something.</summary>
    /// <param name="evidence">On what.</param>
    public int LanesBy(V1.LaneEvidence evidence) => _state.LaneBases.Count(basis => basis.Evidence == evidence);

    /// <summary>Why the engine decided what it did, in lower case.</summary>
    public string Reason => Word(_state.Reason);

    /// <summary>The stage the engine chose with its predicted cost; null when its strategy predicts none.</summary>
    public WatchedCost? Chosen => _state.DecisionCosts?.Chosen is { } chosen ? ToCost(chosen) : null;

    /// <summary>The best other stages, the cheaper first.</summary>
    public IReadOnlyList<WatchedCost> Alternatives => [.. _state.DecisionCosts?.Alternatives.Select(ToCost) ?? []];

    /// <summary>Latched safety rule; empty: none.</summary>
    public string SafetyBreach => _state.SafetyBreach;

    /// <summary>The state as a JSON line.</summary>
    public WatchedLine ToLine() => new(
        Id, Connection, TimeMs, PlanId, Word(_state.Strategy), Word(_state.LocalMode), Word(_state.DirectiveMode), Reason,
        [.. GroupIds.Select((id, i) => new WatchedGroup(
            id, ColourWord(Masks.Of(i)), (NextGroups >> i & 1) != 0, (_state.CallMask >> i & 1) != 0, Forecast(i).MinEndMs,
            Forecast(i).MaxEndMs, Forecast(i).LikelyEndMs, Forecast(i).ConfidencePercent, Forecast(i).Committed))],
        [.. _state.LaneQueues.Select((queue, i) => new WatchedLane(
            i < _names.Lanes.Count ? _names.Lanes[i] : "", Math.Round(queue, 2),
            Math.Round(Basis(i).QueueDeviation, 2), EvidenceWord(Basis(i).Evidence), Basis(i).HeadwayMs))],
        SafetyBreach, _state.Counters?.Ticks ?? 0, _state.Counters?.Directives ?? 0, _state.Counters?.MissingTicks ?? 0,
        _state.Counters?.BrokenPromises ?? 0, Chosen, Alternatives, FailedDetectors);

    private static WatchedCost ToCost(V1.StageCost cost) => new(cost.StageId, Math.Round(cost.VehicleSeconds, 1));

    private V1.GroupForecast Forecast(int group) => group < _state.Forecasts.Count ? _state.Forecasts[group] : Unknown;

    private V1.LaneBasis Basis(int lane) => lane < _state.LaneBases.Count ? _state.LaneBases[lane] : NoBasis;

    private static string EvidenceWord(V1.LaneEvidence evidence) =>
        evidence == V1.LaneEvidence.Unspecified ? "" : Word(evidence);

    private static string ColourWord(GroupColour colour) => colour switch
    {
        GroupColour.PedClearance => "ped-clearance",
        GroupColour.Dark => "flash",
        _ => colour.ToString().ToLowerInvariant(),
    };

    // RestInGreen becomes rest-in-green.
    private static string Word<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, i) =>
            char.IsUpper(letter) && i > 0 ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
