using System.CommandLine;
using TrafficControl.Cli.Remote;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl breach clear</c>.</summary>
internal static class BreachCommand
{
    private const string Description = """
        Clear the latched safety breach of an intersection: the engine stops asking for flash.

        Find out what happened first; 'trafficctl watch' names the rule that was broken.

        Example:
          trafficctl breach clear main-1st
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Argument<string> id = new("id") { HelpName = "ID", Description = "Identifier of the intersection" };
        Option<Uri> address = CommonOptions.Address();
        Command clear = new("clear", Description) { id, address };
        clear.SetAction((result, cancellation) => ClearAsync(
            screen, CommonOptions.ValueOrDefault(result, address), result.GetRequiredValue(id), cancellation));
        return new Command("breach", "Safety breaches of a running server.\n\nExample:\n  trafficctl breach clear main-1st") { clear };
    }

    private static async Task<int> ClearAsync(Screen screen, Uri address, string id, CancellationToken cancellation)
    {
        using ServerConnection server = new(address);
        V1.OperationsService.OperationsServiceClient client = new(server.Channel);
        V1.ClearBreachRequest request = new() { IntersectionId = id };
        await server.CallAsync(
            () => client.ClearBreachAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation)
            .ConfigureAwait(false);
        screen.Output.WriteLine($"{id}: the breach will be cleared at the controller's next tick.");
        return ExitCode.Success;
    }
}
