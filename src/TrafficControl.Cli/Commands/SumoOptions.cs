using System.CommandLine;
using TrafficControl.Cli.Terminal;
using TrafficControl.Simulation.Scenarios;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Cli.Commands;

/// <summary>Options that the commands around SUMO share, and reading what they name.</summary>
internal static class SumoOptions
{
    private const string Shipped = "shipped";
    private const string Legal = "legal";
    private const string Benchmark = "benchmark";

    /// <summary>--intergreen.</summary>
    public static Option<string> Intergreen() => new("--intergreen")
    {
        HelpName = $"{Shipped}|{Legal}|{Benchmark}",
        DefaultValueFactory = _ => Shipped,
        Description = "Yellow and red clearance: as the net's programs have them; computed from speeds and distances; or as "
            + "published benchmarks run them: 3 s of yellow, no red clearance, minimum green 5 s",
        CustomParser = argument =>
        {
            string text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (text is not (Shipped or Legal or Benchmark))
            {
                argument.AddError($"--intergreen is '{text}'; give {Shipped}, {Legal} or {Benchmark}.");
            }

            return text;
        },
    };

    /// <summary>--faults.</summary>
    public static Option<string> Faults() => new("--faults")
    {
        HelpName = "LIST",
        DefaultValueFactory = _ => "",
        Description = "What is wrong with the detectors, separated by commas: missed:SHARE, false:SHARE, duplicated:SHARE "
            + "(0.05 is 5 % of the vehicles), delayed:MS, clock-skew:MS, and dead:ID, stuck-on:ID, stuck-off:ID with a detector's "
            + "identifier, the beginning of some with *, #INDEX, or random for one per junction",
    };

    /// <summary>Reads detector faults.</summary>
    /// <param name="text">As given.</param>
    /// <exception cref="CliException">An item is wrong.</exception>
    public static DetectorFaults ToFaults(string text)
    {
        try
        {
            return DetectorFaults.Parse(text);
        }
        catch (SumoException exception)
        {
            throw CliException.WrongInput($"--faults: {exception.Message}", exception);
        }
    }

    /// <summary>Puts import options together.</summary>
    /// <param name="lights">Lights asked for; empty: all.</param>
    /// <param name="detectors">Layout of the loops.</param>
    /// <param name="intergreen">shipped, legal or benchmark.</param>
    /// <exception cref="CliException">The layout is wrong.</exception>
    public static SumoImportOptions ToImportOptions(string[] lights, string detectors, string intergreen)
    {
        try
        {
            return new SumoImportOptions
            {
                Lights = lights,
                Detectors = DetectorLayout.Parse(detectors),
                Intergreen = intergreen switch
                {
                    Legal => SumoIntergreen.Legal,
                    Benchmark => SumoIntergreen.Benchmark,
                    _ => SumoIntergreen.Shipped,
                },
            };
        }
        catch (SumoException exception)
        {
            throw CliException.WrongInput($"--detectors: {exception.Message}", exception);
        }
    }

    /// <summary>Makes the files of a scenario of our own.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="argument">Name of the argument that gives the folder, for the complaint.</param>
    /// <param name="folder">Folder for the files.</param>
    /// <param name="seed">Seed for its configuration.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="CliException">netconvert is missing or fails, or the folder cannot be written.</exception>
    public static async Task<SumoConfiguration> MakeAsync(
        BuiltInScenario scenario, string argument, string folder, int seed, CancellationToken cancellation)
    {
        if (SumoInstallation.TryFind("netconvert") is null)
        {
            throw CliException.Unavailable($"netconvert was not found. {SumoInstallation.InstallHint}");
        }

        try
        {
            return await scenario.CreateAsync(folder, seed, cancellation).ConfigureAwait(false);
        }
        catch (SumoException exception)
        {
            throw CliException.Unavailable(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.WrongInput($"{argument}: '{folder}' cannot be written; name another: {exception.Message}", exception);
        }
    }

    /// <summary>Makes the files of a scenario of our own, unless it is a file that was named.</summary>
    /// <param name="scenario">Name of a scenario of our own, or path of a <c>.sumocfg</c>.</param>
    /// <param name="artifacts">Folder for what an evaluation leaves; the files go to a folder of their own in it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Path of the <c>.sumocfg</c>.</returns>
    /// <exception cref="CliException">netconvert is missing or fails.</exception>
    public static async Task<string> MakeIfBuiltInAsync(string scenario, string artifacts, CancellationToken cancellation)
    {
        if (BuiltInScenarios.TryFind(scenario) is not { } builtIn)
        {
            return scenario;
        }

        string folder = Path.Combine(artifacts, scenario, "scenario");
        return (await MakeAsync(builtIn, "--artifacts", folder, seed: 1, cancellation).ConfigureAwait(false)).Path;
    }

    /// <summary>
    /// Reads a configuration and looks for the lights asked for in its net, before minutes are spent.
    /// </summary>
    /// <param name="path">The <c>.sumocfg</c>.</param>
    /// <param name="lights">Lights asked for; empty: all.</param>
    /// <exception cref="CliException">The scenario cannot be read, or lacks a light.</exception>
    public static SumoConfiguration ReadScenario(string path, string[] lights)
    {
        SumoConfiguration scenario;
        try
        {
            scenario = SumoConfiguration.Read(path);
        }
        catch (Exception exception) when (exception is SumoException or IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput($"--scenario: {exception.Message}", exception);
        }

        if (lights.Length > 0)
        {
            SumoNet net = ReadNet("--scenario", scenario.NetFile);
            RequireLights(net, lights);
        }

        return scenario;
    }

    /// <summary>Reads a net.</summary>
    /// <param name="argument">Name of the argument, for the complaint.</param>
    /// <param name="path">The <c>.net.xml</c>.</param>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static SumoNet ReadNet(string argument, string path)
    {
        try
        {
            return SumoNetReader.Read(path);
        }
        catch (Exception exception) when (exception is SumoException or IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput($"{argument}: {exception.Message}", exception);
        }
    }

    /// <summary>Looks for lights in a net.</summary>
    /// <param name="net">The net.</param>
    /// <param name="lights">Lights asked for.</param>
    /// <exception cref="CliException">One is missing.</exception>
    public static void RequireLights(SumoNet net, string[] lights)
    {
        HashSet<string> there = [.. net.Programs.Select(program => program.TrafficLight)];
        if (lights.FirstOrDefault(light => !there.Contains(light)) is { } missing)
        {
            throw CliException.WrongInput(
                $"--lights: the net has no traffic light '{missing}'; it has {string.Join(", ", there.Order(StringComparer.Ordinal))}.");
        }
    }
}
