using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Commands;

using InterruptSignals signals = new();
return await LoadCommand.RunAsync(args, Screen.OfProcess(), signals.Token).ConfigureAwait(false);
