namespace TrafficControl.Cli.Remote;

/// <summary>One line of <c>trafficctl watch --json</c>.</summary>
/// <param name="Id">Identifier of the intersection.</param>
/// <param name="Connection">disconnected, online or offline.</param>
/// <param name="TimeMs">Time of the last tick, Unix milliseconds of the controller's clock; 0: none yet.</param>
/// <param name="Plan">The running plan.</param>
/// <param name="Strategy">The strategy it runs.</param>
/// <param name="LocalMode">What the controller obeys.</param>
/// <param name="DirectiveMode">What the engine asks for as a whole.</param>
/// <param name="Reason">Why.</param>
/// <param name="Groups">The signal groups.</param>
/// <param name="Lanes">The lanes with their estimated queues.</param>
/// <param name="SafetyBreach">Latched safety rule; empty: none.</param>
/// <param name="Ticks">Ticks taken in since the engine started.</param>
/// <param name="Directives">Directives sent since then.</param>
/// <param name="MissingTicks">Ticks missing in the sequence since then.</param>
/// <param name="BrokenPromises">Committed ends of green or red that did not come as said since then.</param>
/// <param name="Chosen">The stage chosen with its predicted cost; null when the strategy predicts none.</param>
/// <param name="Alternatives">The best other stages, the cheaper first.</param>
/// <param name="FailedDetectors">Detectors that are not believed.</param>
internal sealed record WatchedLine(
    string Id, string Connection, long TimeMs, string Plan, string Strategy, string LocalMode, string DirectiveMode,
    string Reason, IReadOnlyList<WatchedGroup> Groups, IReadOnlyList<WatchedLane> Lanes, string SafetyBreach, long Ticks,
    long Directives, long MissingTicks, long BrokenPromises, WatchedCost? Chosen, IReadOnlyList<WatchedCost> Alternatives,
    IReadOnlyList<string> FailedDetectors);
