using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Storage;

/// <summary>What operators have decided, on a database. Safe for any thread.</summary>
public sealed class TrafficStore : IAsyncDisposable
{
    private readonly DatabaseSession _session;

    private TrafficStore(DatabaseSession session, TimeProvider time)
    {
        _session = session;
        Plans = new PlanStore(session, time);
        Queries = new PlanQueries(session);
        Audit = new AuditLog(session, time);
    }

    /// <summary>Changes of plans.</summary>
    public PlanStore Plans { get; }

    /// <summary>What there is.</summary>
    public PlanQueries Queries { get; }

    /// <summary>Who changed what.</summary>
    public AuditLog Audit { get; }

    /// <summary>Opens a database, makes it where there is none, and brings its schema up to date.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="time">Clock of what is written.</param>
    /// <param name="cancellation">Ends it, with nothing changed.</param>
    /// <exception cref="StorageException">It cannot be opened, or a newer program made it.</exception>
    public static async Task<TrafficStore> OpenAsync(
        DatabaseAddress address, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new TrafficStore(await DatabaseSession.OpenAsync(address, cancellation).ConfigureAwait(false), time);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
