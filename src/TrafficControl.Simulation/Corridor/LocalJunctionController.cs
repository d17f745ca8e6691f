using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Corridor;

/// <summary>A seat without an engine: the field controller on its local plan.</summary>
public sealed class LocalJunctionController : IJunctionController
{
    private readonly GuardedController _controller;

    /// <summary>Creates a controller and starts it up.</summary>
    /// <param name="intersection">The intersection; its local plan is run.</param>
    /// <param name="startMs">Event time of the start, Unix milliseconds.</param>
    public LocalJunctionController(Intersection intersection, long startMs)
    {
        _controller = new GuardedController(intersection);
        _controller.StartUp(startMs);
    }

    /// <inheritdoc/>
    public ControllerTick Input { get; } = new();

    /// <inheritdoc/>
    public ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SignalFrame frame = _controller.Advance(Input, null);
        Input.Clear();
        return ValueTask.FromResult(frame);
    }
}
