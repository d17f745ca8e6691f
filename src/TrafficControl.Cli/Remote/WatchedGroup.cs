namespace TrafficControl.Cli.Remote;

/// <summary>A signal group in a line of <c>trafficctl watch --json</c>.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="State">red, green, yellow, walk, ped-clearance or flash.</param>
/// <param name="Next">True: the engine wants it next.</param>
/// <param name="Call">True: it is called.</param>
internal sealed record WatchedGroup(string Id, string State, bool Next, bool Call);
