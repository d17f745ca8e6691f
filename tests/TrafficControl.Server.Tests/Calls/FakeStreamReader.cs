using System.Threading.Channels;
using Grpc.Core;

namespace TrafficControl.Server.Tests.Calls;

/// <summary>A request stream that the test feeds.</summary>
internal sealed class FakeStreamReader<T> : IAsyncStreamReader<T>
{
    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();

    public T Current { get; private set; } = default!;

    public FakeStreamReader<T> With(T message)
    {
        Assert.That(_messages.Writer.TryWrite(message), Is.True);
        return this;
    }

    /// <summary>
    /// Ends the stream, as a client does that has no more to say, or with an error as one that is gone.
    /// </summary>
    public FakeStreamReader<T> End(Exception? error = null)
    {
        _messages.Writer.Complete(error);
        return this;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await _messages.Reader.WaitToReadAsync(cancellationToken))
        {
            return false;
        }

        Current = await _messages.Reader.ReadAsync(cancellationToken);
        return true;
    }
}
