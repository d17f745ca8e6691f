using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using TrafficControl.Simulation.Evaluation.Trajectories;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>The charts of a report, one per question.</summary>
internal static class Charts
{
    private const double MinuteS = 60;

    // Without a screen nobody knows how wide a text will be, so margins are wide and legends are the page's.
    private const double NumberMargin = 48;
    private const double CharacterWidth = 7;

    // Shorter intervals show the cycle of the signals, not the flow.
    private const double ThroughputIntervalS = 300;

    // Okabe and Ito's colours, which the colour-blind can tell apart.
    private static readonly string[] Colours =
    [
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999", "#7F3C8D", "#A5AA00",
    ];

    /// <summary>Colour of the n-th controller or stage, as HTML writes it.</summary>
    internal static string HtmlColour(int index) => Colours[index % Colours.Length];

    /// <summary>Mean delay per controller with its interval, and a dot for each seed.</summary>
    internal static PlotModel Delay(IReadOnlyList<EvaluationSummary> summaries, IReadOnlyList<EvaluationRun> runs)
    {
        PlotModel model = Model(NumberMargin + (CharacterWidth * summaries.Max(summary => summary.Controller.Length)));
        model.Axes.Add(new CategoryAxis
        {
            Key = "controller",
            Position = AxisPosition.Left,
            StartPosition = 1,
            EndPosition = 0,
            GapWidth = 0.5,
            ItemsSource = summaries.Select(summary => summary.Controller).ToArray(),
        });
        model.Axes.Add(Axis("delay", AxisPosition.Bottom, "delay, s per vehicle: mean, 95 % interval, seeds"));
        ErrorBarSeries means = new()
        {
            XAxisKey = "delay",
            YAxisKey = "controller",
            StrokeThickness = 0,
            ErrorStrokeThickness = 1.5,
        };
        ScatterSeries seeds = new()
        {
            XAxisKey = "delay",
            YAxisKey = "controller",
            MarkerType = MarkerType.Circle,
            MarkerSize = 2.5,
            MarkerFill = OxyColors.White,
            MarkerStroke = OxyColors.Black,
            MarkerStrokeThickness = 0.8,
        };
        for (int i = 0; i < summaries.Count; i++)
        {
            means.Items.Add(new ErrorBarItem
            {
                Value = summaries[i].DelayS.Mean,
                Error = summaries[i].DelayS.Ci95 ?? 0,
                CategoryIndex = i,
                Color = Colour(i),
            });
            foreach (EvaluationRun run in runs.Where(run => run.Controller == summaries[i].Controller))
            {
                seeds.Points.Add(new ScatterPoint(run.DelayS, i));
            }
        }

        model.Series.Add(means);
        model.Series.Add(seeds);
        return model;
    }

    /// <summary>Vehicles that stand in the net or wait to enter it, mean over the seeds.</summary>
    internal static PlotModel Queue(IReadOnlyList<IGrouping<string, EvaluationRun>> controllers) => OverTime(
        controllers,
        runs => [.. runs.SelectMany(run => run.Series).GroupBy(sample => sample.TimeS).OrderBy(group => group.Key)
            .Select(group => new DataPoint(group.Key, group.Average(sample => sample.Standing + sample.NotInserted)))]);

    /// <summary>Vehicles that reached the end of their route per hour, in intervals, mean over the seeds.</summary>
    internal static PlotModel Throughput(IReadOnlyList<IGrouping<string, EvaluationRun>> controllers) => OverTime(
        controllers,
        runs => [.. runs.SelectMany(run => Flows(run.Series)).GroupBy(flow => flow.TimeS).OrderBy(group => group.Key)
            .Select(group => new DataPoint(group.Key, group.Average(flow => flow.PerHour)))]);

    /// <summary>How much of the time each stage of one light was shown.</summary>
    internal static PlotModel Stages(StageShares stages)
    {
        PlotModel model = Model();
        model.Axes.Add(Axis("time", AxisPosition.Bottom, "minutes"));
        LinearAxis shares = Axis("share", AxisPosition.Left, "");
        shares.Maximum = 100;
        model.Axes.Add(shares);
        double[] below = new double[stages.Shares.Count == 0 ? 0 : stages.Shares[0].Shares.Count];
        for (int i = 0; i < stages.Shares.Count; i++)
        {
            AreaSeries area = new()
            {
                XAxisKey = "time",
                YAxisKey = "share",
                StrokeThickness = 0,
                Fill = Colour(i),
                LineStyle = LineStyle.None,
            };
            for (int interval = 0; interval < below.Length; interval++)
            {
                double from = interval * stages.IntervalS / MinuteS;
                double to = (interval + 1) * stages.IntervalS / MinuteS;
                double top = below[interval] + (100 * stages.Shares[i].Shares[interval]);
                area.Points.AddRange([new DataPoint(from, top), new DataPoint(to, top)]);
                area.Points2.AddRange([new DataPoint(from, below[interval]), new DataPoint(to, below[interval])]);
                below[interval] = top;
            }

            model.Series.Add(area);
        }

        return model;
    }

