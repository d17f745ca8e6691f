using TrafficControl.Runtime.Engines;

namespace TrafficControl.Server.ControllerLink;

/// <summary>
/// The place of one intersection's controller: holds the one session that may advance the engine. A newer session takes
/// the place only when the older one's read loop has ended, so the engine has a single writer.
/// </summary>
internal sealed class SessionSlot
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private ControllerSession? _current;
    private long _lastHeard;

    internal SessionSlot(IntersectionEngine engine, TimeProvider time)
    {
        Engine = engine;
        _time = time;
    }

    internal IntersectionEngine Engine { get; }

    /// <summary>Wall time since the controller was last heard.</summary>
    internal TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastHeard));

    internal void MarkHeard() => Volatile.Write(ref _lastHeard, _time.GetTimestamp());

    /// <summary>
    /// Takes the place, replacing whoever has it. The session must be disposed when its loop has ended.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The caller has gone, or was itself replaced while it waited.
    /// </exception>
    internal async Task<ControllerSession> EnterAsync(CancellationToken cancellation)
    {
        ControllerSession session = new(this, cancellation);
        ControllerSession? previous;
        lock (_lock)
        {
            previous = _current;
            _current = session;
        }

        try
        {
            if (previous is not null)
            {
                await previous.ReplaceAsync().ConfigureAwait(false);
            }

            session.Cancellation.ThrowIfCancellationRequested();
            MarkHeard();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal void Leave(ControllerSession session)
    {
        lock (_lock)
        {
            if (_current == session)
            {
                _current = null;
            }
        }
    }
}
