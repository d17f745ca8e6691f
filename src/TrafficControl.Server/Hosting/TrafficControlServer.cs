using System.Net;
using System.Reactive.Concurrency;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Audit;
using TrafficControl.Server.ControllerLink;
using TrafficControl.Server.Health;
using TrafficControl.Server.Operations;
using TrafficControl.Server.Plans;
using TrafficControl.Server.Queries;
using TrafficControl.Server.Reflection;
using TrafficControl.Storage.Databases;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;
using ServingStatus = TrafficControl.Protocol.Health.V1.HealthCheckResponse.Types.ServingStatus;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Hosting;

/// <summary>Puts the server together. Start and stop what <see cref="Create"/> returns.</summary>
public static class TrafficControlServer
{
    /// <summary>Builds a server for these intersections and those that its options name.</summary>
    /// <param name="intersections">
    /// Intersections besides the files of <see cref="ServerOptions.Intersections"/>.
    /// </param>
    /// <param name="args">Command line: any option as <c>--TrafficControl:Name=value</c>.</param>
    /// <param name="configure">Changes options after configuration has been read; null: none.</param>
    /// <param name="quiet">True: only warnings and errors are logged.</param>
    /// <param name="replace">Replaces services after the server has registered its own; null: none.</param>
    /// <exception cref="IntersectionLoadException">Intersection files have faults.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names it.</exception>
    /// <exception cref="StorageException">The option Database is neither a file nor a connection string.</exception>
    public static WebApplication Create(
        IEnumerable<Intersection> intersections, string[]? args = null, Action<ServerOptions>? configure = null,
        bool quiet = false, Action<IServiceCollection>? replace = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args ?? []);
        builder.Logging.SetMinimumLevel(quiet ? LogLevel.Warning : LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // A failed start is reported once, by Program, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        ServerOptions options = new();
        IConfigurationSection section = builder.Configuration.GetSection(ServerOptions.Section);
        RefuseUnknown(section);
        section.Bind(options);
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
        app.MapGrpcService<PlanManagementService>();
        app.MapGrpcService<AuditQueryService>();
        app.MapGrpcService<HealthService>();
        app.MapGrpcService<ReflectionServiceV1>();
        app.MapGrpcService<ReflectionServiceV1Alpha>();
        ReportHealth(app);
        return app;
    }

    /// <summary>The services served, as reflection and health name them.</summary>
    internal static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        V1.ControllerService.Descriptor,
        V1.IntersectionService.Descriptor,
        V1.OperationsService.Descriptor,
        V1.PlanService.Descriptor,
        V1.AuditService.Descriptor,
        Protocol.Health.V1.Health.Descriptor,
        Protocol.Reflection.V1.ServerReflection.Descriptor,
        Protocol.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];

    /// <summary>Serving from the moment the port is open to the moment the server is asked to stop.</summary>
    private static void ReportHealth(WebApplication app)
    {
        HealthService health = app.Services.GetRequiredService<HealthService>();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            health.SetStatus(HealthService.WholeServer, ServingStatus.Serving);
            foreach (ServiceDescriptor service in Services)
            {
                health.SetStatus(service.FullName, ServingStatus.Serving);
            }
        });
        app.Lifetime.ApplicationStopping.Register(health.Shutdown);
    }

    private static void AddServices(
        IServiceCollection services, IReadOnlyList<Intersection> intersections, ServerOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IScheduler>(TaskPoolScheduler.Default);
        services.AddSingleton(new EngineRegistry(intersections, options.ToEngineOptions()));
        services.AddSingleton<SessionDirectory>();
        services.AddHostedService<LeaseMonitor>();
        if (options.RuntimeStatsFile.Length > 0)
        {
            services.AddHostedService(provider => new RuntimeStatsWriter(
                options.RuntimeStatsFile,
                () => provider.GetRequiredService<EngineRegistry>().All.Sum(engine => engine.Counters.Ticks),
                provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton<HealthService>();
        services.AddSingleton(new ReflectionResponder(new DescriptorIndex(Services)));
        AddPlans(services, DatabaseAddress.Parse(options.Database));
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = options.MaxMessageBytes)
            .AddServiceOptions<PlanManagementService>(plans => plans.Interceptors.Add<StorageFaults>())
            .AddServiceOptions<AuditQueryService>(audit => audit.Interceptors.Add<StorageFaults>());
    }

    private static void AddPlans(IServiceCollection services, DatabaseAddress database)
    {
        services.AddSingleton(provider => new OpenedStore(database, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FilePlans>();
        services.AddSingleton<PlanActivator>();
        services.AddSingleton<StorageFaults>();

        // Started before the port is open: no controller meets an engine that does not run its plan yet.
        services.AddHostedService<PlanRestorer>();
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

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) || url.Scheme != Uri.UriSchemeHttp
            || !TryGetAddress(url, out _))
        {
            throw new OptionsValidationException(
                ServerOptions.Section, typeof(ServerOptions),
                [$"The field Url is '{options.Url}'; give localhost or an IP address, such as http://127.0.0.1:5080."]);
        }
    }

    private static void RefuseUnknown(IConfigurationSection section)
    {
        string[] known = [.. typeof(ServerOptions).GetProperties().Select(property => property.Name)];
        string[] unknown = [.. section.GetChildren().Select(child => child.Key)
            .Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))];
        if (unknown.Length > 0)
        {
            throw new OptionsValidationException(
                ServerOptions.Section, typeof(ServerOptions),
                unknown.Select(key => $"There is no option '{key}'; there are {string.Join(", ", known)}."));
        }
    }

    /// <summary>
    /// A name could stand for any address, and the port has no TLS: only what says where it listens is taken.
    /// </summary>
    private static bool TryGetAddress(Uri url, out IPAddress address)
    {
        address = IPAddress.Loopback;
        return url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out address!);
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
        TryGetAddress(url, out IPAddress address);
        kestrel.Listen(address, url.Port, listen => listen.Protocols = HttpProtocols.Http2);
    }
}
