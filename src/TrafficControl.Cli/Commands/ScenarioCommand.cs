using System.CommandLine;
using TrafficControl.Cli.Terminal;
using TrafficControl.Simulation.Scenarios;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl scenario</c>: scenarios that need no download.</summary>
internal static class ScenarioCommand
{
    private const string ListDescription = """
        List the scenarios that trafficctl makes itself.

        Example:
          trafficctl scenario list
        """;

    private const string CreateDescription = """
        Make the files of a scenario with SUMO's netconvert: net, demand and NAME.sumocfg.

        The same version of SUMO makes the same files for the same seed. 'evaluate --scenario NAME' needs no such step.

        Example:
          trafficctl scenario create arterial-6 scenarios --seed 7
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Option<string> json = CommonOptions.Json("the list");
        Command list = new("list", ListDescription) { json };
        list.SetAction(result => List(screen, new JsonTarget(result.GetValue(json) ?? "", screen)));

        Argument<string> name = new("name") { HelpName = "NAME", Description = $"One of {Names}" };
        Argument<string> folder = new("folder")
        {
            HelpName = "DIR",
            Description = "Folder for the files; made when missing, files of the same names are replaced",
        };
        Option<int> seed = CommonOptions.Integer("--seed", "N", "Seed of the traffic in NAME.sumocfg", 1, 0, int.MaxValue);
        Command create = new("create", CreateDescription) { name, folder, seed };
        create.SetAction((result, cancellation) => CreateAsync(
            screen, result.GetRequiredValue(name), result.GetRequiredValue(folder), result.GetValue(seed), cancellation));
        return new Command("scenario", "Scenarios that need no download.\n\nExample:\n  trafficctl scenario list")
        {
            list,
            create,
        };
    }

    private static string Names => string.Join(", ", BuiltInScenarios.All.Select(scenario => scenario.Name));

    private static int List(Screen screen, JsonTarget json)
    {
        json.Write(BuiltInScenarios.All);
        if (!json.IsOutput)
        {
            foreach (BuiltInScenario scenario in BuiltInScenarios.All)
            {
                string drain = scenario.DrainS > 0 ? $"; give --drain {scenario.DrainS}" : "";
                screen.Output.WriteLine($"{scenario.Name,-18}{scenario.Summary}{drain}");
            }
        }

        return ExitCode.Success;
    }

    private static async Task<int> CreateAsync(
        Screen screen, string name, string folder, int seed, CancellationToken cancellation)
    {
        BuiltInScenario scenario = BuiltInScenarios.TryFind(name)
            ?? throw CliException.WrongInput($"name: there is no scenario '{name}'; choose from {Names}.");
        SumoConfiguration made = await SumoOptions.MakeAsync(scenario, "folder", folder, seed, cancellation)
            .ConfigureAwait(false);
        screen.Output.WriteLine(made.Path);
        return ExitCode.Success;
    }
}
