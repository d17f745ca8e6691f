namespace TrafficControl.Client.Link;

/// <summary>The link to the engine was refused or lost. The message says what to do about it.</summary>
public sealed class LinkLostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, and the fix.</param>
    /// <param name="isPermanent">True: trying again without a change will fail again.</param>
    /// <param name="inner">What caused it, or null.</param>
    public LinkLostException(string message, bool isPermanent, Exception? inner = null)
        : base(message, inner)
    {
        IsPermanent = isPermanent;
    }

    /// <summary>
    /// True: trying again without a change (of the file, the identifier, the version) will fail again.
    /// </summary>
    public bool IsPermanent { get; }
}
