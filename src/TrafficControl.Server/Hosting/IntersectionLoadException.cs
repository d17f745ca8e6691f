namespace TrafficControl.Server.Hosting;

/// <summary>Intersection files could not be loaded.</summary>
public sealed class IntersectionLoadException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="faults">Every fault, each with its file; not empty.</param>
    public IntersectionLoadException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults))
    {
        Faults = faults;
    }

    /// <summary>Every fault, each with its file.</summary>
    public IReadOnlyList<string> Faults { get; }
}
