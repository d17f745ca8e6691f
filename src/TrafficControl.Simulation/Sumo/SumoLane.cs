namespace TrafficControl.Simulation.Sumo;

/// <summary>A lane of a SUMO net.</summary>
/// <param name="Id">Identifier: the edge's, an underscore, the index.</param>
/// <param name="EdgeId">Edge it belongs to.</param>
/// <param name="Index">Position in the edge, 0 rightmost.</param>
/// <param name="SpeedMps">Speed limit in metres per second.</param>
/// <param name="LengthM">Length in metres.</param>
/// <param name="WidthM">Width in metres.</param>
/// <param name="Allow">Vehicle classes allowed, separated by spaces; empty: see <paramref name="Disallow"/>.</param>
/// <param name="Disallow">
/// Vehicle classes not allowed, separated by spaces; empty with an empty <paramref name="Allow"/>: all may use it.
/// </param>
public sealed record SumoLane(
    string Id, string EdgeId, int Index, double SpeedMps, double LengthM, double WidthM, string Allow, string Disallow)
{
    /// <summary>True when the lane is reserved for some of the given classes and no other.</summary>
    /// <param name="classes">SUMO vehicle class names.</param>
    public bool IsOnlyFor(params ReadOnlySpan<string> classes)
    {
        if (Allow.Length == 0)
        {
            return false;
        }

        foreach (string allowed in Allow.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!classes.Contains(allowed))
            {
                return false;
            }
        }

        return true;
    }
}
