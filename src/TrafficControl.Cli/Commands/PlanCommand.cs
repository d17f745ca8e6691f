using System.CommandLine;
using TrafficControl.Cli.Remote;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl plan activate</c>.</summary>
internal static class PlanCommand
{
    private const string Description = """
        Make the engine run another plan of the intersection's file.

        The plan takes effect at the next legal point of the cycle, never inside an interval.

        Example:
          trafficctl plan activate main-1st max-pressure
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Argument<string> id = new("id") { HelpName = "ID", Description = "Identifier of the intersection" };
        Argument<string> plan = new("plan") { HelpName = "PLAN", Description = "Identifier of a plan of its file" };
        Option<Uri> address = CommonOptions.Address();
        Command activate = new("activate", Description) { id, plan, address };
        activate.SetAction((result, cancellation) => ActivateAsync(
            screen, CommonOptions.ValueOrDefault(result, address), result.GetRequiredValue(id), result.GetRequiredValue(plan),
            cancellation));
        return new Command("plan", "Timing plans of a running server.\n\nExample:\n  trafficctl plan activate main-1st max-pressure")
        {
            activate,
        };
    }

    private static async Task<int> ActivateAsync(
        Screen screen, Uri address, string id, string plan, CancellationToken cancellation)
    {
        using ServerConnection server = new(address);
        V1.OperationsService.OperationsServiceClient client = new(server.Channel);
        V1.ActivatePlanRequest request = new() { IntersectionId = id, PlanId = plan };
        await server.CallAsync(
            () => client.ActivatePlanAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation)
            .ConfigureAwait(false);
        screen.Output.WriteLine($"{id}: plan '{plan}' takes effect at the next legal point of the cycle.");
        return ExitCode.Success;
    }
}
