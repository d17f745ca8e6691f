namespace TrafficControl.Core.Model;

/// <summary>One thing wrong with an intersection file.</summary>
/// <param name="Path">Where, as a JSON path such as <c>signalGroups[2].yellowMs</c>.</param>
/// <param name="Message">What is wrong and what would be right, one sentence without a line break.</param>
public sealed record ModelFault(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
