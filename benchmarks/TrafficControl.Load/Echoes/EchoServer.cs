using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Load.Echoes;

/// <summary>
/// The lower bound: servers that take the ticks and send a directive back, and do nothing else. Kestrel is set as the
/// engine's server sets it.
/// </summary>
internal static class EchoServer
{
    private const int MaxStreams = 4_096;

    /// <summary>Builds an echo on a free port of the loopback interface.</summary>
    /// <param name="isGrpc">True: Grpc.AspNetCore.Server; false: bare Kestrel.</param>
    /// <param name="directive">What every tick is answered with, but for its sequence.</param>
    /// <param name="statsFile">File that gets the runtime's figures; empty: none.</param>
    internal static WebApplication Create(bool isGrpc, Directive directive, string statsFile)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton(directive);
        builder.Services.AddSingleton<EchoCount>();
        if (statsFile.Length > 0)
        {
            builder.Services.AddHostedService(provider => new RuntimeStatsWriter(
                statsFile, () => provider.GetRequiredService<EchoCount>().Ticks, TimeProvider.System));
        }

        if (!isGrpc)
        {
            WebApplication bare = builder.Build();
            KestrelEcho echo = new(directive, bare.Services.GetRequiredService<EchoCount>());
            bare.Run(echo.ServeAsync);
            return bare;
        }

        builder.Services.AddGrpc();
        WebApplication app = builder.Build();
        app.MapGrpcService<GrpcEcho>();
        return app;
    }
}
