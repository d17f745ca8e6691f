namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// When a seed counts as gridlocked: it ends with more than 20 vehicles that have stood for over 300 s without a break.
/// </summary>
public static class GridlockRule
{
    /// <summary>A vehicle that has stood for longer than this is stuck, seconds.</summary>
    public const double LongestStandingS = 300;

    /// <summary>More stuck vehicles than this are a gridlock.</summary>
    public const int MostStuckVehicles = 20;

    /// <summary>Number of stuck vehicles.</summary>
    /// <param name="standingTimesS">How long each vehicle in the net had stood at the end, seconds.</param>
    public static int StuckVehicles(IReadOnlyList<double> standingTimesS)
    {
        ArgumentNullException.ThrowIfNull(standingTimesS);
        return standingTimesS.Count(time => time > LongestStandingS);
    }

    /// <summary>True when so many stuck vehicles are a gridlock.</summary>
    /// <param name="stuckVehicles">Number of stuck vehicles.</param>
    public static bool IsGridlock(int stuckVehicles) => stuckVehicles > MostStuckVehicles;
}
