using System.CommandLine;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Echoes;
using TrafficControl.Load.Processes;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load serve-echo</c>: the servers the engine is compared with; 'compare' starts them.</summary>
internal static class ServeEchoCommand
{
    private const string Description = """
        Answer every tick with the same directive, until Ctrl-C. 'compare' starts this in processes of its own.

        Example:
          trafficcontrol-load serve-echo --kind grpc
        """;

    private const string Grpc = "grpc";

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        Option<string> kind = ShapeOptions.Word("--kind", "Bare frames, or a gRPC service", Grpc, ["kestrel", Grpc]);
        Option<string> directive = new("--directive")
        {
            HelpName = "BASE64",
            Description = "The bytes of the directive",
            DefaultValueFactory = _ => "",
        };
        Option<string> stats = new("--stats-file")
        {
            HelpName = "FILE",
            Description = "Gets what the runtime has used, each second",
            DefaultValueFactory = _ => "",
        };
        Command command = new("serve-echo", Description) { kind, directive, stats };
        command.SetAction(async (result, cancellation) =>
        {
            WebApplication app = EchoServer.Create(
                result.GetValue(kind) == Grpc, Parse(result.GetValue(directive)!), result.GetValue(stats)!);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(cancellation).ConfigureAwait(false);
                await screen.Output.WriteLineAsync($"{ServedProcess.ReadyLine}{app.Urls.Single()}").ConfigureAwait(false);
                await screen.Output.FlushAsync(cancellation).ConfigureAwait(false);
                await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static V1.Directive Parse(string base64)
    {
        try
        {
            return V1.Directive.Parser.ParseFrom(ByteString.FromBase64(base64));
        }
        catch (Exception exception) when (exception is FormatException or InvalidProtocolBufferException)
        {
            throw CliException.WrongInput("--directive: these are not the bytes of a Directive in Base64; leave it out.", exception);
        }
    }
}
