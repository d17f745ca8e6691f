using TrafficControl.Client.Link;
using TrafficControl.Client.Virtual;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Fleets;

/// <summary>A seat at a simulated junction whose controller asks the engine over gRPC at every step.</summary>
internal sealed class EngineSeat : IJunctionSeat, IAsyncDisposable
{
    // Wall time: on a busy machine a step may wait for all the others.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly VirtualController _controller;

    /// <summary>Creates a seat that is not connected.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="address">Address of the engine.</param>
    public EngineSeat(Intersection intersection, Uri address)
    {
        _controller = new VirtualController(
            intersection,
            new ControllerOptions
            {
                Address = address,
                IsSimulated = true,
                AnswerTimeout = AnswerTimeout,
                Software = "trafficctl",
            });
    }

    /// <inheritdoc/>
    public ControllerTick Input => _controller.Input;

    /// <inheritdoc/>
    public Directive? LastDirective => _controller.LastDirective;

    /// <summary>Connects to the engine.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LinkLostException">The engine refused.</exception>
    public Task ConnectAsync(CancellationToken cancellation) => _controller.ConnectAsync(cancellation);

    /// <summary>Starts from dark.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs) => _controller.StartUp(timeMs);

    /// <inheritdoc/>
    public void TakeOver(long timeMs, ulong greenGroups) => _controller.StartIn(timeMs, greenGroups);

    /// <inheritdoc/>
    /// <exception cref="LinkLostException">
    /// The engine is gone. The controller would go on with its local plan, and the results would be that plan's.
    /// </exception>
    public async ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken)
    {
        SignalFrame frame = await _controller.StepAsync(cancellationToken).ConfigureAwait(false);
        return _controller.Status == LinkStatus.Connected
            ? frame
            : throw new LinkLostException(
                $"Intersection '{_controller.Intersection.Id}' lost the engine: {_controller.LastError}", isPermanent: false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _controller.DisposeAsync();
}
