using System.Net;
using Google.Protobuf;
using TrafficControl.Core.Model;
using TrafficControl.Load.Processes;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Runs;

/// <summary>Starts what is put under load, records the scripts once for each kind, and makes runs.</summary>
internal sealed class LoadRunner
{
    // Enough that junctions do not move in step; few enough to be recorded in a second or two.
    private const int Scripts = 16;

    private readonly Dictionary<ScriptKey, TickScript[]> _scripts = [];
    private readonly IReadOnlyDictionary<string, string> _environment;

    /// <summary>Creates a runner.</summary>
    /// <param name="environment">Variables of the servers it starts, such as DOTNET_gcServer.</param>
    internal LoadRunner(IReadOnlyDictionary<string, string> environment)
    {
        _environment = environment;
    }

    /// <summary>Makes a run against a target that lives as long as the run.</summary>
    /// <param name="target">What is put under load.</param>
    /// <param name="shape">What is sent.</param>
    /// <param name="beside">Works on the server beside the run, such as a hostile peer; null: nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<LoadReport> RunAsync(
        LoadTarget target, LoadShape shape, Func<IPEndPoint, IAsyncDisposable>? beside, CancellationToken cancellation)
    {
        Intersection model = Junctions.Model(shape.Strategy);
        TickScript[] scripts = ScriptsFor(shape, model);
        using ServedProcess? served = await StartAsync(target, shape, model, scripts[0], cancellation).ConfigureAwait(false);
        IPEndPoint address = target.Attached ?? served!.Address;
        ILoadClient client = Client(shape, address);
        await using (client.ConfigureAwait(false))
        {
            IAsyncDisposable? peer = beside?.Invoke(address);
            try
            {
                LoadRun run = new(shape, scripts, client);
                LoadMeasurement measured = await run.RunAsync(
                    Hellos(shape, model), served, cancellation).ConfigureAwait(false);
                return LoadReport.Of(target.Name, shape, measured);
            }
            finally
            {
                if (peer is not null)
                {
                    await peer.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Lets simulated time go by and looks at the server's memory.</summary>
    /// <param name="shape">What is sent.</param>
    /// <param name="minutes">Simulated minutes, 1 or more.</param>
    /// <param name="looks">How often its memory is looked at, 1 or more.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<IReadOnlyList<MemoryRow>> RunMemoryAsync(
        LoadShape shape, int minutes, int looks, CancellationToken cancellation)
    {
        Intersection model = Junctions.Model(shape.Strategy);
        TickScript[] scripts = ScriptsFor(shape, model);
        using ServedProcess? served = await StartAsync(LoadTarget.Engine, shape, model, scripts[0], cancellation)
            .ConfigureAwait(false);
        ILoadClient client = Client(shape, served!.Address);
        await using (client.ConfigureAwait(false))
        {
            return await new MemoryRun(shape, scripts, client)
                .RunAsync(Hellos(shape, model), served.CollectAsync, minutes, looks, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Measures what engines take in this process, without a server.</summary>
    /// <param name="shape">How many, and what they are given.</param>
    /// <param name="minutes">Minutes of event time, at most the length of a script.</param>
    internal EngineMemoryReport MeasureAlone(LoadShape shape, int minutes)
    {
        Intersection model = Junctions.Model(shape.Strategy);
        return EngineMemory.Measure(shape, model, ScriptsFor(shape, model), minutes);
    }

    /// <summary>The Hello of a controller.</summary>
    /// <param name="definition">Its intersection.</param>
    /// <param name="answersEvery">True: the engine shall answer every tick.</param>
    internal static byte[] Hello(IntersectionDefinition definition, bool answersEvery) => new V1.ConnectRequest
    {
        Hello = new V1.Hello
        {
            IntersectionId = definition.Id,
            FileDigest = IntersectionFile.Digest(definition),
            ProtocolVersion = 1,
            ClockMode = answersEvery ? V1.ClockMode.Simulated : V1.ClockMode.RealTime,
            ActuationLevel = V1.ActuationLevel.Groups,
            Vendor = "TrafficControl",
            Software = "trafficcontrol-load",
        },
    }.ToByteArray();

    private static ILoadClient Client(LoadShape shape, IPEndPoint address) => shape.UsesGrpcClient
        ? new GrpcLoadClient(address, shape.Connections)
        : new RawLoadClient(address, shape.Connections);

    private static byte[][] Hellos(LoadShape shape, Intersection model) =>
        [.. Enumerable.Range(0, shape.Controllers).AsParallel().AsOrdered().Select(
            i => Hello(model.Definition with { Id = Junctions.IdOf(i) }, shape.AnswersEvery))];

    private TickScript[] ScriptsFor(LoadShape shape, Intersection model)
    {
        ScriptKey key = new(shape.Strategy, shape.Mix, shape.IsOnEvents, shape.Seed);
        if (!_scripts.TryGetValue(key, out TickScript[]? scripts))
        {
            scripts = new ScriptRecorder(model, shape.Mix, shape.IsOnEvents).Record(Scripts, shape.Seed);
            _scripts.Add(key, scripts);
        }

        return scripts;
    }

    private async Task<ServedProcess?> StartAsync(
        LoadTarget target, LoadShape shape, Intersection model, TickScript script, CancellationToken cancellation)
    {
        if (target.Attached is not null)
        {
            return null;
        }

        // A hostile controller needs a junction of its own: one more than the run has.
        return target == LoadTarget.Engine
            ? await ServedProcess.StartEngineAsync(
                folder => Junctions.Write(model, shape.Controllers + 1, folder), _environment, cancellation).ConfigureAwait(false)
            : await ServedProcess.StartEchoAsync(
                target == LoadTarget.GrpcEcho ? "grpc" : "kestrel", script.TypicalAnswer.ToByteString().ToBase64(), _environment,
                cancellation).ConfigureAwait(false);
    }

    private readonly record struct ScriptKey(string Strategy, TrafficMix Mix, bool IsOnEvents, int Seed);
}
