namespace TrafficControl.Core.Model;

/// <summary>An intersection definition has faults and cannot be compiled. Carries all of them.</summary>
public sealed class IntersectionFaultException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="id">Identifier of the intersection.</param>
    /// <param name="faults">Every fault found; not empty.</param>
    public IntersectionFaultException(string id, IReadOnlyList<ModelFault> faults)
        : base($"Intersection '{id}' has {faults.Count} fault(s): {string.Join("; ", faults)}")
    {
        Faults = faults;
    }

    /// <summary>Every fault found.</summary>
    public IReadOnlyList<ModelFault> Faults { get; }
}
