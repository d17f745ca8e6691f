using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Optimization;
using TrafficControl.Optimization.Corridors;
using TrafficControl.Optimization.Events;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Cli.Plans;

/// <summary>Reads the demand and the event logs that arguments name.</summary>
internal static class VolumeInput
{
    /// <summary>Reads intersections with their volumes, from tables or from event logs.</summary>
    /// <param name="files">Intersection files.</param>
    /// <param name="tables">Tables of volumes, one for each file, or none.</param>
    /// <param name="logs">Event logs, one for each file, or none.</param>
    /// <exception cref="CliException">Not exactly one source is given for each file, or one cannot be read.</exception>
    public static CorridorSite[] ReadSites(string[] files, string[] tables, string[] logs)
    {
        string[] sources = tables.Length > 0 ? tables : logs;
        if ((tables.Length > 0 && logs.Length > 0) || sources.Length != files.Length)
        {
            throw CliException.WrongInput(
                $"Demand is needed once for each file: give {files.Length} of --volumes FILE.csv or of --events FILE.csv.");
        }

        return [.. files.Zip(sources, (file, source) =>
        {
            Intersection intersection = IntersectionFiles.Load("file", file);
            return new CorridorSite(intersection, tables.Length > 0
                ? ReadText("--volumes", source, reader => MovementVolumes.Read(reader, intersection))
                : ReadText(
                    "--events", source,
                    reader => MovementVolumes.Count(EventLogReader.Read(reader, intersection), intersection)));
        })];
    }

    /// <summary>Reads an event log.</summary>
    /// <param name="file">The log.</param>
    /// <param name="intersection">Where it was recorded.</param>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static EventLog ReadEvents(string file, Intersection intersection) =>
        ReadText("--events", file, reader => EventLogReader.Read(reader, intersection));

    private static T ReadText<T>(string argument, string file, Func<TextReader, T> read)
    {
        try
        {
            using StreamReader reader = new(file);
            return read(reader);
        }
        catch (OptimizationInputException exception)
        {
            throw CliException.WrongInput($"{argument}: '{file}': {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.WrongInput(
                $"{argument}: '{file}' cannot be read; name a file that exists: {exception.Message}", exception);
        }
    }
}
