using System.CommandLine;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Plans;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Optimization;
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

        Example:
          trafficctl optimize-plan main.json --volumes morning.csv --plan morning --output main.json
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Options options = new();
        Command command = new("optimize-plan", Description)
        {
            options.File, options.Volumes, options.Events, options.Plan, options.MinCycle, options.MaxCycle, options.Output,
            options.Json,
        };
        command.SetAction(result => Run(screen, options, result));
        return command;
    }

    private static int Run(Screen screen, Options options, ParseResult result)
    {
        JsonTarget json = new(result.GetValue(options.Json) ?? "", screen);
        string output = result.GetValue(options.Output) ?? "";
        Intersection intersection = IntersectionFiles.Load("file", result.GetRequiredValue(options.File));
        MovementVolumes volumes = VolumeInput.Read(
            result.GetValue(options.Volumes) ?? "", result.GetValue(options.Events) ?? "", intersection);
        FixedTimeResult plan;
        try
        {
            plan = FixedTimeOptimizer.Optimize(intersection, volumes, options.ToFixedTimeOptions(result));
        }
        catch (OptimizationInputException exception)
        {
            throw CliException.WrongInput(exception.Message, exception);
        }

        screen.For(json).Write(PlanTable.Draw(plan));
        TextWriter text = json.IsOutput ? screen.Error : screen.Output;
        foreach (string warning in plan.Warnings)
        {
            text.WriteLine($"warning: {warning}");
        }

        json.Write(plan);
        if (output.Length > 0)
        {
            IntersectionFiles.Save("--output", output, plan.AddTo(intersection.Definition));
            text.WriteLine($"{output}: '{intersection.Id}' with plan '{plan.Plan.Id}'");
        }

        return ExitCode.Success;
    }

    private sealed class Options
    {
        private const string DefaultPlan = "optimized";

        public Argument<string> File { get; } = new("file")
        {
            HelpName = "FILE.json",
            Description = "Intersection file",
        };

        public Option<string> Volumes { get; } = new("--volumes")
        {
            HelpName = "FILE.csv",
            Description = "Table of volumes: movement,veh/h",
        };

        public Option<string> Events { get; } = new("--events")
        {
            HelpName = "FILE.csv",
            Description = "Event log to count in: timestamp,event code,parameter",
        };

        public Option<string> Plan { get; } = new("--plan")
        {
            HelpName = "PLAN",
            DefaultValueFactory = _ => DefaultPlan,
            Description = "Identifier of the plan made; one of that name is replaced",
        };

        public Option<int> MinCycle { get; } = CommonOptions.Integer("--min-cycle", "S", "Shortest cycle, seconds", 30, 10, 600);

        public Option<int> MaxCycle { get; } = CommonOptions.Integer("--max-cycle", "S", "Longest cycle, seconds", 120, 10, 600);

        public Option<string> Output { get; } = new("--output")
        {
            HelpName = "FILE.json",
            Description = "Where to write the intersection file with the plan; may be the file read",
        };

        public Option<string> Json { get; } = CommonOptions.Json("the plan and its table");

        public FixedTimeOptions ToFixedTimeOptions(ParseResult result) => new()
        {
            PlanId = result.GetValue(Plan) ?? DefaultPlan,
            MinCycleS = result.GetValue(MinCycle),
            MaxCycleS = result.GetValue(MaxCycle),
        };
    }
}
