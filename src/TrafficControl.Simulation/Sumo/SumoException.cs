namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// SUMO is missing, refused something, or a file of it cannot be used. The message names what failed and what to do.
/// </summary>
public sealed class SumoException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, for the person at the command line.</param>
    public SumoException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, for the person at the command line.</param>
    /// <param name="innerException">The cause.</param>
    public SumoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
