using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using TrafficControl.Core.Model;
using TrafficControl.Load.Echoes;
using TrafficControl.Load.Runs;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;
using TrafficControl.Server.Hosting;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Tests.Streams;

/// <summary>Clients against real servers on loopback.</summary>
[TestFixture]
public sealed class LoopbackTests
{
    private const int Controllers = 5;
    private const int Connections = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task TrySend_ToEitherEcho_IsAnsweredWithItsSequence([Values] bool isGrpcEcho, [Values] bool isGrpcClient)
    {
        V1.Directive directive = new() { NextGroups = 3, Forecasts = { new V1.GroupForecast { MinEndMs = 5 } } };
        await using WebApplication app = EchoServer.Create(isGrpcEcho, directive, statsFile: "");
        await app.StartAsync();
        TickScript script = new ScriptRecorder(Junctions.Model("fixed"), TrafficMix.Normal, onEvents: false).Record(1, 1)[0];

        await using ILoadClient client = ClientOf(app, isGrpcClient);
        Answers answers = await OpenAsync(client, Junctions.Model("fixed"));
        for (long sequence = 1; sequence <= 20; sequence++)
        {
            for (int i = 0; i < Controllers; i++)
            {
                Assert.That(client.TrySend(i, new ScriptedTick(script, 7, sequence, 1_000), flush: true), Is.True);
                DirectiveView answer = await answers.NextAsync(i);
                Assert.That(answer, Is.EqualTo(new DirectiveView(sequence, 3)));
            }
        }
    }

    [TestCase("fixed", false)]
    [TestCase("adaptive", false)]
    [TestCase("adaptive", true)]
    public async Task TrySend_ToTheEngine_IsAnsweredAsRecorded(string strategy, bool onEvents)
    {
        Intersection model = Junctions.Model(strategy);
        TickScript script = new ScriptRecorder(model, TrafficMix.Normal, onEvents).Record(1, seed: 3)[0];
        Intersection[] served = [.. Enumerable.Range(0, Controllers)
            .Select(i => Intersection.Create(model.Definition with { Id = Junctions.IdOf(i) }))];
        await using WebApplication app =
            TrafficControlServer.Create(served, configure: options => options.Url = "http://127.0.0.1:0", quiet: true);
        await app.StartAsync();

        await using ILoadClient client = ClientOf(app, isGrpc: false);
        Answers answers = await OpenAsync(client, model);
        LoadController[] controllers =
            [.. Enumerable.Range(0, Controllers).Select(i => new LoadController(i, script, 20_000 * ScriptRecorder.AlignMs))];
        for (int tick = 0; tick < 300; tick++)
        {
            foreach (LoadController controller in controllers)
            {
                Assert.That(controller.TrySend(client, tick, flush: true), Is.True);
            }

            for (int i = 0; i < Controllers; i++)
            {
                Assert.That(controllers[i].TryTake(await answers.NextAsync(i), out long sent, out bool isWrong), Is.True);
                Assert.That((sent, isWrong), Is.EqualTo(((long)tick, false)), $"tick {tick} of controller {i}");
            }
        }
    }

    private static ILoadClient ClientOf(WebApplication app, bool isGrpc)
    {
        IPEndPoint address = new(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        return isGrpc ? new GrpcLoadClient(address, Connections) : new RawLoadClient(address, Connections);
    }

    private static async Task<Answers> OpenAsync(ILoadClient client, Intersection model)
    {
        Answers answers = new();
        using CancellationTokenSource patience = new(Patience);
        byte[][] hellos = [.. Enumerable.Range(0, Controllers)
            .Select(i => LoadRunner.Hello(model.Definition with { Id = Junctions.IdOf(i) }, answersEvery: true))];
        await client.OpenAsync(hellos, answers, patience.Token);
        await answers.Welcomed.WaitAsync(patience.Token);
        return answers;
    }

    private sealed class Answers : IDirectiveSink
    {
        private readonly Channel<DirectiveView>[] _answers =
            [.. Enumerable.Range(0, Controllers).Select(_ => Channel.CreateUnbounded<DirectiveView>())];

        private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _welcomes;

        public Task Welcomed => _welcomed.Task;

        public async Task<DirectiveView> NextAsync(int controller) =>
            await _answers[controller].Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public void OnWelcome(int controller)
        {
            if (Interlocked.Increment(ref _welcomes) == Controllers)
            {
                _welcomed.TrySetResult();
            }
        }

        public void OnDirective(int controller, in DirectiveView answer, long receivedAt) =>
            _answers[controller].Writer.TryWrite(answer);

        public void OnEnded(int controller, string reason) => _answers[controller].Writer.TryComplete(new IOException(reason));
    }
}
