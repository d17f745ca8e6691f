namespace TrafficControl.Simulation.Sumo;

/// <summary>What one traffic light showed in a run.</summary>
/// <param name="Light">Identifier of the traffic light.</param>
/// <param name="Changes">
/// Its states, one letter per link, each from its simulated time in milliseconds until the next; in order of time.
/// </param>
public sealed record SignalTrace(string Light, IReadOnlyList<(long TimeMs, string State)> Changes)
{
    /// <summary>The state at a simulated time; empty before the first.</summary>
    /// <param name="timeMs">Simulated time in milliseconds.</param>
    public string StateAt(long timeMs)
    {
        int low = 0;
        int high = Changes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Changes[middle].TimeMs <= timeMs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? "" : Changes[low - 1].State;
    }
}
