using TrafficControl.Storage;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Server.Plans;

/// <summary>
/// The store of this process. One in memory is opened when first asked for: a server that nobody asks for plans starts without.
/// </summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly Lazy<Task<TrafficStore>> _store;

    public OpenedStore(DatabaseAddress address, TimeProvider time)
    {
        IsKept = address.Kind != DatabaseKind.Memory;
        _store = new Lazy<Task<TrafficStore>>(() => TrafficStore.OpenAsync(address, time, CancellationToken.None));
    }

    /// <summary>True: what is in it outlives this process.</summary>
    public bool IsKept { get; }

    /// <exception cref="StorageException">It cannot be opened.</exception>
    public Task<TrafficStore> GetAsync() => _store.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_store.IsValueCreated && _store.Value.IsCompletedSuccessfully)
        {
            await (await _store.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }
}