    /// <summary>Vehicles along the plotted way, with what each stop line showed.</summary>
    internal static PlotModel TimeSpace(TimeSpaceDiagram diagram)
    {
        PlotModel model = Model();
        LinearAxis time = Axis("time", AxisPosition.Bottom, string.Create(
            CultureInfo.InvariantCulture, $"seconds after {diagram.BeginS:0}"));
        time.Maximum = diagram.EndS - diagram.BeginS;
        LinearAxis distance = Axis("distance", AxisPosition.Left, "");
        distance.Maximum = diagram.LengthM;
        model.Axes.Add(time);
        model.Axes.Add(distance);
        LineSeries vehicles = Line("", OxyColor.FromAColor(220, OxyColor.Parse("#2F5F8F")), 0.8);
        foreach (IReadOnlyList<(double TimeS, double DistanceM)> trajectory in diagram.Trajectories)
        {
            vehicles.Points.AddRange(
                trajectory.Select(point => new DataPoint(point.TimeS - diagram.BeginS, point.DistanceM)));
            vehicles.Points.Add(DataPoint.Undefined);
        }

        model.Series.Add(vehicles);
        foreach ((char colour, string shown) in new[] { ('g', "#009E73"), ('y', "#F0C000"), ('r', "#D00000") })
        {
            LineSeries signals = Line("", OxyColor.Parse(shown), 3);
            foreach (StopLineSignals stop in diagram.StopLines)
            {
                foreach ((double from, double to, _) in stop.Intervals.Where(interval => interval.Colour == colour))
                {
                    signals.Points.AddRange(
                    [
                        new DataPoint(from - diagram.BeginS, stop.DistanceM),
                        new DataPoint(to - diagram.BeginS, stop.DistanceM),
                        DataPoint.Undefined,
                    ]);
                }
            }

            model.Series.Add(signals);
        }

        return model;
    }

    private static PlotModel OverTime(
        IReadOnlyList<IGrouping<string, EvaluationRun>> controllers, Func<IEnumerable<EvaluationRun>, DataPoint[]> of)
    {
        PlotModel model = Model();
        model.Axes.Add(Axis("time", AxisPosition.Bottom, "minutes"));
        model.Axes.Add(Axis("value", AxisPosition.Left, ""));
        for (int i = 0; i < controllers.Count; i++)
        {
            DataPoint[] points = of(controllers[i]);
            LineSeries line = Line(controllers[i].Key, Colour(i), 1.5);
            double begin = points.Length == 0 ? 0 : points[0].X;
            line.Points.AddRange(points.Select(point => new DataPoint((point.X - begin) / MinuteS, point.Y)));
            model.Series.Add(line);
        }

        return model;
    }

    private static IEnumerable<(double TimeS, double PerHour)> Flows(IReadOnlyList<TrafficSample> series)
    {
        const double HourS = 3_600;
        int from = 0;
        for (int i = 1; i < series.Count; i++)
        {
            double length = series[i].TimeS - series[from].TimeS;
            if (length >= ThroughputIntervalS)
            {
                yield return (series[i].TimeS, (series[i].Ended - series[from].Ended) * HourS / length);
                from = i;
            }
        }
    }

    private static PlotModel Model(double leftMargin = NumberMargin) => new()
    {
        PlotMargins = new OxyThickness(leftMargin, 8, 16, 42),
        Culture = CultureInfo.InvariantCulture,
        DefaultFont = "Arial",
        DefaultFontSize = 12,
        PlotAreaBorderColor = OxyColors.LightGray,
        Background = OxyColors.White,
    };

    private static LinearAxis Axis(string key, AxisPosition position, string title) => new()
    {
        Key = key,
        Position = position,
        Title = title,
        Minimum = 0,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColor.FromRgb(235, 235, 235),
        TicklineColor = OxyColors.Gray,
    };

    private static LineSeries Line(string title, OxyColor colour, double thickness) =>
        new() { Title = title, Color = colour, StrokeThickness = thickness };

    private static OxyColor Colour(int index) => OxyColor.Parse(HtmlColour(index));
}
