using System.Collections.Concurrent;
using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrafficControl.Compatibility.Tests.Behaviour;

namespace TrafficControl.Compatibility.Tests.Calls;

/// <summary>Kestrel with the echo service on a loopback port of the system's choice, and a channel to it.</summary>
internal sealed class EchoServer : ILoggerProvider, ILogger, IAsyncDisposable
{
    private readonly TaskCompletionSource _endOfCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private EchoServer(string? responseEncoding)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(this).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this);
        builder.Services.AddSingleton<EchoServiceImplementation>();
        builder.Services.AddGrpc(options =>
        {
            options.ResponseCompressionAlgorithm = responseEncoding;
            options.Interceptors.Add<NamedInterceptor>("first", ServerLog);
            options.Interceptors.Add<NamedInterceptor>("second", ServerLog);
        });
        _app = builder.Build();
        _app.MapGrpcService<EchoServiceImplementation>();
    }

    /// <summary>Gets what the server's interceptors noted.</summary>
    public List<string> ServerLog { get; } = [];

    /// <summary>Gets the errors that the server logged.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    /// <summary>Gets a task that ends when a handler saw its call end early.</summary>
    public Task EndOfCall => _endOfCall.Task;

    public static async Task<EchoServer> StartAsync(string? responseEncoding = null)
    {
        var server = new EchoServer(responseEncoding);
        await server._app.StartAsync();
        return server;
    }

    public GrpcChannel CreateChannel(GrpcChannelOptions? options = null)
    {
        string address = _app.Services.GetRequiredService<IServer>().Features
            .GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return GrpcChannel.ForAddress(address, options ?? new GrpcChannelOptions());
    }

    public async Task WaitForEndOfCallAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            NoteEndOfCall();
            throw;
        }
    }

    public void NoteEndOfCall() => _endOfCall.TrySetResult();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public void Dispose()
    {
        // The logging infrastructure disposes its providers; there is nothing to release.
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Errors.Enqueue($"{eventId.Name}: {formatter(state, exception)} {exception}");
        }
    }
}
