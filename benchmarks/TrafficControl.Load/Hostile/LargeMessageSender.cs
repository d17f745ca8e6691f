using System.Buffers.Binary;
using System.Net;
using TrafficControl.Core.Model;
using TrafficControl.Load.Http2;
using TrafficControl.Load.Runs;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Hostile;

/// <summary>
/// A controller whose messages are of four megabytes: it connects, sends as much of one as it is let, is thrown out, and
/// comes back a moment later.
/// </summary>
internal sealed class LargeMessageSender : IAsyncDisposable
{
    private const int MessageBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenParts = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _sending;

    /// <summary>Starts to send.</summary>
    /// <param name="server">The server.</param>
    /// <param name="strategy">Strategy of the junctions there.</param>
    /// <param name="junction">Number of its junction.</param>
    internal LargeMessageSender(IPEndPoint server, string strategy, int junction)
    {
        IntersectionDefinition definition = Junctions.Model(strategy).Definition with { Id = Junctions.IdOf(junction) };
        byte[] hello = GrpcPrefix.Frame(LoadRunner.Hello(definition, answersEvery: true));
        byte[] large = new byte[GrpcPrefix.Bytes + MessageBytes];
        BinaryPrimitives.WriteInt32BigEndian(large.AsSpan(1), MessageBytes);
        _sending = SendAllAsync(server, hello, large);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    /// <summary>Sends a short message; drops it when the server takes nothing.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="frame">The message with its prefix.</param>
    internal static void Send(RawStream stream, byte[] frame)
    {
        if (stream.Connection.TryBegin(stream, frame.Length, out Span<byte> target))
        {
            frame.CopyTo(target);
            stream.Connection.Commit(flush: true);
        }
    }

    private async Task SendAllAsync(IPEndPoint server, byte[] hello, byte[] large)
    {
        while (!_ended.IsCancellationRequested)
        {
            DeafSink sink = new();
            RawConnection connection = await RawConnection.OpenAsync(server, sink, _ended.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                RawStream stream = connection.OpenStream(RawLoadClient.ConnectPath, 0);
                Send(stream, hello);
                int sent = 0;
                while (sent < large.Length && !sink.HasEnded)
                {
                    int part = connection.SendPart(stream, large.AsSpan(sent));
                    sent += part;
                    if (part == 0)
                    {
                        await Task.Delay(BetweenParts, _ended.Token).ConfigureAwait(false);
                    }
                }
            }

            await Task.Delay(BetweenTries, _ended.Token).ConfigureAwait(false);
        }
    }
}
