using System.CommandLine;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl validate</c>: every fault of intersection files.</summary>
internal static class ValidateCommand
{
    private const string Description = """
        Check intersection files and list every fault, one per line: file: path: message.

        Exits with 0 when all files are sound and with 2 when any has a fault.

        Example:
          trafficctl validate intersections/ --json faults.json
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Argument<string[]> paths = new("path")
        {
            HelpName = "FILE|DIR",
            Arity = ArgumentArity.OneOrMore,
            Description = "Intersection files (JSON), or folders of them (*.json)",
        };
        Option<string> json = CommonOptions.Json("the files with their faults");
        Command command = new("validate", Description) { paths, json };
        command.SetAction(result => Run(
            screen, result.GetValue(paths) ?? [], new JsonTarget(result.GetValue(json) ?? "", screen)));
        return command;
    }

    private static int Run(Screen screen, string[] paths, JsonTarget json)
    {
        List<CheckedFile> files = [.. Find(paths).Select(Check)];
        int faults = files.Sum(file => file.Faults.Count);
        TextWriter text = json.IsOutput ? screen.Error : screen.Output;
        foreach (CheckedFile file in files)
        {
            foreach (Fault fault in file.Faults)
            {
                text.WriteLine($"{file.File}: {fault.Path}: {fault.Message}");
            }

            if (file.Faults.Count == 0)
            {
                text.WriteLine(
                    $"{file.File}: sound: '{file.Id}' with {file.SignalGroups} signal groups, {file.Stages} stages, "
                    + $"{file.Lanes} lanes, {file.Detectors} detectors, plans {string.Join(", ", file.Plans)}");
            }
        }

        json.Write(new Report(files, faults));
        if (faults > 0)
        {
            screen.Error.WriteLine(
                $"trafficctl: {Count(faults, "fault")} in {files.Count(file => file.Faults.Count > 0)} of "
                + $"{Count(files.Count, "file")}; correct them as each line says.");
        }

        return faults == 0 ? ExitCode.Success : ExitCode.WrongInput;
    }

    private static IEnumerable<string> Find(string[] paths)
    {
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                yield return path;
                continue;
            }

            string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*.json") : [];
            Array.Sort(files, StringComparer.Ordinal);
            if (files.Length == 0)
            {
                throw CliException.WrongInput(
                    $"path: there is no intersection file at '{path}'; name a .json file or a folder of them.");
            }

            foreach (string file in files)
            {
                yield return file;
            }
        }
    }

    private static CheckedFile Check(string file)
    {
        byte[] bytes = IntersectionFiles.ReadBytes("path", file);
        IntersectionParseResult parsed = IntersectionFile.Parse(bytes);
        Fault[] faults = [.. parsed.Faults.Select(fault => new Fault(fault.Path, fault.Message))];
        if (parsed.Definition is not { } definition || faults.Length > 0)
        {
            return new CheckedFile(file, "", faults, 0, 0, 0, 0, []);
        }

        Intersection intersection = Intersection.Create(definition);
        return new CheckedFile(
            file, intersection.Id, faults, intersection.Groups.Length, intersection.Stages.Length, intersection.Lanes.Length,
            intersection.Detectors.Length, [.. intersection.Plans.Select(plan => plan.Definition.Id)]);
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private sealed record Fault(string Path, string Message);

    private sealed record CheckedFile(
        string File, string Id, IReadOnlyList<Fault> Faults, int SignalGroups, int Stages, int Lanes, int Detectors,
        IReadOnlyList<string> Plans);

    private sealed record Report(IReadOnlyList<CheckedFile> Files, int Faults);
}
