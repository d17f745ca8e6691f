using System.Net.Sockets;
using Microsoft.Extensions.Options;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage.Databases;

if (args is ["--help" or "-h" or "-?"])
{
    await Console.Out.WriteLineAsync(ServerOptions.Help).ConfigureAwait(false);
    return 0;
}

try
{
    await using WebApplication app = TrafficControlServer.Create([], args);
    await app.StartAsync().ConfigureAwait(false);
    int count = app.Services.GetRequiredService<EngineRegistry>().All.Count;
    await Console.Out.WriteLineAsync($"Listening on {app.Urls.Single()} with {count} intersection(s). Ctrl-C stops.")
        .ConfigureAwait(false);
    await app.WaitForShutdownAsync().ConfigureAwait(false);
    return 0;
}
catch (SocketException exception)
{
    await Console.Error.WriteLineAsync(
        $"The field Url: cannot listen there ({exception.Message}); give an address of this machine.").ConfigureAwait(false);
    return 2;
}
catch (Exception exception) when (exception is IntersectionLoadException
    or OptionsValidationException or StorageException or InvalidOperationException or IOException)
{
    // The binder reports a value of the wrong type as InvalidOperationException, Kestrel a port in use as IOException.
    // One line per fault; nothing here is worth a stack trace.
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return 2;
}
