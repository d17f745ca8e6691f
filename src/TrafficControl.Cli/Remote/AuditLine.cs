namespace TrafficControl.Cli.Remote;

/// <summary>A line of the audit in the JSON of <c>trafficctl audit list</c>; the fields are those of the contract.</summary>
internal sealed record AuditLine(
    long Sequence, DateTimeOffset Time, string Author, string Address, string Action, string Intersection, string Plan,
    string OldValue, string NewValue, string Reason, string RequestId, string Result, string Hash);
