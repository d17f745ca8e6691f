using System.Globalization;
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace TrafficControl.Benchmarks.Growth;

/// <summary>Draws a growth curve as SVG.</summary>
internal static partial class GrowthPlot
{
    private const double Width = 520;
    private const double Height = 320;

    // Okabe and Ito's colours, which the colour-blind can tell apart.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"];

    /// <summary>Draws a curve.</summary>
    /// <param name="curve">What to draw.</param>
    /// <param name="points">All results; those of the curve are taken.</param>
    /// <returns>The SVG, or null when fewer than two results belong to the curve.</returns>
    public static string? Draw(GrowthCurve curve, IReadOnlyList<GrowthPoint> points)
    {
        GrowthPoint[] own =
        [
            .. points.Where(point => point.Benchmark == curve.Benchmark
                && curve.Fixed.All(one => point.Parameters.GetValueOrDefault(one.Key) == one.Value)),
        ];
        if (own.Length < 2)
        {
            return null;
        }

        double largestNs = own.Max(point => point.MedianNs);
        (double unitNs, string unit) = largestNs < 1e3 ? (1, "ns") : largestNs < 1e6 ? (1e3, "us") : (1e6, "ms");
        double maxX = own.Max(point => X(point, curve));
        PlotModel model = new()
        {
            Title = curve.Title,
            TitleFontSize = 14,
            TitleFontWeight = FontWeights.Normal,
            Background = OxyColors.White,

            // Texts are measured without their ascent, so the title needs room above it.
            Padding = new OxyThickness(8, 14, 16, 8),
        };
        model.Axes.Add(Axis(curve, AxisPosition.Bottom, Spaced(curve.X), maxX));
        model.Axes.Add(Axis(curve, AxisPosition.Left, $"{unit} an operation (median)", largestNs / unitNs));
        int index = 0;
        foreach (IGrouping<string, GrowthPoint> line in own
            .GroupBy(point => curve.Line.Length == 0 ? "" : point.Parameters[curve.Line])
            .OrderBy(line => line.Max(point => point.MedianNs)))
        {
            AddLine(model, curve, line, unitNs, OxyColor.Parse(Colours[index++ % Colours.Length]));
        }

        SvgExporter exporter = new() { Width = Width, Height = Height, IsDocument = true };

        // Coordinates to a ten-thousandth of a pixel are half of the file.
        return LongFraction().Replace(exporter.ExportToString(model), "$1").ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static void AddLine(
        PlotModel model, GrowthCurve curve, IGrouping<string, GrowthPoint> points, double unitNs, OxyColor colour)
    {
        LineSeries line = new()
        {
            Color = colour,
            StrokeThickness = 1.5,
            MarkerType = MarkerType.Circle,
            MarkerSize = 3,
            MarkerFill = colour,
        };
        foreach (GrowthPoint point in points.OrderBy(point => X(point, curve)))
        {
            line.Points.Add(new DataPoint(X(point, curve), point.MedianNs / unitNs));
        }

        model.Series.Add(line);
        if (curve.Line.Length > 0)
        {
            model.Annotations.Add(new TextAnnotation
            {
                Text = double.TryParse(points.Key, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? $"{points.Key} {Spaced(curve.Line)}"
                    : points.Key,
                TextPosition = line.Points[^1],
                TextColor = colour,
                StrokeThickness = 0,
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Middle,
                Offset = new ScreenVector(6, 0),
                ClipByXAxis = false,
            });
        }
    }

    private static Axis Axis(GrowthCurve curve, AxisPosition position, string title, double max)
    {
        Axis axis = curve.IsLogarithmic ? new LogarithmicAxis() : new LinearAxis { Minimum = 0 };
        axis.Position = position;
        axis.Title = title;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = OxyColors.LightGray;

        // Lines are named at their ends, to the right of the last point.
        bool leavesRoom = position == AxisPosition.Bottom && curve.Line.Length > 0;
        axis.Maximum = max * (leavesRoom ? 1.35 : 1.1);
        return axis;
    }

    private static double X(GrowthPoint point, GrowthCurve curve) =>
        double.Parse(point.Parameters[curve.X], CultureInfo.InvariantCulture);

    /// <summary>The words of a parameter's name: HorizonSeconds is "horizon seconds".</summary>
    private static string Spaced(string name) => Capital().Replace(name, " $0").Trim().ToLowerInvariant();

    [GeneratedRegex(@"(\d\.\d)\d+")]
    private static partial Regex LongFraction();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
