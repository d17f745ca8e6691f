using System.Globalization;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Writes SUMO's command line. It is the same for every controller, so that runs differ by the controller alone.
/// </summary>
internal static class SumoCommand
{
    internal static List<string> Arguments(SumoRunOptions options, int? port)
    {
        List<string> arguments =
        [
            "--configuration-file", options.Scenario.Path,
            "--begin", Seconds(options.WindowBeginMs),
            "--end", Seconds(options.WindowEndMs + options.DrainMs),
            "--step-length", Seconds(options.StepMs),
            "--seed", options.Seed.ToString(CultureInfo.InvariantCulture),
            "--time-to-teleport", options.TeleportS.ToString(CultureInfo.InvariantCulture),
            "--tripinfo-output", options.TripInfoFile,
            "--tripinfo-output.write-unfinished", "true",
            "--statistic-output", options.StatisticsFile,
            "--summary-output", options.SummaryFile,
            "--summary-output.period", "10",

            // Without it a trip has no emissions; it changes nothing in the traffic.
            "--device.emissions.probability", "1",
            "--xml-validation", "never",
            "--no-step-log", "true",
        ];

        // Naming additional files on the command line replaces those of the scenario.
        List<string> additional = [.. options.Scenario.AdditionalFiles, .. options.AdditionalFiles];
        if (additional.Count > 0)
        {
            arguments.AddRange("--additional-files", string.Join(',', additional));
        }

        if (options.RecordsTrajectories)
        {
            arguments.AddRange("--fcd-output", options.TrajectoryFile);
            arguments.AddRange("--fcd-output.attributes", "lane,pos");
            arguments.AddRange("--device.fcd.begin", Seconds(options.TrajectoryBeginMs));
            arguments.AddRange("--vehroute-output", options.RouteFile);
            arguments.AddRange("--vehroute-output.write-unfinished", "true");
            arguments.AddRange("--vehroute-output.last-route", "true");
        }

        if (port is { } number)
        {
            arguments.AddRange("--remote-port", number.ToString(CultureInfo.InvariantCulture));
        }

        return arguments;
    }

    private static void AddRange(this List<string> list, string option, string value)
    {
        list.Add(option);
        list.Add(value);
    }

    private static string Seconds(long ms) => (ms / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);
}
