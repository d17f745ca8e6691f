namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>How a report was made, so that somebody else can make it again.</summary>
/// <param name="CommandLine">Command line as one could type it.</param>
/// <param name="Versions">Programs and their versions, one line each.</param>
/// <param name="Settings">Settings in the order they are listed: name and value, defaults included.</param>
public sealed record ReportContext(
    string CommandLine, IReadOnlyList<string> Versions, IReadOnlyList<(string Name, string Value)> Settings);
