namespace TrafficControl.Storage.Databases;

/// <summary>
/// The database cannot be opened, reached or trusted. The message says what to do, and never holds a connection string.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and the fix.</param>
    /// <param name="inner">The cause, or null.</param>
    public StorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
