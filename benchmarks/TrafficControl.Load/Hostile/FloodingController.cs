using System.Diagnostics;
using System.Net;
using TrafficControl.Core.Model;
using TrafficControl.Load.Http2;
using TrafficControl.Load.Measuring;
using TrafficControl.Load.Runs;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Hostile;

/// <summary>A controller of one junction that ticks a thousand times a second, a hundred times as often as it should.</summary>
internal sealed class FloodingController : IAsyncDisposable
{
    private const double PeriodMs = 1;
    private const int TicksPerStep = ScriptRecorder.StepMs;

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _flooding;

    /// <summary>Starts to flood.</summary>
    /// <param name="server">The server.</param>
    /// <param name="strategy">Strategy of the junctions there.</param>
    /// <param name="junction">Number of its junction.</param>
    internal FloodingController(IPEndPoint server, string strategy, int junction)
    {
        Intersection model = Junctions.Model(strategy);
        TickScript script = new ScriptRecorder(model, TrafficMix.Normal, onEvents: false).Record(1, seed: 1)[0];
        byte[] hello = LoadRunner.Hello(model.Definition with { Id = Junctions.IdOf(junction) }, answersEvery: true);
        _flooding = Task.Factory.StartNew(
            () => FloodAsync(server, script, hello), _ended.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _flooding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task FloodAsync(IPEndPoint server, TickScript script, byte[] hello)
    {
        RawConnection connection = await RawConnection.OpenAsync(server, new DeafSink(), _ended.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            RawStream stream = connection.OpenStream(RawLoadClient.ConnectPath, 0);
            LargeMessageSender.Send(stream, GrpcPrefix.Frame(hello));
            Flood(stream, script);
        }
    }

    private void Flood(RawStream stream, TickScript script)
    {
        long firstMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long nextAt = Stopwatch.GetTimestamp();
        for (int i = 0; !_ended.IsCancellationRequested && !stream.HasEnded; i++)
        {
            // The signals stand as they do for the whole step; only time goes on.
            ScriptedTick tick = new(script, i / TicksPerStep % script.Count, i + 1, firstMs + i);
            if (stream.Connection.TryBegin(stream, tick.Bytes, out Span<byte> target))
            {
                tick.Write(target);
                stream.Connection.Commit(flush: true);
            }

            nextAt += PreciseWait.FromMilliseconds(PeriodMs);
            PreciseWait.Until(nextAt);
        }
    }
}
