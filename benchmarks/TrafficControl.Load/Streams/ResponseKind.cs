namespace TrafficControl.Load.Streams;

/// <summary>What a response of the engine is.</summary>
internal enum ResponseKind
{
    /// <summary>Nothing the generator waits for.</summary>
    Other,

    /// <summary>The answer to a Hello.</summary>
    Welcome,

    /// <summary>The answer to a tick.</summary>
    Directive,
}
