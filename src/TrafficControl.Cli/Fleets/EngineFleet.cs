using Microsoft.AspNetCore.Builder;
using TrafficControl.Core.Model;
using TrafficControl.Server.Hosting;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Fleets;

/// <summary>
/// A server in this process on a free loopback port, with one controller per intersection connected to it through the
/// real gRPC link in simulated time. Disposing it ends the controllers, then the server.
/// </summary>
internal sealed class EngineFleet : IJunctionFleet
{
    private readonly WebApplication _server;
    private readonly List<EngineSeat> _seats = [];

    private EngineFleet(WebApplication server)
    {
        _server = server;
    }

    /// <inheritdoc/>
    public IReadOnlyList<IJunctionSeat> Seats => _seats;

    /// <summary>Makes a fleet whose intersections all run one plan, in the engine and in their controllers.</summary>
    /// <param name="intersections">Intersections; each has the plan.</param>
    /// <param name="planId">Identifier of the plan.</param>
    /// <param name="exchangesForecasts">True: intersections tell those downstream whom they send.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async ValueTask<IJunctionFleet> CreateAsync(
        IReadOnlyList<IntersectionDefinition> intersections, string planId, bool exchangesForecasts,
        CancellationToken cancellation) =>
        await StartAsync(
            [.. intersections.Select(definition =>
                Intersection.Create(definition with { DefaultPlan = planId, LocalPlan = planId }))],
            cancellation,
            exchangesForecasts).ConfigureAwait(false);

    /// <summary>Makes a fleet.</summary>
    /// <param name="intersections">Intersections, in the order of the seats.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="exchangesForecasts">True: intersections tell those downstream whom they send; null: as engines do.</param>
    public static async Task<EngineFleet> StartAsync(
        IReadOnlyList<Intersection> intersections, CancellationToken cancellation, bool? exchangesForecasts = null)
    {
        EngineFleet fleet = new(TrafficControlServer.Create(
            intersections,
            configure: options =>
            {
                options.Url = "http://127.0.0.1:0";
                options.Intersections = "";
                options.ExchangeForecasts = exchangesForecasts ?? options.ExchangeForecasts;
            },
            quiet: true));
        try
        {
            await fleet._server.StartAsync(cancellation).ConfigureAwait(false);
            Uri address = new(fleet._server.Urls.First());
            foreach (Intersection intersection in intersections)
            {
                EngineSeat seat = new(intersection, address);
                fleet._seats.Add(seat);
                await seat.ConnectAsync(cancellation).ConfigureAwait(false);
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts all controllers from dark.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs)
    {
        foreach (EngineSeat seat in _seats)
        {
            seat.StartUp(timeMs);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (EngineSeat seat in _seats)
        {
            await seat.DisposeAsync().ConfigureAwait(false);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
    }
}
