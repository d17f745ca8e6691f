namespace TrafficControl.Core.Model;

/// <summary>
/// What reading an intersection file gave: a sound definition, or everything that is wrong with the file.
/// </summary>
/// <param name="Definition">The definition; null when the file has any fault.</param>
/// <param name="Faults">All faults found, those of the file's structure first; empty when the file is sound.</param>
public sealed record IntersectionParseResult(IntersectionDefinition? Definition, IReadOnlyList<ModelFault> Faults);
