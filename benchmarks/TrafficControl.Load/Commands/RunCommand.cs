using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load run</c>: one run and its figures.</summary>
internal static class RunCommand
{
    private const string Description = """
        Put the engine's server under load and report latency from tick to directive.

        Starts the server in a process of its own on a free port, or attaches to one that serves the files of
        'trafficcontrol-load intersections'. Paced runs count latency from the moment a tick should have left. Exits with 1 when
        a directive differs from what the same engine said when the ticks were recorded.

        Example:
          trafficcontrol-load run --controllers 1000 --connections 16 --seconds 300
          trafficcontrol-load run --connections 0 --pace events
        """;

    private const int DefaultSeconds = 20;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        ShapeOptions shape = new(DefaultSeconds);
        Option<bool> saturate = new("--saturate") { Description = "Closed loop: each controller sends as soon as it is answered" };
        Option<IPEndPoint?> server = new("--server")
        {
            HelpName = "HOST:PORT",
            Description = "Attach to a server that runs, instead of starting one; an address, not a name",
            CustomParser = ParseServer,
        };
        Option<string> json = CommonOptions.Json("the report");
        Command command = new("run", Description);
        shape.AddTo(command);
        command.Add(saturate);
        command.Add(server);
        command.Add(json);
        command.SetAction(async (result, cancellation) =>
        {
            JsonTarget target = new(result.GetValue(json) ?? "", screen);
            LoadTarget asked = result.GetValue(server) is { } address ? new LoadTarget("attached", address) : LoadTarget.Engine;
            LoadReport report = await shape.Runner(result)
                .RunAsync(asked, shape.Shape(result, result.GetValue(saturate)), null, cancellation).ConfigureAwait(false);
            screen.For(target).Write(ReportTable.Draw([report]));
            target.Write(report);
            return report.WrongDirectives is > 0 ? ExitCode.BadResult : ExitCode.Success;
        });
        return command;
    }

    private static IPEndPoint? ParseServer(ArgumentResult argument)
    {
        string text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out IPEndPoint? server) && server.Port > 0)
        {
            return server;
        }

        argument.AddError($"--server is '{text}'; give an address and a port such as 127.0.0.1:5080.");
        return null;
    }
}
