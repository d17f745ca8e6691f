namespace TrafficControl.Client.Link;

/// <summary>
/// Exponential backoff with full jitter: before attempt n the wait is uniform between zero and the smaller of
/// <see cref="MaxDelay"/> and <see cref="FirstDelay"/> x 2^n, so that a thousand controllers that lost the same engine
/// do not return in step.
/// </summary>
public sealed record ReconnectPolicy
{
    /// <summary>Upper bound of the first wait. More than zero; default 250 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Upper bound of any wait. At least <see cref="FirstDelay"/>; default 15 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait before an attempt.</summary>
    /// <param name="attempt">Number of attempts that failed, from 0.</param>
    /// <param name="random">Source of the jitter.</param>
    public TimeSpan DelayBefore(int attempt, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        double bound = Math.Min(MaxDelay.TotalMilliseconds, FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)));
        return TimeSpan.FromMilliseconds(bound * random.NextDouble());
    }
}
