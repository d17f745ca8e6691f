using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Evaluation.Reporting;
using TrafficControl.Simulation.Evaluation.Trajectories;
using TrafficControl.Simulation.Tests.Sumo;

namespace TrafficControl.Simulation.Tests.Evaluation.Reporting;

[TestFixture]
public sealed class ReportFilesTests
{
    private static readonly ReportContext Context = new(
        "trafficctl evaluate --scenario 'a<b.sumocfg'", ["trafficctl 1.0"], [("teleport time", "-1: never")]);

    private SumoBench _bench = null!;
    private string _html = "";

    [SetUp]
    public void Write()
    {
        _bench = new SumoBench();
        ReportFiles.Write(_bench.Folder, Report(), Context);
        _html = File.ReadAllText(_bench.PathOf("report.html"));
    }

    [TearDown]
    public void Close() => _bench.Dispose();

    [Test]
    public void Write_Page_NeedsNothingFromAnywhere()
    {
        string[] addresses = [.. Regex.Matches(_html, "(.{0,14})https?://").Select(match => match.Groups[1].Value)];

        Assert.That(addresses, Is.Not.Empty.And.All.Contains("xmlns"), "names of namespaces are no links");
        Assert.That(_html, Does.Not.Contain("<script").And.Not.Contain("<link").And.Not.Contain("<img").And.Not.Contain("@import")
            .And.Not.Contain("url(h").And.Not.Contain("src="));
    }

    [TestCase("How it was made")]
    [TestCase("Queue and throughput over time")]
    [TestCase("Time-space diagrams")]
    [TestCase("Green splits")]
    [TestCase("ours against the others")]
    [TestCase("Runs that failed")]
    [TestCase("What the figures mean")]
    [TestCase("teleport time")]
    [TestCase("trafficctl 1.0")]
    [TestCase("21.0 (2)")]
    [TestCase("1 of 2")]
    [TestCase("S1: is shown late.")]
    [TestCase("seed 2</summary>", Description = "the plotted seed is named")]
    public void Write_Page_Holds(string text) => Assert.That(_html, Does.Contain(text));

    [Test]
    public void Write_PlottedRun_LeavesItsTimeSpaceDiagramAsAFileOfItsOwn()
    {
        string file = Directory.GetFiles(_bench.Folder, "time-space-*.svg").Single();

        Assert.That(Path.GetFileName(file), Does.Match(@"^time-space-[A-Za-z0-9_-]+\.svg$"));
        XElement drawing = XElement.Load(file);
        Assert.That(drawing.Name.NamespaceName, Is.EqualTo("http://www.w3.org/2000/svg"), "opens without a page around it");
        Assert.That(drawing.Attribute("aria-label")!.Value, Does.StartWith("Time-space diagram of ours on "));
    }

    [Test]
    public void Write_Page_EscapesWhatComesFromOutside()
    {
        Assert.That(_html, Does.Contain("a&lt;b.sumocfg").And.Contain("one&amp;two").And.Not.Contain("one&two"));
    }

    [Test]
    public void Write_Charts_AreSoundAndShareNoIdentifier()
    {
        XElement[] charts = [.. Regex.Matches(_html, "<svg.*?</svg>", RegexOptions.Singleline).Select(match => XElement.Parse(match.Value))];
        string[] ids = [.. charts.SelectMany(chart => chart.Descendants()).Select(part => part.Attribute("id")?.Value).OfType<string>()];

        Assert.That(charts, Has.Length.EqualTo(5), "delay, queue, throughput, time-space, splits");
        Assert.That(ids, Is.Not.Empty.And.Unique);
        Assert.That(charts.Select(chart => chart.Attribute("aria-label")!.Value), Has.All.Contains("one&two"));
    }

    [Test]
    public void Write_Csv_OneLinePerRunAndPerMeasure()
    {
        string[] runs = File.ReadAllLines(_bench.PathOf("runs.csv"));
        string[] summary = File.ReadAllLines(_bench.PathOf("summary.csv"));

        Assert.That(runs, Has.Length.EqualTo(4));
        Assert.That(runs[0].Split(','), Has.Length.EqualTo(runs[1].Split(',').Length));
        Assert.That(runs[1], Does.StartWith("one&two,ours,1,19,"));
        Assert.That(summary[1], Is.EqualTo("one&two,ours,2,1,delay_s,20,12.706,20,21,21,2"));
        Assert.That(summary, Has.Length.EqualTo(1 + (2 * 13)));
    }

    [Test]
    public void Write_Markdown_HasATableRowPerController()
    {
        string text = File.ReadAllText(_bench.PathOf("report.md"));

        Assert.That(text, Does.Contain("| ours | 20.0 | 12.7 | 20.0 | 21.0 | 21.0 (2) |").And.Contain("| theirs | 30.0 | - |"));
        Assert.That(text, Does.Contain("no \\| seat"), "a bar inside a cell would end it");
    }

    private static EvaluationReport Report()
    {
        EvaluationRun[] runs =
        [
            Run("ours", 1, 19) with { TimeSpace = null, Stages = [] }, Run("ours", 2, 21) with { StuckVehicles = 30 },
            Run("theirs", 1, 30) with { TimeSpace = null, Stages = [] },
        ];
        return new EvaluationReport
        {
            Runs = runs,
            Summary = [EvaluationSummary.Of(runs[..2]), EvaluationSummary.Of(runs[2..])],
            Comparisons = ControllerComparison.Of(runs, "ours"),
            Failures = [new EvaluationFailure("one&two", "theirs", 2, "no | seat")],
            Notes = ["S1: is shown late."],
        };
    }

    private static EvaluationRun Run(string controller, int seed, double delay) => new()
    {
        Scenario = "one&two",
        Controller = controller,
        Seed = seed,
        DelayS = delay,
        TimeLossS = delay,
        DepartDelayS = 0,
        Stops = 1,
        Co2G = 150,
        Vehicles = new VehicleCounts(1, 1, 1, 0, 0),
        SafetyViolations = 0,
        Decision = new DecisionTime(10, 20),
        Trips = TripMeasures.Empty with { DelaysS = [delay] },
        Series = [new(0, 0, 0, 0), new(300, 4, 1, 50), new(600, 2, 0, 120)],
        Stages = [new StageShares("J", 0, 300, [("S1", [0.5, 0.4]), ("S2", [0.4, 0.5])])],
        TimeSpace = new TimeSpaceDiagram
        {
            BeginS = 100,
            EndS = 700,
            LengthM = 300,
            StopLines = [new StopLineSignals("J", 100, [(100, 130, 'g'), (130, 133, 'y'), (133, 700, 'r')])],
            Trajectories = [[(100, 0), (110, 90), (150, 95), (170, 300)]],
        },
    };
}
