using TrafficControl.Cli.Commands;
using TrafficControl.Cli.Terminal;

using InterruptSignals signals = new();
return await TrafficctlCommand.RunAsync(args, Screen.OfProcess(), signals.Token).ConfigureAwait(false);
