using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using TrafficControl.Benchmarks;
using TrafficControl.Benchmarks.Gate;
using TrafficControl.Benchmarks.Growth;

return args switch
{
    ["gate", .. string[] rest] => GateCommand.Run(rest, Console.Out, Console.Error, typeof(Program).Assembly),
    ["plots", .. string[] rest] => PlotsCommand.Run(rest, Console.Out, Console.Error),

    // --filter '*' runs all; --job short --inProcess is quick; --job dry runs each once, to see that it works.
    _ => Measure(args),
};

static int Measure(string[] args)
{
    IConfig config = DefaultConfig.Instance.AddExporter(JsonExporter.BriefCompressed);
    if (args.Contains("--inProcess"))
    {
        // Another process cannot be handed a clock; there it is wall time.
        config = config.AddJob(Job.Default.WithClock(new ProcessorClock()).AsMutator());
    }

    bool isSound = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config)
        .All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success));
    return isSound ? 0 : 1;
}
