using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using TrafficControl.Core.Model;

namespace TrafficControl.EndToEnd.Tests.Processes;

/// <summary>The engine's server as its own process on a loopback port that stays the same over restarts.</summary>
internal sealed class EngineProcess : IDisposable
{
    private readonly string _folder;
    private readonly string[] _options;
    private ChildProcess? _process;

    private EngineProcess(string folder, string[] options)
    {
        _folder = folder;
        _options = options;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        Channel = GrpcChannel.ForAddress(Address);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public static async Task<EngineProcess> StartAsync(IntersectionDefinition definition, params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "intersection.json"), IntersectionFile.Write(definition));
        EngineProcess engine = new(folder, options);
        await engine.RestartAsync();
        return engine;
    }

    public string IntersectionPath => Path.Combine(_folder, "intersection.json");

    public async Task RestartAsync()
    {
        _process = ChildProcess.StartProgram(
            "TrafficControl.Server",
            [$"--TrafficControl:Url={Address}", $"--TrafficControl:Intersections={_folder}", .. _options]);
        await _process.ReadLineAsync("Listening on");
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        _process?.Dispose();
        Channel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
