namespace TrafficControl.Load.Streams;

/// <summary>Hears what the server answers. Calls for one controller come one at a time; those for several may overlap.</summary>
internal interface IDirectiveSink
{
    /// <summary>The server has taken a controller in.</summary>
    /// <param name="controller">Number of the controller.</param>
    void OnWelcome(int controller);

    /// <summary>A directive came.</summary>
    /// <param name="controller">Number of the controller.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="receivedAt">When its bytes were read, as Stopwatch counts.</param>
    void OnDirective(int controller, in DirectiveView answer, long receivedAt);

    /// <summary>The server ended the stream of a controller, or its connection broke.</summary>
    /// <param name="controller">Number of the controller.</param>
    /// <param name="reason">What is known of the cause; for people.</param>
    void OnEnded(int controller, string reason);
}
