using System.CommandLine;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Plans;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Optimization;
using TrafficControl.Optimization.Calibration;
using TrafficControl.Optimization.Events;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl calibrate</c>: the parameters of an intersection file from an event log.</summary>
internal static class CalibrateCommand
{
    private const string Description = """
        Measure saturation flow, start-up lost time, end gain and turning shares in an event log, with confidence intervals.

        The log is CSV in the Indiana high-resolution codes: timestamp,event code,parameter; the parameter is the position of
        the signal group or detector in the intersection file, from 1. --output writes the file with what the evidence is
        enough to change; every lane says what was changed, and what was not and why.

        Example:
          trafficctl calibrate main.json --events main.events.csv --output main.json
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Argument<string> file = new("file") { HelpName = "FILE.json", Description = "Intersection file" };
        Option<string> events = new("--events")
        {
            HelpName = "FILE.csv",
            Required = true,
            Description = "Event log: timestamp,event code,parameter",
        };
        Option<string> output = new("--output")
        {
            HelpName = "FILE.json",
            Description = "Where to write the calibrated intersection file; may be the file read",
        };
        Option<string> json = CommonOptions.Json("the estimates");
        Command command = new("calibrate", Description) { file, events, output, json };
        command.SetAction(result => Run(
            screen, result.GetRequiredValue(file), result.GetRequiredValue(events), result.GetValue(output) ?? "",
            new JsonTarget(result.GetValue(json) ?? "", screen)));
        return command;
    }

    private static int Run(Screen screen, string file, string events, string output, JsonTarget json)
    {
        Intersection intersection = IntersectionFiles.Load("file", file);
        EventLog log = VolumeInput.ReadEvents(events, intersection);
        CalibrationResult result;
        try
        {
            result = Calibrator.Calibrate(log, intersection);
        }
        catch (OptimizationInputException exception)
        {
            throw CliException.WrongInput($"--events: '{events}': {exception.Message}", exception);
        }

        TextWriter text = json.IsOutput ? screen.Error : screen.Output;
        text.WriteLine(
            $"{events}: {log.Events.Count} events over {log.SpanMs / 60_000} min; {log.SkippedEvents} of other codes skipped, "
            + $"{log.DuplicateEvents} repeated");
        screen.For(json).Write(CalibrationTable.Draw(result));
        foreach (LaneCalibration lane in result.Lanes)
        {
            text.WriteLine($"{lane.Lane}: {string.Join(' ', lane.Findings)}");
        }

        json.Write(new Report(intersection.Id, log.SkippedEvents, result.StartUpLostTimeS, result.EndGainS, result.Lanes));
        if (output.Length > 0)
        {
            IntersectionFiles.Save("--output", output, result.Definition);
            text.WriteLine($"{output}: '{intersection.Id}', {(result.HasChanges ? "calibrated" : "unchanged")}");
        }

        return ExitCode.Success;
    }

    private sealed record Report(
        string Intersection, int SkippedEvents, Estimate? StartUpLostTimeS, Estimate? EndGainS,
        IReadOnlyList<LaneCalibration> Lanes);
}
