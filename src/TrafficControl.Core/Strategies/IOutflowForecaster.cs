using TrafficControl.Core.Estimation;

namespace TrafficControl.Core.Strategies;

/// <summary>A strategy that plans ahead and can say whom it will let go, so that neighbours downstream can plan for them.</summary>
public interface IOutflowForecaster
{
    /// <summary>Seconds ahead that a forecast covers.</summary>
    const int Seconds = 40;

    /// <summary>
    /// Fills what will leave towards every exit lane. Called by the thread that decides, after a decision; allocates nothing.
    /// </summary>
    /// <param name="state">The state decided on last.</param>
    /// <param name="outflow">
    /// Vehicles in each of the next <see cref="Seconds"/> seconds, a row for every lane of the intersection, by index; cleared
    /// first.
    /// </param>
    /// <returns>False while there is no plan.</returns>
    bool TryForecastOutflow(IntersectionState state, Span<float> outflow);
}
