namespace TrafficControl.Cli.Remote;

/// <summary>A signal group in a line of <c>trafficctl watch --json</c>.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="State">red, green, yellow, walk, ped-clearance or flash.</param>
/// <param name="Next">True: the engine wants it next.</param>
/// <param name="Call">True: it is called.</param>
/// <param name="MinEndMs">Its state ends not before this, milliseconds from the last tick; -1: not known.</param>
/// <param name="MaxEndMs">Not after this.</param>
/// <param name="LikelyEndMs">Most likely at this.</param>
/// <param name="ConfidencePercent">Confidence in the likely end, 0 to 100.</param>
/// <param name="Committed">True: the end is promised.</param>
internal sealed record WatchedGroup(
    string Id, string State, bool Next, bool Call, int MinEndMs, int MaxEndMs, int LikelyEndMs, uint ConfidencePercent,
    bool Committed);
