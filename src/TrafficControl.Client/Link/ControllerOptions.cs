namespace TrafficControl.Client.Link;

/// <summary>How a controller talks to the engine. Immutable.</summary>
public sealed record ControllerOptions
{
    /// <summary>The version of the controller link that this client speaks.</summary>
    public const int ProtocolVersion = 1;

    /// <summary>Address of the engine, such as <c>http://127.0.0.1:5080</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// True: time is simulated, every tick is answered before the next one; false: ticks come at the pace of the clock.
    /// </summary>
    public bool IsSimulated { get; init; }

    /// <summary>True: the controller runs plans by itself and obeys only cycle, split and offset.</summary>
    public bool ObeysPlansOnly { get; init; }

    /// <summary>Maker of the controller; for people.</summary>
    public string Vendor { get; init; } = "TrafficControl";

    /// <summary>Software version of the controller; for people.</summary>
    public string Software { get; init; } = "virtual controller";

    /// <summary>
    /// Longest wait for a Welcome or, in simulated time, for a directive. More than zero; default 10 s of wall time.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When to try again after the link is lost.</summary>
    public ReconnectPolicy Reconnect { get; init; } = new();
}
