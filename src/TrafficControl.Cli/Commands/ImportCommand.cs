using System.CommandLine;
using Spectre.Console;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl import sumo</c>: intersection files from a SUMO net.</summary>
internal static class ImportCommand
{
    private const string Description = """
        Build one intersection file per traffic light of a SUMO net, and list what could not be expressed.

        Signal groups come from the link states, conflicts from the junction's request table, stages from the shipped program's
        green states. Exits with 2 when no light could be imported.

        Example:
          trafficctl import sumo cologne1.net.xml --out intersections --intergreen legal
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Argument<string> net = new("net") { HelpName = "NET.net.xml", Description = "SUMO net, plain or .gz" };
        Option<string> output = new("--out")
        {
            HelpName = "DIR",
            Required = true,
            Description = "Folder for the files; made when missing, files of the same name are replaced",
        };
        Option<string[]> lights = CommonOptions.List("--lights", "ID,ID", "Traffic lights to import [default: all]", []);
        Option<string> detectors = new("--detectors")
        {
            HelpName = "LIST",
            DefaultValueFactory = _ => DetectorLayout.DefaultText,
            Description = "Detectors of every approach lane: loops stopbar and advance:METRES (12 to 500) before the stop line, or"
                + " tracks:METRES (20 to 500), a camera or radar that follows every vehicle from there",
        };
        Option<string> intergreen = SumoOptions.Intergreen();
        Command sumo = new("sumo", Description) { net, output, lights, detectors, intergreen };
        sumo.SetAction(result =>
        {
            SumoImportOptions options = SumoOptions.ToImportOptions(
                result.GetValue(lights) ?? [], result.GetValue(detectors) ?? "", result.GetValue(intergreen) ?? "");
            return Run(screen, result.GetRequiredValue(net), result.GetRequiredValue(output), options);
        });
        return new Command(
            "import",
            "Build intersection files from other formats.\n\nExample:\n  trafficctl import sumo cologne1.net.xml --out intersections")
        {
            sumo,
        };
    }

    private static int Run(Screen screen, string netFile, string folder, SumoImportOptions options)
    {
        SumoImport import = screen.IsLive
            ? screen.Console.Status().Start("Reading the net", _ => Import(netFile, options))
            : Import(netFile, options);
        foreach (SumoLight light in import.Lights)
        {
            string file = Path.Combine(folder, FileName(light.Id));
            Write(folder, file, light.Definition);
            screen.Output.WriteLine(
                $"{file}: '{light.Id}', {light.Definition.SignalGroups.Count} signal groups, {light.Definition.Stages.Count} stages, "
                + $"{light.Definition.Detectors.Count} detectors");
            foreach (string note in light.Notes)
            {
                screen.Output.WriteLine($"  note: {note}");
            }
        }

        foreach (SumoRefusal refusal in import.Refusals)
        {
            screen.Output.WriteLine($"not imported: {refusal}");
        }

        return import.Lights.Count > 0
            ? ExitCode.Success
            : throw CliException.WrongInput($"net: no traffic light of '{netFile}' could be imported; name another net.");
    }

    private static SumoImport Import(string netFile, SumoImportOptions options)
    {
        SumoNet net = SumoOptions.ReadNet("net", netFile);
        SumoOptions.RequireLights(net, [.. options.Lights]);
        try
        {
            return SumoImporter.Import(net, options);
        }
        catch (SumoException exception)
        {
            throw CliException.WrongInput($"net: {exception.Message}", exception);
        }
    }

    /// <summary>A name that every file system takes; different identifiers give different names.</summary>
    /// <param name="id">Identifier of the light.</param>
    internal static string FileName(string id)
    {
        string safe = string.Concat(id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
        if (safe == id && id.Length <= 100)
        {
            return id + ".json";
        }

        // What was replaced or cut off comes back as part of a digest.
        byte[] digest = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id));
        return $"{safe[..Math.Min(safe.Length, 100)]}-{Convert.ToHexStringLower(digest)[..8]}.json";
    }

    private static void Write(string folder, string file, IntersectionDefinition definition)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(file, IntersectionFile.Write(definition));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput($"--out: '{file}' cannot be written; name a folder: {exception.Message}", exception);
        }
    }
}
