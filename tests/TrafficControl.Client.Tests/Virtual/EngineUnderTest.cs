using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Hosting;
using TrafficControl.Testing;

namespace TrafficControl.Client.Tests.Virtual;

/// <summary>An engine that can be killed and started again on the same port.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private IntersectionDefinition _definition;
    private WebApplication? _app;

    private EngineUnderTest(IntersectionDefinition definition)
    {
        _definition = definition;
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public IntersectionEngine Engine => _app!.Services.GetRequiredService<EngineRegistry>().All[0];

    public static async Task<EngineUnderTest> StartAsync(IntersectionDefinition? definition = null)
    {
        EngineUnderTest engine = new(definition ?? IntersectionSamples.TwoStage());
        await engine.RestartAsync();
        return engine;
    }

    /// <summary>Comes back with another file, as after an operator's correction.</summary>
    public async Task RestartAsync(IntersectionDefinition definition)
    {
        await KillAsync();
        _definition = definition;
        await RestartAsync();
    }

    public async Task RestartAsync()
    {
        _app = TrafficControlServer.Create(
            [Intersection.Create(_definition)], configure: options => options.Url = Address.ToString(), quiet: true);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task KillAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using CancellationTokenSource atOnce = new(TimeSpan.FromSeconds(2));
            await app.StopAsync(atOnce.Token);
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
