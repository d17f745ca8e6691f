using System.CommandLine;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load intersections</c>: the files a server needs to be attached to.</summary>
internal static class IntersectionsCommand
{
    private const string Description = """
        Write the intersection files of a run into a folder, for a server that 'run --server' attaches to.

        Example:
          trafficcontrol-load intersections junctions/ --controllers 1000 --strategy adaptive
        """;

    private const int MaxCount = 100_000;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        Argument<string> folder = new("folder") { HelpName = "DIR", Description = "Folder; made when it is missing" };
        Option<int> controllers = CommonOptions.Integer("--controllers", "N", "How many", 1_000, 1, MaxCount);
        Option<string> strategy = ShapeOptions.Word("--strategy", "Strategy of every junction", "adaptive", Junctions.Strategies);
        Command command = new("intersections", Description) { folder, controllers, strategy };
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(folder);
            try
            {
                Directory.CreateDirectory(path);
                Junctions.Write(Junctions.Model(result.GetValue(strategy)!), result.GetValue(controllers), path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw CliException.WrongInput($"folder: '{path}' cannot be written: {exception.Message}", exception);
            }

            screen.Output.WriteLine($"{path}: {result.GetValue(controllers)} intersection files.");
            return ExitCode.Success;
        });
        return command;
    }
}
