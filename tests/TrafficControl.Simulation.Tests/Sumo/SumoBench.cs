using System.Globalization;
using System.Text;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

/// <summary>Makes small nets and demands with SUMO's own tools in a folder that goes away with the test.</summary>
internal sealed class SumoBench : IDisposable
{
    internal SumoBench()
    {
        Folder = Directory.CreateTempSubdirectory("trafficcontrol-sumo-").FullName;
    }

    internal string Folder { get; }

    /// <summary>Skips the test, with the reason and the cure, where SUMO is not installed.</summary>
    internal static void RequireSumo()
    {
        if (SumoInstallation.TryFind("sumo") is null || SumoInstallation.TryFind("netconvert") is null)
        {
            Assert.Ignore($"This test needs SUMO. {SumoInstallation.InstallHint}");
        }
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    internal string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>
    /// A junction "c" of four arms of 200 m, two lanes each, optionally with pavements and crossings.
    /// </summary>
    internal async Task<string> CrossAsync(bool withCrossings, CancellationToken cancellationToken)
    {
        string nodes = Write("cross.nod.xml", """
            <nodes>
              <node id="c" x="0" y="0" type="traffic_light"/>
              <node id="n" x="0" y="200"/><node id="e" x="200" y="0"/>
              <node id="s" x="0" y="-200"/><node id="w" x="-200" y="0"/>
            </nodes>
            """);
        StringBuilder edges = new("<edges>\n");
        foreach (string arm in new[] { "n", "e", "s", "w" })
        {
            string pavement = withCrossings ? " sidewalkWidth=\"2\"" : "";
            edges.Append(CultureInfo.InvariantCulture, $"<edge id=\"{arm}c\" from=\"{arm}\" to=\"c\" numLanes=\"2\"{pavement}/>\n");
            edges.Append(CultureInfo.InvariantCulture, $"<edge id=\"c{arm}\" from=\"c\" to=\"{arm}\" numLanes=\"2\"{pavement}/>\n");
        }

        string net = PathOf("cross.net.xml");
        List<string> arguments =
            ["-n", nodes, "-e", Write("cross.edg.xml", edges.Append("</edges>").ToString()), "-o", net, "--no-turnarounds", "true"];
        if (withCrossings)
        {
            arguments.AddRange(["--crossings.guess", "true"]);
        }

        await SumoProcess.RunAsync(SumoInstallation.Find("netconvert"), arguments, cancellationToken);
        return net;
    }

    /// <summary>
    /// A scenario over a net of <see cref="CrossAsync"/>: trips between all arms, drawn from a fixed sequence.
    /// </summary>
    internal SumoConfiguration Scenario(string net, int beginS, int endS, int vehicles)
    {
        string[] arms = ["n", "e", "s", "w"];
        Random random = new(42);
        StringBuilder trips = new("<routes>\n<vType id=\"car\" vClass=\"passenger\"/>\n");
        for (int i = 0; i < vehicles; i++)
        {
            int from = random.Next(4);
            int to = (from + 1 + random.Next(3)) % 4;
            double depart = beginS + ((double)i * (endS - beginS) / vehicles);
            trips.Append(CultureInfo.InvariantCulture,
                $"<trip id=\"v{i}\" type=\"car\" depart=\"{depart:0.0}\" from=\"{arms[from]}c\" to=\"c{arms[to]}\" departLane=\"best\"/>\n");
        }

        string routes = Write("cross.rou.xml", trips.Append("</routes>").ToString());
        return SumoConfiguration.Read(Write("cross.sumocfg", $"""
            <configuration>
              <input><net-file value="{Path.GetFileName(net)}"/><route-files value="{Path.GetFileName(routes)}"/></input>
              <time><begin value="{beginS}"/><end value="{endS}"/></time>
            </configuration>
            """));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
