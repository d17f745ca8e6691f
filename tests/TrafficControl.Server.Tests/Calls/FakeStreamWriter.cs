using System.Threading.Channels;
using Grpc.Core;

namespace TrafficControl.Server.Tests.Calls;

/// <summary>A response stream that the test reads, and that it can hold up as a slow client would.</summary>
internal sealed class FakeStreamWriter<T> : IServerStreamWriter<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();
    private TaskCompletionSource? _hold;

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Gets how many messages were written and not read.</summary>
    public int Unread => _messages.Reader.Count;

    /// <summary>Lets the next write, and those after it, wait for <see cref="Release"/>.</summary>
    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _hold!.SetResult();

    public async Task<T> ReadAsync() => await _messages.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        await _messages.Writer.WriteAsync(message, cancellationToken);
        if (_hold is { } hold)
        {
            await hold.Task.WaitAsync(Patience, cancellationToken);
        }
    }
}
