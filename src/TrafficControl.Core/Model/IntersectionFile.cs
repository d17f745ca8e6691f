namespace TrafficControl.Core.Model;

/// <summary>Reads and writes intersection files (JSON, UTF-8, format version 1).</summary>
public static class IntersectionFile
{
/// <summary>stub</summary>
public static string Digest(IntersectionDefinition d) => d.Id;
/// <summary>stub</summary>
public static IntersectionParseResult Parse(ReadOnlySpan<byte> d) => throw new NotSupportedException();
}
/// <summary>stub</summary>
public sealed record IntersectionParseResult(IntersectionDefinition? Definition, IReadOnlyList<ModelFault> Faults);
