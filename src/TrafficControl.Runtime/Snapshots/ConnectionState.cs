namespace TrafficControl.Runtime.Snapshots;

/// <summary>Whether a controller is connected.</summary>
public enum ConnectionState
{
    /// <summary>No controller has connected, or it said goodbye.</summary>
    Disconnected,

    /// <summary>A controller is connected and its ticks arrive.</summary>
    Online,

    /// <summary>Nothing was heard for longer than the lease.</summary>
    Offline,
}
