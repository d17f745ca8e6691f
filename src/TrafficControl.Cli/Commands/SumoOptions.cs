using System.CommandLine;
using TrafficControl.Cli.Terminal;
using TrafficControl.Simulation.Sumo;

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
