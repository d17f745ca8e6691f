using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TrafficControl.Storage.Databases;

/// <summary>
/// An open database. Changes follow one another, each in one transaction; reads of a file or a server run beside them.
/// Safe for any thread.
/// </summary>
internal sealed class DatabaseSession : IAsyncDisposable
{
    private readonly DatabaseAddress _address;
    private readonly DbContextOptions<TrafficDatabase> _options;
    private readonly SemaphoreSlim _gate = new(1, 1);

    // A database in memory lives as long as this one connection, which one at a time may use.
    private readonly SqliteConnection? _memory;

    private DatabaseSession(DatabaseAddress address)
    {
        _address = address;
        DbContextOptionsBuilder<TrafficDatabase> builder = new();
        switch (address.Kind)
        {
            case DatabaseKind.Memory:
                _memory = new SqliteConnection(address.ConnectionString);
                builder.UseSqlite(_memory);
                break;
            case DatabaseKind.Sqlite:
                builder.UseSqlite(address.ConnectionString).AddInterceptors(new DurableConnections());
                break;
            default:
                builder.UseNpgsql(address.ConnectionString);
                break;
        }

        _options = builder.Options;
    }

    /// <summary>Opens a database, makes it where there is none, and brings its schema up to date.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="cancellation">Ends it, with the schema unchanged.</param>
    /// <exception cref="StorageException">It cannot be opened, or is newer than this program.</exception>
    internal static async Task<DatabaseSession> OpenAsync(DatabaseAddress address, CancellationToken cancellation)
    {
        DatabaseSession session = new(address);
        try
        {
            await session.GuardAsync(async () =>
            {
                await (session._memory?.OpenAsync(cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
                await using TrafficDatabase database = new(session._options);
                if (address.Kind == DatabaseKind.Sqlite)
                {
                    // Readers and the one writer do not wait for each other. The file remembers it.
                    await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation).ConfigureAwait(false);
                }

                await SchemaUpgrade.RunAsync(database, address.Kind, SchemaSteps.For(address.Kind), cancellation)
                    .ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    internal Task<T> ReadAsync<T>(Func<TrafficDatabase, Task<T>> read, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            if (_memory is not null)
            {
                await _gate.WaitAsync(cancellation).ConfigureAwait(false);
            }

            try
            {
                await using TrafficDatabase database = new(_options);
                database.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                return await read(database).ConfigureAwait(false);
            }
            finally
            {
                if (_memory is not null)
                {
                    _gate.Release();
                }
            }
        });

    /// <summary>Changes, in one transaction that is on the disk when this returns.</summary>
    /// <param name="change">What to change; what it adds to the context is saved.</param>
    /// <param name="cancellation">Ends it before it begins; a change that has begun is finished.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <exception cref="StorageException">The database cannot be reached, and nothing is changed.</exception>
    internal Task<T> WriteAsync<T>(Func<TrafficDatabase, Task<T>> change, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            await _gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await using TrafficDatabase database = new(_options);
                await using IDbContextTransaction transaction =
                    await database.Database.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
                T result = await change(database).ConfigureAwait(false);
                await database.SaveChangesAsync(CancellationToken.None).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
            finally
            {
                _gate.Release();
            }
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_memory is not null)
        {
            await _memory.DisposeAsync().ConfigureAwait(false);
        }
        else if (_address.Kind == DatabaseKind.Sqlite)
        {
            // Pooled connections would keep the file open.
            SqliteConnection.ClearPool(new SqliteConnection(_address.ConnectionString));
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException or TimeoutException or IOException
            or System.Net.Sockets.SocketException || exception.InnerException is DbException)
        {
            string cause = (exception.GetBaseException() is { } root ? root : exception).Message.ReplaceLineEndings(" ");
            throw new StorageException(
                $"Database: {_address.Shown} cannot be used ({cause}); see that it is there, may be written and has room.", exception);
        }
    }
}
