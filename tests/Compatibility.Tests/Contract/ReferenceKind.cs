namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>What a reference refers to.</summary>
internal enum ReferenceKind
{
    /// <summary>A type.</summary>
    Type,

    /// <summary>A method or constructor.</summary>
    Method,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A virtual method that a type of the referring assembly overrides.</summary>
    Override,
}
