namespace Grpc.Core;

/// <summary>The state of a channel; the values are part of the contract.</summary>
public enum ConnectivityState
{
    /// <summary>No connection, none being made.</summary>
    Idle = 0,

    /// <summary>A connection is being made.</summary>
    Connecting = 1,

    /// <summary>Connected.</summary>
    Ready = 2,

    /// <summary>The last attempt failed; another will follow.</summary>
    TransientFailure = 3,

    /// <summary>The channel has been shut down.</summary>
    Shutdown = 4,
}
