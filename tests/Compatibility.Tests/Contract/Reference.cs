namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>
/// A reference into a stand-in: to a type, to a member of it, or to a virtual member that is overridden.
/// </summary>
/// <param name="Kind">What is referred to.</param>
/// <param name="Assembly">Simple name of the assembly that holds the type.</param>
/// <param name="Type">Full name of the type.</param>
/// <param name="Member">Rendered signature; empty for a type.</param>
/// <param name="TypeArguments">Type arguments of the base type whose member is overridden.</param>
internal sealed record Reference(
    ReferenceKind Kind, string Assembly, string Type, string Member, IReadOnlyList<string>? TypeArguments = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: [{Assembly}] {Type} {Member}";
}
