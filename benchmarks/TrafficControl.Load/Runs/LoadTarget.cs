using System.Net;

namespace TrafficControl.Load.Runs;

/// <summary>What is put under load.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Attached">Address of a server that runs already; null: one is started.</param>
internal sealed record LoadTarget(string Name, IPEndPoint? Attached = null)
{
    /// <summary>The engine's server, started for the run.</summary>
    internal static readonly LoadTarget Engine = new("engine");

    /// <summary>A plain Grpc.AspNetCore.Server duplex echo of the same messages.</summary>
    internal static readonly LoadTarget GrpcEcho = new("grpc-echo");

    /// <summary>A bare Kestrel echo of the same frame sizes.</summary>
    internal static readonly LoadTarget KestrelEcho = new("kestrel-echo");
}
