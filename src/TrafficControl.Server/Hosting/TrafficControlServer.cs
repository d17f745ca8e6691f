using System.Reactive.Concurrency;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.ControllerLink;
using TrafficControl.Server.Operations;
using TrafficControl.Server.Queries;

namespace TrafficControl.Server.Hosting;

/// <summary>Puts the server together. Start and stop what <see cref="Create"/> returns.</summary>
public static class TrafficControlServer
{
    /// <summary>Builds a server for these intersections and those that its options name.</summary>
    /// <param name="intersections">Intersections besides the files of <see cref="ServerOptions.Intersections"/>.</param>
    /// <param name="args">Command line: any option as <c>--TrafficControl:Name=value</c>.</param>
    /// <param name="configure">Changes options after configuration has been read; null: none.</param>
    /// <param name="quiet">True: only warnings and errors are logged.</param>
    /// <param name="replace">Replaces services after the server has registered its own; null: none.</param>
    /// <exception cref="IntersectionLoadException">Intersection files have faults.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names it.</exception>
    public static WebApplication Create(
        IEnumerable<Intersection> intersections, string[]? args = null, Action<ServerOptions>? configure = null,
        bool quiet = false, Action<IServiceCollection>? replace = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args ?? []);
        builder.Logging.SetMinimumLevel(quiet ? LogLevel.Warning : LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        ServerOptions options = new();
        builder.Configuration.GetSection(ServerOptions.Section).Bind(options);
        configure?.Invoke(options);
        Check(options);
        builder.Services.AddSingleton(Options.Create(options));
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        AddServices(builder.Services, [.. intersections, .. IntersectionLoader.Load(options.Intersections)], options);
        replace?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.MapGrpcService<ControllerLinkService>();
        app.MapGrpcService<IntersectionQueryService>();
        app.MapGrpcService<OperationsCommandService>();
        return app;
    }

    private static void AddServices(
        IServiceCollection services, IReadOnlyList<Intersection> intersections, ServerOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IScheduler>(TaskPoolScheduler.Default);
        services.AddSingleton(new EngineRegistry(intersections, options.ToEngineOptions()));
        services.AddSingleton<SessionDirectory>();
        services.AddHostedService<LeaseMonitor>();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = options.MaxMessageBytes);
    }

    private static void Check(ServerOptions options)
    {
        List<System.ComponentModel.DataAnnotations.ValidationResult> faults = [];
        if (!System.ComponentModel.DataAnnotations.Validator.TryValidateObject(
            options, new System.ComponentModel.DataAnnotations.ValidationContext(options), faults, validateAllProperties: true))
        {
            throw new OptionsValidationException(
                ServerOptions.Section, typeof(ServerOptions), faults.Select(fault => fault.ErrorMessage ?? ""));
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) || url.Scheme != Uri.UriSchemeHttp)
        {
            throw new OptionsValidationException(
                ServerOptions.Section, typeof(ServerOptions),
                [$"The field Url is '{options.Url}'; give an address such as http://127.0.0.1:5080."]);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        Uri url = new(options.Url);
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        // Streams last for weeks and may be quiet in simulation: no minimum data rate.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        System.Net.IPAddress address = System.Net.IPAddress.TryParse(url.Host.Trim('[', ']'), out System.Net.IPAddress? parsed)
            ? parsed
            : url.IsLoopback ? System.Net.IPAddress.Loopback : System.Net.IPAddress.Any;
        kestrel.Listen(address, url.Port, listen => listen.Protocols = HttpProtocols.Http2);
    }
}
