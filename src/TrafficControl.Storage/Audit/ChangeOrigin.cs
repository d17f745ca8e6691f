namespace TrafficControl.Storage.Audit;

/// <summary>Who changes something, from where, and why.</summary>
/// <param name="Author">Who, as the audit names them; not empty.</param>
/// <param name="Address">Where the request came from, such as the peer's address.</param>
/// <param name="Reason">Why; not empty.</param>
/// <param name="RequestId">
/// Names the request, so that its repetition changes nothing; empty: every request is one of its own.
/// </param>
public sealed record ChangeOrigin(string Author, string Address, string Reason, string RequestId = "");
