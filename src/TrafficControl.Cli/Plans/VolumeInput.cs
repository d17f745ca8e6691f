using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Optimization;
using TrafficControl.Optimization.Events;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Cli.Plans;

/// <summary>Reads the demand and the event logs that arguments name.</summary>
internal static class VolumeInput
{
    /// <summary>Reads volumes from a table or from an event log.</summary>
    /// <param name="table">Table of volumes, or empty.</param>
    /// <param name="events">Event log, or empty.</param>
    /// <param name="intersection">The intersection.</param>
    /// <exception cref="CliException">Not exactly one is given, or it cannot be read.</exception>
    public static MovementVolumes Read(string table, string events, Intersection intersection)
    {
        if ((table.Length > 0) == (events.Length > 0))
        {
            throw CliException.WrongInput("Demand is needed from one source: give --volumes FILE.csv or --events FILE.csv.");
        }

        return table.Length > 0
            ? ReadText("--volumes", table, reader => MovementVolumes.Read(reader, intersection))
            : ReadText("--events", events, reader => MovementVolumes.Count(EventLogReader.Read(reader, intersection), intersection));
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
