namespace TrafficControl.Core.Model;

/// <summary>A set of signal groups that are green together.</summary>
/// <param name="Id">Identifier, unique among the file's stages.</param>
/// <param name="Groups">The groups; pairwise free of conflict.</param>
public sealed record StageDefinition(string Id, IReadOnlyList<string> Groups);
