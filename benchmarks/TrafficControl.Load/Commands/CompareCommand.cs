using System.CommandLine;
using Spectre.Console;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load compare</c>: the engine beside the least that a server can cost.</summary>
internal static class CompareCommand
{
    private const string Description = """
        Run the engine's server, a plain gRPC echo of the same messages and a bare Kestrel echo of the same frames in turn, with
        the same client, streams and connections, paced and saturated, and report the engine's ratios to both echoes.

        Example:
          trafficcontrol-load compare --controllers 500 --connections 16 --strategy fixed --rounds 3
        """;

    private const int DefaultSeconds = 10;
    private const int MaxRounds = 20;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        ShapeOptions shape = new(DefaultSeconds);
        Option<int> rounds = CommonOptions.Integer("--rounds", "N", "Runs of each kind; medians are compared", 1, 1, MaxRounds);
        Option<string> json = CommonOptions.Json("the reports and the ratios");
        Command command = new("compare", Description) { rounds, json };
        shape.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(
            screen, shape.Runner(result), shape.Shape(result, isSaturated: false), result.GetValue(rounds),
            new JsonTarget(result.GetValue(json) ?? "", screen), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, LoadRunner runner, LoadShape shape, int rounds, JsonTarget json, CancellationToken cancellation)
    {
        List<LoadReport> runs = [];
        for (int round = 0; round < rounds; round++)
        {
            foreach (LoadTarget target in (LoadTarget[])[LoadTarget.Engine, LoadTarget.GrpcEcho, LoadTarget.KestrelEcho])
            {
                foreach (bool isSaturated in (bool[])[false, true])
                {
                    runs.Add(await runner.RunAsync(target, shape with { IsSaturated = isSaturated }, null, cancellation)
                        .ConfigureAwait(false));
                }
            }
        }

        CompareReport report = CompareReport.Of(runs);
        IAnsiConsole console = screen.For(json);
        console.Write(ReportTable.Draw([report.Engine.Paced, report.GrpcEcho.Paced, report.KestrelEcho.Paced]));
        console.Write(ReportTable.Draw([report.Engine.Saturated, report.GrpcEcho.Saturated, report.KestrelEcho.Saturated]));
        console.Write(RatioTable(report));
        json.Write(report);
        return runs.Any(run => run.WrongDirectives is > 0) ? ExitCode.BadResult : ExitCode.Success;
    }

    private static Table RatioTable(CompareReport report)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("engine over", "paced p50", "saturated throughput", "saturated CPU a tick");
        Row("grpc-echo", report.PacedP50ToGrpc, report.ThroughputToGrpc, report.CpuToGrpc);
        Row("kestrel-echo", report.PacedP50ToKestrel, report.ThroughputToKestrel, report.CpuToKestrel);
        return table;

        void Row(string name, params double?[] ratios) =>
            table.AddRow([name, .. ratios.Select(ratio => ReportTable.Number(ratio, "0.00"))]);
    }
}
