using System.Text.Json;

namespace TrafficControl.Server.Hosting;

/// <summary>
/// Writes <see cref="RuntimeStats"/> as JSON to a file each second, over what was there, so that a measurement can tell what
/// a tick allocates. Runs only where an option names the file. Who puts a file beside it with <see cref="CollectSuffix"/> added
/// to its name asks for a full collection, and finds what is in use in the figures that follow.
/// </summary>
public sealed class RuntimeStatsWriter : BackgroundService
{
    /// <summary>Added to the name of the file, the name of the one that asks for a collection.</summary>
    public const string CollectSuffix = ".collect";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly string _file;
    private readonly Func<long> _countTicks;
    private readonly TimeProvider _time;
    private long _liveBytes;
    private int _askedCollections;
    private int _askedGen2;

    /// <summary>Creates a writer that has not written yet.</summary>
    /// <param name="file">The file; a file beside it with ".new" added to its name is used too.</param>
    /// <param name="countTicks">Ticks taken in so far.</param>
    /// <param name="time">Clock.</param>
    public RuntimeStatsWriter(string file, Func<long> countTicks, TimeProvider time)
    {
        _file = file;
        _countTicks = countTicks;
        _time = time;
    }

    /// <summary>Writes the file once. Readers see the old one or the new one, never a part.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write()
    {
        if (File.Exists(_file + CollectSuffix))
        {
            int before = GC.CollectionCount(2);
            _liveBytes = GC.GetTotalMemory(forceFullCollection: true);
            _askedGen2 += GC.CollectionCount(2) - before;
            _askedCollections++;
            File.Delete(_file + CollectSuffix);
        }

        RuntimeStats stats = new(
            _countTicks(), GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false), GC.CollectionCount(0),
            GC.CollectionCount(1), GC.CollectionCount(2) - _askedGen2, GC.GetTotalPauseDuration().TotalMilliseconds, _liveBytes,
            _askedCollections);
        string next = _file + ".new";
        File.WriteAllText(next, JsonSerializer.Serialize(stats));
        File.Move(next, _file, overwrite: true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Write();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
