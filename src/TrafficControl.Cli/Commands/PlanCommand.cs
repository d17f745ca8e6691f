using System.CommandLine;
using TrafficControl.Cli.Remote;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl plan</c>: the changes; <see cref="PlanViewCommands"/> has what only looks.</summary>
internal static class PlanCommand
{
    private const string Description = """
        Timing plans of a running server: make, look at, compare, run.

        A plan's versions never change: an update makes the next one, and only 'activate' reaches the street, at the next
        legal point of the cycle. No command here stops traffic, so none asks for confirmation.

        Example:
          trafficctl plan list --id main-1st
        """;

    /// <summary>Builds the commands.</summary>
    /// <param name="screen">Where they write.</param>
    public static Command Create(Screen screen) => new("plan", Description)
    {
        CreateNew(screen),
        PlanViewCommands.Get(screen),
        PlanViewCommands.List(screen),
        PlanViewCommands.Versions(screen),
        CreateUpdate(screen),
        PlanViewCommands.Validate(screen),
        PlanViewCommands.Diff(screen),
        CreateActivate(screen),
        CreateRollBack(screen),
        CreateDelete(screen),
    };

    /// <summary>ID, the intersection.</summary>
    internal static Argument<string> Intersection() =>
        new("id") { HelpName = "ID", Description = "Identifier of the intersection" };

    /// <summary>PLAN, a plan of the intersection.</summary>
    internal static Argument<string> Plan() => new("plan") { HelpName = "PLAN", Description = "Identifier of the plan" };

    /// <summary>FILE, a plan.</summary>
    internal static Argument<string> File() => new("file")
    {
        HelpName = "FILE",
        Description = "The plan as JSON, with the fields that the plans of an intersection file have",
    };

    private static Command CreateNew(Screen screen)
    {
        Argument<string> id = Intersection();
        Argument<string> file = File();
        return Change(
            screen, new Command("create", """
                Make a new plan from a file. It runs once it is activated.

                Example:
                  trafficctl plan create main-1st evening.json --reason "longer side street after eight"
                """) { id, file },
            async (call, result) =>
            {
                V1.CreatePlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    Plan = RemotePlans.Load(result.GetRequiredValue(file)),
                    Note = call.Note,
                };
                V1.CreatePlanResponse response = await call.AskAsync(client => client.CreatePlanAsync(request, call.Options))
                    .ConfigureAwait(false);
                return (response.Plan, "made");
            });
    }

    private static Command CreateUpdate(Screen screen)
    {
        Argument<string> id = Intersection();
        Argument<string> file = File();
        Option<string> etag = new("--etag")
        {
            HelpName = "ETAG",
            Required = true,
            Description = "Of the version the change was made from, as 'plan get' shows it",
        };
        return Change(
            screen, new Command("update", """
                Make the next version of a plan from a file. What runs stays as it is.

                Refused when somebody else changed the plan since the etag was read: get the plan again, make the change anew.

                Example:
                  trafficctl plan update main-1st day.json --etag v1-5f1e0c2ab9d34e77 --reason "more for the bridge"
                """) { id, file, etag },
            async (call, result) =>
            {
                V1.UpdatePlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    Plan = RemotePlans.Load(result.GetRequiredValue(file)),
                    Etag = result.GetRequiredValue(etag),
                    Note = call.Note,
                };
                V1.UpdatePlanResponse response = await call.AskAsync(client => client.UpdatePlanAsync(request, call.Options))
                    .ConfigureAwait(false);
                return (response.Plan, "made");
            });
    }

    private static Command CreateActivate(Screen screen)
    {
        Argument<string> id = Intersection();
        Argument<string> plan = Plan();
        Option<int> version = CommonOptions.Integer("--version", "N", "The version; 0: the current one", 0, 0, int.MaxValue);
        return Change(
            screen, new Command("activate", """
                Make an intersection run a plan, now and after every restart of the server.

                The plan takes effect at the next legal point of the cycle, never inside an interval.

                Example:
                  trafficctl plan activate main-1st max-pressure --reason "match at the stadium"
                """) { id, plan, version },
            async (call, result) =>
            {
                V1.ActivatePlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    PlanId = result.GetRequiredValue(plan),
                    Version = result.GetValue(version),
                    Note = call.Note,
                };
                V1.ActivatePlanResponse response = await call.AskAsync(client => client.ActivatePlanAsync(request, call.Options))
                    .ConfigureAwait(false);
                return (response.Plan, "takes effect at the next legal point of the cycle");
            });
    }

    private static Command CreateRollBack(Screen screen)
    {
        Argument<string> id = Intersection();
        Argument<string> plan = Plan();
        Argument<int> version = new("version") { HelpName = "VERSION", Description = "The older version, from 1" };
        return Change(
            screen, new Command("rollback", """
                Make a new version of a plan with the content of an older one. What runs stays as it is until it is activated.

                Example:
                  trafficctl plan rollback main-1st day 1 --reason "the old split was better"
                """) { id, plan, version },
            async (call, result) =>
            {
                V1.RollBackPlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    PlanId = result.GetRequiredValue(plan),
                    Version = result.GetValue(version),
                    Note = call.Note,
                };
                V1.RollBackPlanResponse response = await call.AskAsync(client => client.RollBackPlanAsync(request, call.Options))
                    .ConfigureAwait(false);
                return (response.Plan, $"made from version {request.Version}");
            });
    }

    private static Command CreateDelete(Screen screen)
    {
        Argument<string> id = Intersection();
        Argument<string> plan = Plan();
        return Change(
            screen, new Command("delete", """
                Take a plan out of use. Refused while its intersection is to run it; its versions stay readable.

                Example:
                  trafficctl plan delete main-1st evening --reason "not needed any more"
                """) { id, plan },
            async (call, result) =>
            {
                V1.DeletePlanRequest request = new()
                {
                    IntersectionId = result.GetRequiredValue(id),
                    PlanId = result.GetRequiredValue(plan),
                    Note = call.Note,
                };
                await call.AskAsync(client => client.DeletePlanAsync(request, call.Options)).ConfigureAwait(false);
                screen.Output.WriteLine($"{request.IntersectionId}: plan '{request.PlanId}' deleted.");
                return (null, "");
            });
    }

    /// <summary>A command that changes a plan and says in a line what there is now.</summary>
    private static Command Change(
        Screen screen, Command command, Func<PlanCall, ParseResult, Task<(V1.PlanVersion? Plan, string What)>> change)
    {
        ChangeOptions options = new();
        options.AddTo(command);
        Option<string> json = CommonOptions.Json("the version there is now");
        command.Add(json);
        command.SetAction(async (result, cancellation) =>
        {
            JsonTarget target = new(result.GetValue(json) ?? "", screen);
            Uri address = CommonOptions.ValueOrDefault(result, options.Address);
            using ServerConnection server = new(address);
            (V1.PlanVersion? plan, string what) =
                await change(new PlanCall(server, options.Note(result), cancellation), result).ConfigureAwait(false);
            if (plan is not null)
            {
                if (!target.IsOutput)
                {
                    string version = plan.Version == 0 ? "as in the file" : $"version {plan.Version}";
                    screen.Output.WriteLine($"{plan.IntersectionId}: plan '{plan.Plan.Id}' {version} {what}; etag {plan.Etag}");
                }

                target.Write(RemotePlans.Line(plan));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
