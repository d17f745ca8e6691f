using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Seats that run a plan by themselves in this process.</summary>
public sealed class LocalJunctionFleet : IJunctionFleet
{
    private LocalJunctionFleet(IReadOnlyList<IJunctionSeat> seats)
    {
        Seats = seats;
    }

    /// <inheritdoc/>
    public IReadOnlyList<IJunctionSeat> Seats { get; }

    /// <summary>Creates a fleet; has the signature the evaluation asks for.</summary>
    /// <param name="intersections">Intersections.</param>
    /// <param name="planId">Plan every one of them runs.</param>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    public static ValueTask<IJunctionFleet> CreateAsync(
        IReadOnlyList<IntersectionDefinition> intersections, string planId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intersections);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IJunctionFleet>(new LocalJunctionFleet(
            [.. intersections.Select(definition => new LocalJunctionSeat(definition, planId))]));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
