using Microsoft.Extensions.Options;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Hosting;

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
catch (Exception exception) when (exception is IntersectionLoadException or OptionsValidationException or IOException)
{
    // Kestrel reports a port in use as IOException. One line per fault; nothing here is worth a stack trace.
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return 2;
}
