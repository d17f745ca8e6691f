using System.CommandLine;
using System.Globalization;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Remote;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Commands;

/// <summary>The commands of <c>trafficctl plan</c> that change nothing.</summary>
internal static class PlanViewCommands
{
    /// <summary><c>plan get</c>.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Get(Screen screen)
    {
        Argument<string> id = PlanCommand.Intersection();
        Argument<string> plan = PlanCommand.Plan();
        Option<int> version = CommonOptions.Integer("--version", "N", "The version; 0: the current one", 0, 0, int.MaxValue);
        Option<string> output = new("--output")
        {
            HelpName = "FILE",
            DefaultValueFactory = _ => "",
            Description = "Write the plan to this file, to change it and send it back with 'plan update'",
        };
        return View(
            screen, "the version, without its content",
            new Command("get", """
                Show a plan: its version and etag, and its content as JSON.

                Example:
                  trafficctl plan get main-1st day --output day.json
                """) { id, plan, version, output },
            async (call, result, json) =>
            {
                V1.GetPlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    PlanId = result.GetRequiredValue(plan),
                    Version = result.GetValue(version),
                };
                V1.GetPlanResponse response = await call.AskAsync(client => client.GetPlanAsync(request, call.Options))
                    .ConfigureAwait(false);
                string file = result.GetValue(output) ?? "";
                if (file.Length > 0)
                {
                    Save(file, response.Plan.Plan);
                }

                if (!json.IsOutput)
                {
                    screen.Console.Write(OperationTables.Plans([response.Plan]));
                    screen.Output.WriteLine($"etag {response.Plan.Etag}");
                    screen.Output.Write(file.Length > 0 ? "" : RemotePlans.Text(response.Plan.Plan));
                }

                json.Write(RemotePlans.Line(response.Plan));
                return ExitCode.Success;
            });
    }

    /// <summary><c>plan list</c>.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command List(Screen screen)
    {
        Option<string> id = new("--id")
        {
            HelpName = "ID",
            DefaultValueFactory = _ => "",
            Description = "Only the plans of this intersection [default: of all]",
        };
        return View(
            screen, "the plans",
            new Command("list", """
                List the plans there are, each as it is now; version 'file' is the intersection file's.

                Example:
                  trafficctl plan list --id main-1st
                """) { id },
            async (call, result, json) =>
            {
                List<V1.PlanVersion> plans = [];
                string token = "";
                do
                {
                    V1.ListPlansRequest request = new() { IntersectionId = result.GetValue(id) ?? "", PageToken = token };
                    V1.ListPlansResponse page = await call.AskAsync(client => client.ListPlansAsync(request, call.Options))
                        .ConfigureAwait(false);
                    plans.AddRange(page.Plans);
                    token = page.NextPageToken;
                }
                while (token.Length > 0);
                return Show(screen, json, plans);
            });
    }

    /// <summary><c>plan versions</c>.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Versions(Screen screen)
    {
        Argument<string> id = PlanCommand.Intersection();
        Argument<string> plan = PlanCommand.Plan();
        return View(
            screen, "the versions",
            new Command("versions", """
                List the newest 1000 versions of a plan, newest first: who made each, and why.

                Example:
                  trafficctl plan versions main-1st day
                """) { id, plan },
            async (call, result, json) =>
            {
                V1.ListPlanVersionsRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    PlanId = result.GetRequiredValue(plan),
                    PageSize = 1_000,
                };
                V1.ListPlanVersionsResponse response = await call
                    .AskAsync(client => client.ListPlanVersionsAsync(request, call.Options)).ConfigureAwait(false);
                return Show(screen, json, response.Versions);
            });
    }

    /// <summary><c>plan validate</c>.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Validate(Screen screen)
    {
        Argument<string> id = PlanCommand.Intersection();
        Argument<string> file = PlanCommand.File();
        return View(
            screen, "the faults",
            new Command("validate", """
                List every rule that a plan would break at an intersection, one per line: path: message. Changes nothing.

                Exits with 0 when the plan is sound and with 2 when it has a fault.

                Example:
                  trafficctl plan validate main-1st evening.json
                """) { id, file },
            async (call, result, json) =>
            {
                V1.ValidatePlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    Plan = RemotePlans.Load(result.GetRequiredValue(file)),
                };
                V1.ValidatePlanResponse response = await call.AskAsync(client => client.ValidatePlanAsync(request, call.Options))
                    .ConfigureAwait(false);
                TextWriter text = json.IsOutput ? screen.Error : screen.Output;
                foreach (V1.PlanFault fault in response.Faults)
                {
                    text.WriteLine($"{fault.Path}: {fault.Message}");
                }

                if (response.Faults.Count == 0)
                {
                    text.WriteLine($"plan '{request.Plan.Id}' suits {request.IntersectionId}");
                }

                json.Write(response.Faults.Select(fault => new { fault.Path, fault.Message }));
                return response.Faults.Count == 0 ? ExitCode.Success : ExitCode.WrongInput;
            });
    }

    /// <summary><c>plan diff</c>.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Diff(Screen screen)
    {
        Argument<string> id = PlanCommand.Intersection();
        Argument<string> from = new("from") { HelpName = "PLAN[@VERSION]", Description = "The one plan; without version: as it is" };
        Argument<string> to = new("to") { HelpName = "PLAN[@VERSION]", Description = "The other plan" };
        return View(
            screen, "the differences",
            new Command("diff", """
                List the fields in which two plans, or two versions of one, differ.

                Example:
                  trafficctl plan diff main-1st day@1 day
                """) { id, from, to },
            async (call, result, json) =>
            {
                (string fromPlan, int fromVersion) = Parse("from", result.GetRequiredValue(from));
                (string toPlan, int toVersion) = Parse("to", result.GetRequiredValue(to));
                V1.DiffPlansRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    FromPlanId = fromPlan,
                    FromVersion = fromVersion,
                    ToPlanId = toPlan,
                    ToVersion = toVersion,
                };
                V1.DiffPlansResponse response = await call.AskAsync(client => client.DiffPlansAsync(request, call.Options))
                    .ConfigureAwait(false);
                if (!json.IsOutput)
                {
                    if (response.Differences.Count == 0)
                    {
                        screen.Output.WriteLine("no difference");
                    }
                    else
                    {
                        screen.Console.Write(OperationTables.Differences(response.Differences));
                    }
                }

                json.Write(response.Differences.Select(difference => new { difference.Path, difference.From, difference.To }));
                return ExitCode.Success;
            });
    }

    private static int Show(Screen screen, JsonTarget json, IReadOnlyCollection<V1.PlanVersion> plans)
    {
        if (!json.IsOutput)
        {
            screen.Console.Write(OperationTables.Plans(plans));
        }

        json.Write(plans.Select(RemotePlans.Line));
        return ExitCode.Success;
    }

    private static (string Plan, int Version) Parse(string argument, string text)
    {
        int at = text.LastIndexOf('@');
        if (at < 0)
        {
            return (text, 0);
        }

        return int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? (text[..at], version)
            : throw CliException.WrongInput($"{argument}: '{text}' has no version after the @; write it as day@2.");
    }

    private static void Save(string file, V1.TimingPlan plan)
    {
        try
        {
            File.WriteAllBytes(file, RemotePlans.Write(plan));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput(
                $"--output: '{file}' cannot be written; name a file in a folder that exists: {exception.Message}", exception);
        }
    }

    private static Command View(
        Screen screen, string what, Command command, Func<PlanCall, ParseResult, JsonTarget, Task<int>> view)
    {
        Option<Uri> address = CommonOptions.Address();
        Option<string> json = CommonOptions.Json(what);
        command.Add(address);
        command.Add(json);
        command.SetAction(async (result, cancellation) =>
        {
            JsonTarget target = new(result.GetValue(json) ?? "", screen);
            using ServerConnection server = new(CommonOptions.ValueOrDefault(result, address));
            return await view(new PlanCall(server, note: null, cancellation), result, target).ConfigureAwait(false);
        });
        return command;
    }
}
