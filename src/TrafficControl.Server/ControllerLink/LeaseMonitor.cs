using Microsoft.Extensions.Options;
using TrafficControl.Runtime.Snapshots;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Server.ControllerLink;

/// <summary>Marks controllers offline that have been silent for longer than their lease.</summary>
internal sealed class LeaseMonitor : BackgroundService
{
    private readonly SessionDirectory _sessions;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseMonitor> _logger;
    private readonly TimeSpan _lease;

    public LeaseMonitor(
        SessionDirectory sessions, IOptions<ServerOptions> options, TimeProvider time, ILogger<LeaseMonitor> logger)
    {
        _sessions = sessions;
        _time = time;
        _logger = logger;
        _lease = TimeSpan.FromMilliseconds(options.Value.LeaseMs);
    }

    /// <summary>Looks at every controller once.</summary>
    internal void Scan()
    {
        foreach (SessionSlot slot in _sessions.All)
        {
            if (slot.Engine.Snapshot.Connection == ConnectionState.Online && slot.Silence > _lease)
            {
                slot.Engine.PublishConnection(ConnectionState.Offline);
                slot.Engine.Counters.CountOfflinePeriod();
                LinkLog.Offline(_logger, slot.Engine.Intersection.Id, (long)slot.Silence.TotalMilliseconds);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A quarter of the lease bounds how late a silent controller is noticed.
        using PeriodicTimer timer = new(_lease / 4, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Scan();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
