using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>Writes a draft's files and has netconvert make its net.</summary>
internal static class ScenarioWriter
{
    /// <summary>Writes a scenario.</summary>
    /// <param name="draft">The scenario.</param>
    /// <param name="name">Name of its files.</param>
    /// <param name="folder">Folder; made when missing.</param>
    /// <param name="seed">Seed for its configuration.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SumoException">netconvert is missing or fails.</exception>
    internal static async Task<SumoConfiguration> WriteAsync(
        ScenarioDraft draft, string name, string folder, int seed, CancellationToken cancellationToken)
    {
        string netconvert = SumoInstallation.Find("netconvert");
        Directory.CreateDirectory(folder);
        string File(string ending) => Path.Combine(folder, $"{name}.{ending}");
        Save(draft.Nodes(), File("nod.xml"));
        Save(draft.Edges(), File("edg.xml"));
        Save(draft.Connections(), File("con.xml"));
        Save(new XElement("routes", draft.Routes), File("rou.xml"));
        Save(Configuration(draft, name, seed), File("sumocfg"));

        string net = File("net.xml");
        List<string> arguments =
        [
            "--node-files", File("nod.xml"), "--edge-files", File("edg.xml"), "--connection-files", File("con.xml"),
            "--output-file", net, "--no-turnarounds", "true", "--tls.yellow.time", "3", "--tls.allred.time", "1",
            .. draft.NetOptions,
        ];
        await SumoProcess.RunAsync(netconvert, arguments, cancellationToken).ConfigureAwait(false);

        // Loading drops nothing but the comment that carries date and paths, which would differ from run to run.
        XDocument made = XDocument.Load(net);
        made.Nodes().OfType<XComment>().Remove();
        ShippedProgram.Retime(made.Root!, draft);
        Save(made.Root!, net);
        return SumoConfiguration.Read(File("sumocfg"));
    }

    private static XElement Configuration(ScenarioDraft draft, string name, int seed)
    {
        List<(string Section, string Name, string Value)> options =
        [
            ("input", "net-file", $"{name}.net.xml"),
            ("input", "route-files", $"{name}.rou.xml"),
            ("time", "begin", "0"),
            ("time", "end", ScenarioDraft.WindowS.ToString(CultureInfo.InvariantCulture)),
            ("time", "step-length", "1"),
            ("processing", "time-to-teleport", "-1"),
            ("random_number", "seed", seed.ToString(CultureInfo.InvariantCulture)),
            .. draft.SumoOptions,
        ];
        return new XElement("configuration", options.GroupBy(option => option.Section).Select(section => new XElement(
            section.Key,
            section.Select(option => new XElement(option.Name, new XAttribute("value", option.Value))))));
    }

    private static void Save(XElement root, string path)
    {
        XmlWriterSettings settings = new()
        {
            Indent = true,
            NewLineChars = "\n",
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using XmlWriter xml = XmlWriter.Create(path, settings);
        root.Save(xml);
    }
}
