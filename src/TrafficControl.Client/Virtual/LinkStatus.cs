namespace TrafficControl.Client.Virtual;

/// <summary>How a virtual controller stands with the engine.</summary>
public enum LinkStatus
{
    /// <summary>No stream: the controller runs its local plan, or will when the last directive expires.</summary>
    Disconnected,

    /// <summary>A stream is being opened, or the next attempt is awaited.</summary>
    Connecting,

    /// <summary>The stream is up.</summary>
    Connected,

    /// <summary>
    /// The engine refused for a reason that trying again will not cure; see <see cref="VirtualController.LastError"/>.
    /// </summary>
    Refused,
}
