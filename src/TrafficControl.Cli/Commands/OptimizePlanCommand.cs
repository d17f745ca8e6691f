using System.CommandLine;
using System.Globalization;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Plans;
using TrafficControl.Cli.Terminal;
using TrafficControl.Optimization;
using TrafficControl.Optimization.Corridors;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl optimize-plan</c>: fixed-time plans from volumes.</summary>
internal static class OptimizePlanCommand
{
    private const string Description = """
        Make the fixed-time plan of least delay for given volumes, and add it to the intersection file.

        Volumes come from a table (movement,veh/h) or from the stop-line detectors of an event log. The cycle starts from
        Webster's, the splits from the critical flow ratios; both are then improved for the least HCM control delay. Minimum
        greens, pedestrian times and intergreens always hold. Without --output the plan is only shown.

        With --corridor several files, in the order they are driven, get a common cycle and offsets of least delay and stops;
        they are joined by the downstreamIntersection and downstreamLane of their exit lanes. Give one table or log each.

        Example:
          trafficctl optimize-plan main.json --volumes morning.csv --plan morning --output main.json
          trafficctl optimize-plan --corridor a.json b.json c.json --volumes a.csv b.csv c.csv --output coordinated
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Options options = new();
        Command command = new("optimize-plan", Description)
        {
            options.Files, options.Corridor, options.Volumes, options.Events, options.Plan, options.MinCycle, options.MaxCycle,
            options.StartUpLostTime, options.EndGain, options.Output, options.Json,
        };
        command.SetAction(result => Run(screen, options, result));
        return command;
    }

    private static int Run(Screen screen, Options options, ParseResult result)
    {
        JsonTarget json = new(result.GetValue(options.Json) ?? "", screen);
        string[] files = result.GetValue(options.Files) ?? [];
        bool isCorridor = result.GetValue(options.Corridor);
        if (isCorridor ? files.Length < 2 : files.Length != 1)
        {
            throw CliException.WrongInput(isCorridor
                ? "--corridor needs two or more intersection files, in the order they are driven."
                : "file: several intersection files are given; add --corridor to coordinate them, or give one at a time.");
        }

        CorridorSite[] sites = VolumeInput.ReadSites(
            files, result.GetValue(options.Volumes) ?? [], result.GetValue(options.Events) ?? []);
        FixedTimeOptions limits = options.ToFixedTimeOptions(result);
        string output = result.GetValue(options.Output) ?? "";
        try
        {
            return isCorridor ? Coordinate(screen, sites, limits, output, json) : Optimize(screen, sites[0], limits, output, json);
        }
        catch (OptimizationInputException exception)
        {
            throw CliException.WrongInput(exception.Message, exception);
        }
    }

    private static int Optimize(Screen screen, CorridorSite site, FixedTimeOptions options, string output, JsonTarget json)
    {
        FixedTimeResult plan = FixedTimeOptimizer.Optimize(site.Intersection, site.Volumes, options);
        TextWriter text = Show(screen, plan, json);
        json.Write(plan);
        if (output.Length > 0)
        {
            Save(text, output, site, plan);
        }

        return ExitCode.Success;
    }

    private static int Coordinate(
        Screen screen, CorridorSite[] sites, FixedTimeOptions options, string output, JsonTarget json)
    {
        string? folder = output.Length > 0 ? IntersectionFiles.MakeFolder("--output", output) : null;
        CorridorResult corridor = CorridorOptimizer.Optimize(sites, options);
        TextWriter text = json.IsOutput ? screen.Error : screen.Output;
        for (int i = 0; i < sites.Length; i++)
        {
            Show(screen, corridor.Plans[i], json);
            if (folder is not null)
            {
                Save(text, Path.Combine(folder, ImportCommand.FileName(sites[i].Intersection.Id)), sites[i], corridor.Plans[i]);
            }
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        text.WriteLine(string.Create(
            culture,
            $"common cycle {corridor.CycleS} s; uniform delay with platoons {corridor.PlatoonDelayS:0.0} s and "
            + $"{corridor.StopsPerVehicle:0.00} stops per vehicle and intersection, without offsets "
            + $"{corridor.PlatoonDelayWithoutOffsetsS:0.0} s and {corridor.StopsPerVehicleWithoutOffsets:0.00}"));
        foreach (CorridorBand band in corridor.Bands)
        {
            text.WriteLine(string.Create(
                culture,
                $"green wave {string.Join(" > ", band.Intersections)}: {band.BandwidthS:0} s, {band.Efficiency:0%} of the cycle"));
        }

        json.Write(corridor);
        return ExitCode.Success;
    }

    private static TextWriter Show(Screen screen, FixedTimeResult plan, JsonTarget json)
    {
        screen.For(json).Write(PlanTable.Draw(plan));
        TextWriter text = json.IsOutput ? screen.Error : screen.Output;
        foreach (string warning in plan.Warnings)
        {
            text.WriteLine($"warning: {warning}");
        }

        return text;
    }

    private static void Save(TextWriter text, string file, CorridorSite site, FixedTimeResult plan)
    {
        IntersectionFiles.Save("--output", file, plan.AddTo(site.Intersection.Definition));
        text.WriteLine($"{file}: '{site.Intersection.Id}' with plan '{plan.Plan.Id}'");
    }

    private sealed class Options
    {
        private const string DefaultPlan = "optimized";

        public Argument<string[]> Files { get; } = new("file")
        {
            HelpName = "FILE.json",
            Arity = ArgumentArity.OneOrMore,
            Description = "Intersection file; with --corridor two or more, in the order they are driven",
        };

        public Option<bool> Corridor { get; } = new("--corridor")
        {
            Description = "Coordinate the files: common cycle and offsets",
        };

        public Option<string[]> Volumes { get; } = new("--volumes")
        {
            HelpName = "FILE.csv",
            AllowMultipleArgumentsPerToken = true,
            Description = "Table of volumes, movement,veh/h; one for each file, in their order",
        };

        public Option<string[]> Events { get; } = new("--events")
        {
            HelpName = "FILE.csv",
            AllowMultipleArgumentsPerToken = true,
            Description = "Event log to count in, timestamp,event code,parameter; one for each file, in their order",
        };

        public Option<string> Plan { get; } = new("--plan")
        {
            HelpName = "PLAN",
            DefaultValueFactory = _ => DefaultPlan,
            Description = "Identifier of the plan made; one of that name is replaced",
        };

        public Option<int> MinCycle { get; } = CommonOptions.Integer("--min-cycle", "S", "Shortest cycle, seconds", 30, 10, 600);

        public Option<int> MaxCycle { get; } = CommonOptions.Integer("--max-cycle", "S", "Longest cycle, seconds", 120, 10, 600);

        public Option<int> StartUpLostTime { get; } = CommonOptions.Integer(
            "--lost-time", "MS", "Start-up lost time of a green, milliseconds, as calibrate reports it", 2_000, 0, 10_000);

        public Option<int> EndGain { get; } = CommonOptions.Integer(
            "--end-gain", "MS", "Use of the yellow as green, milliseconds, as calibrate reports it", 2_000, 0, 10_000);

        public Option<string> Output { get; } = new("--output")
        {
            HelpName = "FILE.json|DIR",
            Description = "Where to write the intersection file with the plan, which may be the file read; a folder for a corridor",
        };

        public Option<string> Json { get; } = CommonOptions.Json("the plan and its table");

        public FixedTimeOptions ToFixedTimeOptions(ParseResult result) => new()
        {
            PlanId = result.GetValue(Plan) ?? DefaultPlan,
            MinCycleS = result.GetValue(MinCycle),
            MaxCycleS = result.GetValue(MaxCycle),
            StartUpLostTimeS = result.GetValue(StartUpLostTime) / 1000.0,
            EndGainS = result.GetValue(EndGain) / 1000.0,
        };
    }
}
