namespace TrafficControl.Optimization;

/// <summary>
/// An event log, a table of volumes or an intersection does not allow what was asked. The message is one sentence that
/// names the place and the fix.
/// </summary>
public sealed class OptimizationInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    public OptimizationInputException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Names the place and the fix.</param>
    public OptimizationInputException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Names the place and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public OptimizationInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
