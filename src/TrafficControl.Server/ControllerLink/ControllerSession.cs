namespace TrafficControl.Server.ControllerLink;

/// <summary>One stream of one controller, from its Hello until its read loop ends.</summary>
internal sealed class ControllerSession : IDisposable
{
    private readonly SessionSlot _slot;
    private readonly CancellationTokenSource _cancellation;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ControllerSession(SessionSlot slot, CancellationToken cancellation)
    {
        _slot = slot;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Cancellation = _cancellation.Token;
    }

    internal string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Cancelled when the client goes, the server stops, or a newer session takes the place.</summary>
    internal CancellationToken Cancellation { get; }

    internal bool IsReplaced { get; private set; }

    /// <summary>Tells the session to end and waits until its loop has.</summary>
    internal async Task ReplaceAsync()
    {
        IsReplaced = true;
        try
        {
            await _cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in the same moment.
        }

        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>The loop has ended: the place is free.</summary>
    public void Dispose()
    {
        _slot.Leave(this);
        _cancellation.Dispose();
        _ended.TrySetResult();
    }
}
