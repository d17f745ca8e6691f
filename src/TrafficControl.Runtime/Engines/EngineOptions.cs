namespace TrafficControl.Runtime.Engines;

/// <summary>How engines run. Immutable; times in milliseconds of event time.</summary>
public sealed record EngineOptions
{
    /// <summary>How long a directive holds after its tick. 500 to 60 000; default 3 000.</summary>
    public int DirectiveValidityMs { get; init; } = 3_000;

    /// <summary>Most commands that wait in an intersection's mailbox. 1 to 4 096; default 256.</summary>
    public int MailboxCapacity { get; init; } = 256;

    /// <summary>
    /// True: intersections tell those downstream whom they sent and plan to send. They report queues upstream in any case.
    /// Default true.
    /// </summary>
    public bool ExchangeForecasts { get; init; } = true;
}
