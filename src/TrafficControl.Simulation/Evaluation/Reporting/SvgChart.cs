using System.Text.RegularExpressions;
using OxyPlot;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>Draws a chart as SVG that can stand in a page beside others.</summary>
internal static partial class SvgChart
{
    /// <summary>Draws a chart.</summary>
    /// <param name="model">The chart.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="id">Prefix of its identifiers; unique in the page.</param>
    /// <param name="label">What it shows, for those who cannot see it; escaped already.</param>
    internal static string Draw(PlotModel model, double width, double height, string id, string label)
    {
        SvgExporter exporter = new() { Width = width, Height = height, IsDocument = false };
        string svg = exporter.ExportToString(model);

        // The exporter writes a declaration that has no place inside a page, numbers every chart's clips from one, and
        // gives coordinates to a ten-thousandth of a pixel, which is half of the file.
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        svg = svg.Replace("clipPath", $"{id}-clip", StringComparison.Ordinal)
            .Replace($"<{id}-clip ", "<clipPath ", StringComparison.Ordinal)
            .Replace($"</{id}-clip>", "</clipPath>", StringComparison.Ordinal);
        svg = LongFraction().Replace(svg, "$1");
        string start = $"<svg role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {width:0} {height:0}\" ";
        return svg.Replace("<svg ", start, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(\d\.\d)\d+")]
    private static partial Regex LongFraction();
}
