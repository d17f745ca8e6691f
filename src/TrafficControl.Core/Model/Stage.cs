namespace TrafficControl.Core.Model;

/// <summary>A stage in compiled form. Immutable.</summary>
/// <param name="Index">Position in the stage set.</param>
/// <param name="Id">Identifier; derived stages are named after their groups.</param>
/// <param name="Groups">The groups that are green together.</param>
public sealed record Stage(int Index, string Id, ulong Groups);
