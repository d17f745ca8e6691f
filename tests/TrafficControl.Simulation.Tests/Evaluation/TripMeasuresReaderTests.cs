using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Tests.Sumo;

namespace TrafficControl.Simulation.Tests.Evaluation;

[TestFixture]
public sealed class TripMeasuresReaderTests
{
    private const string Trips = """
        <tripinfos>
          <tripinfo id="done" depart="12.00" departDelay="2.00" arrival="60.00" timeLoss="10.00" waitingCount="1">
            <emissions CO2_abs="150000"/>
          </tripinfo>
          <tripinfo id="driving" depart="90.00" departDelay="0.00" arrival="-1.00" timeLoss="4.00" waitingCount="3">
            <emissions CO2_abs="50000"/>
          </tripinfo>
        </tripinfos>
        """;

    private const string Routes = """
        <routes>
          <vehicle id="done" depart="10"/><vehicle id="driving" depart="90"/>
          <vehicle id="stuck" depart="80"/><vehicle id="later" depart="100"/>
        </routes>
        """;

    private SumoBench _bench = null!;

    [SetUp]
    public void Open() => _bench = new SumoBench();

    [TearDown]
    public void Close() => _bench.Dispose();

    [Test]
    public void Read_UnfinishedAndNeverInserted_BothCount()
    {
        TripMeasures trips = TripMeasuresReader.Read(Run(Trips, Statistics(inserted: 2, waiting: 1), Routes), 100_000);

        // 10 + 2 for the one that arrived, 4 so far for the one under way, 100 - 80 for the one that never got in.
        Assert.That(trips.DelaysS, Is.EqualTo(new[] { 12.0, 4.0, 20.0 }));
        Assert.That(trips.TimeLossesS.Sum() + trips.DepartDelaysS.Sum(), Is.EqualTo(trips.DelaysS.Sum()));
        Assert.That(trips.Stops, Is.EqualTo(new[] { 1.0, 3.0 }));
        Assert.That(trips.Co2G, Is.EqualTo(new[] { 150.0, 50.0 }));
        Assert.That(trips.Vehicles, Is.EqualTo(new VehicleCounts(Loaded: 3, Inserted: 2, Arrived: 1, Running: 1, Waiting: 1)));
    }

    [Test]
    public void Read_DemandInFlows_TakesTheWaitsFromSumosTotals()
    {
        TripMeasures trips = TripMeasuresReader.Read(
            Run(Trips, Statistics(inserted: 2, waiting: 2), "<routes><flow id=\"f\" begin=\"0\" end=\"100\"/></routes>"), 100_000);

        Assert.That(trips.DelaysS, Is.EqualTo(new[] { 12.0, 4.0, 15.0, 15.0 }));
    }

    [Test]
    public void Read_DepartureDueAfterTheWindow_IsNotMeasured()
    {
        string late = Trips.Replace("</tripinfos>",
            "<tripinfo id=\"later\" depart=\"105.00\" departDelay=\"5.00\" arrival=\"-1.00\" timeLoss=\"50.00\" waitingCount=\"9\">"
            + "<emissions CO2_abs=\"1\"/></tripinfo></tripinfos>", StringComparison.Ordinal);
        SumoRunOptions run = Run(late, Statistics(inserted: 3, waiting: 1), Routes) with { DrainMs = 50_000 };

        TripMeasures trips = TripMeasuresReader.Read(run, 150_000);

        Assert.That(trips.DelaysS, Is.EqualTo(new[] { 12.0, 4.0, 70.0 }));
        Assert.That(trips.Co2G.Sum(), Is.EqualTo(200.0));
    }

    [Test]
    public void Read_TripsThatDoNotMatchSumosTotals_AreRefused() =>
        Assert.That(() => TripMeasuresReader.Read(Run(Trips, Statistics(inserted: 5, waiting: 0), Routes), 100_000),
            Throws.TypeOf<SumoException>().With.Message.Contains("2 trips").And.Message.Contains("5 vehicles"));

    [Test]
    public void Read_CutOffFile_SaysWhich() =>
        Assert.That(() => TripMeasuresReader.Read(Run(Trips[..200], Statistics(inserted: 2, waiting: 1), Routes), 100_000),
            Throws.TypeOf<SumoException>().With.Message.Contains("tripinfo.xml"));

    private static string Statistics(int inserted, int waiting) => $"""
        <statistics>
          <vehicles loaded="4" inserted="{inserted}" running="1" waiting="{waiting}"/>
          <vehicleTripStatistics departDelayWaiting="15.00"/>
        </statistics>
        """;

    private SumoRunOptions Run(string trips, string statistics, string routes)
    {
        _bench.Write("tripinfo.xml", trips);
        _bench.Write("statistics.xml", statistics);
        return new SumoRunOptions
        {
            Folder = _bench.Folder,
            Scenario = new SumoConfiguration
            {
                Path = "sample.sumocfg",
                Name = "sample",
                NetFile = "sample.net.xml",
                RouteFiles = [_bench.Write("sample.rou.xml", routes)],
                AdditionalFiles = [],
                EndS = 100,
            },
        };
    }
}
