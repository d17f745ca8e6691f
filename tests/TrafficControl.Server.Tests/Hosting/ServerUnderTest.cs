using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.ControllerLink;
using TrafficControl.Server.Hosting;
using TrafficControl.Testing;

namespace TrafficControl.Server.Tests.Hosting;

/// <summary>A server on a free loopback port with the two sample junctions and a manual clock for leases.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServerUnderTest(WebApplication app, ManualClock clock)
    {
        _app = app;
        Clock = clock;
    }

    public ManualClock Clock { get; }

    public GrpcChannel Channel { get; private set; } = null!;

    public EngineRegistry Engines => _app.Services.GetRequiredService<EngineRegistry>();

    public LeaseMonitor Leases =>
        _app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<LeaseMonitor>().Single();

    /// <param name="database">What the option Database says; empty: in memory.</param>
    public static async Task<ServerUnderTest> StartAsync(string database = "")
    {
        ManualClock clock = new();
        Intersection[] intersections =
        [
            Intersection.Create(IntersectionSamples.TwoStage()), Intersection.Create(IntersectionSamples.NemaEightPhase()),
        ];
        WebApplication app = TrafficControlServer.Create(
            intersections,
            configure: options =>
            {
                options.Url = "http://127.0.0.1:0";
                options.Database = database;
            },
            quiet: true,
            replace: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        ServerUnderTest server = new(app, clock);
        await app.StartAsync();
        server.Channel = GrpcChannel.ForAddress(app.Urls.Single());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
        await _app.DisposeAsync();
    }
}
