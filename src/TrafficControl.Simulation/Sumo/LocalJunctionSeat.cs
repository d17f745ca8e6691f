using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// A seat with a guarded controller in this process that runs one of its plans by itself: no engine, no network.
/// </summary>
public sealed class LocalJunctionSeat : IJunctionSeat
{
    private readonly GuardedController _controller;

    /// <summary>Creates a seat.</summary>
    /// <param name="definition">The intersection.</param>
    /// <param name="planId">Plan it runs.</param>
    /// <exception cref="IntersectionFaultException">The definition has faults, or no such plan.</exception>
    public LocalJunctionSeat(IntersectionDefinition definition, string planId)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _controller = new GuardedController(Intersection.Create(definition with { LocalPlan = planId }));
    }

    /// <inheritdoc/>
    public ControllerTick Input { get; } = new();

    /// <inheritdoc/>
    public void TakeOver(long timeMs, ulong greenGroups) => _controller.StartIn(timeMs, greenGroups);

    /// <inheritdoc/>
    public ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken)
    {
        SignalFrame frame = _controller.Advance(Input, null);
        Input.Clear();
        return ValueTask.FromResult(frame);
    }
}
