using Grpc.Core;
using TrafficControl.Protocol.Health.V1;
using TrafficControl.Server.Health;
using TrafficControl.Server.Tests.Calls;
using ServingStatus = TrafficControl.Protocol.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace TrafficControl.Server.Tests.Health;

/// <summary><see cref="HealthService"/> as published for <c>grpc.health.v1</c>.</summary>
[TestFixture]
public sealed class HealthServiceTests
{
    private const string Service = "trafficcontrol.v1.SomeService";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private CancellationTokenSource _call = null!;
    private HealthService _health = null!;

    [SetUp]
    public void MakeService()
    {
        _call = new CancellationTokenSource();
        _health = new HealthService();
    }

    [TearDown]
    public void EndCall() => _call.Dispose();

    [Test]
    public async Task Check_WholeServerBeforeItIsReady_IsNotServing()
    {
        Assert.That(await CheckAsync(HealthService.WholeServer), Is.EqualTo(ServingStatus.NotServing));
    }

    [TestCase(ServingStatus.Serving)]
    [TestCase(ServingStatus.NotServing)]
    [TestCase(ServingStatus.Unknown)]
    public async Task Check_KnownService_ReturnsItsStatus(ServingStatus status)
    {
        _health.SetStatus(Service, status);

        Assert.That(await CheckAsync(Service), Is.EqualTo(status));
    }

    [Test]
    public void Check_UnknownService_IsNotFound()
    {
        Assert.That(
            () => CheckAsync(Service),
            Throws.TypeOf<RpcException>().With.Property("StatusCode").EqualTo(StatusCode.NotFound));
    }

    [Test]
    public void Check_ForgottenService_IsNotFound()
    {
        _health.SetStatus(Service, ServingStatus.Serving);
        _health.Forget(Service);

        Assert.That(
            () => CheckAsync(Service),
            Throws.TypeOf<RpcException>().With.Property("StatusCode").EqualTo(StatusCode.NotFound));
    }

    [Test]
    public void SetStatus_ServiceUnknown_IsRefused()
    {
        Assert.That(
            () => _health.SetStatus(Service, ServingStatus.ServiceUnknown), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Watch_KnownService_SendsCurrentThenChanges()
    {
        _health.SetStatus(Service, ServingStatus.Serving);
        (FakeStreamWriter<HealthCheckResponse> writer, Task watch) = Watch(Service);

        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.Serving));
        _health.SetStatus(Service, ServingStatus.NotServing);
        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.NotServing));
        _health.Forget(Service);
        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.ServiceUnknown));

        await _call.CancelAsync();
        await watch.WaitAsync(Patience);
    }

    [Test]
    public async Task Watch_UnknownService_SaysSoAndWaitsForIt()
    {
        (FakeStreamWriter<HealthCheckResponse> writer, Task watch) = Watch(Service);

        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.ServiceUnknown));
        Assert.That(watch.IsCompleted, Is.False);
        _health.SetStatus(Service, ServingStatus.Serving);
        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.Serving));

        await _call.CancelAsync();
        await watch.WaitAsync(Patience);
    }

    [Test]
    public async Task Watch_OtherServiceOrSameStatus_SendsNothing()
    {
        _health.SetStatus(Service, ServingStatus.Serving);
        (FakeStreamWriter<HealthCheckResponse> writer, Task watch) = Watch(Service);
        await writer.ReadAsync();

        _health.SetStatus("other", ServingStatus.NotServing);
        _health.SetStatus(Service, ServingStatus.Serving);
        _health.SetStatus(Service, ServingStatus.NotServing);

        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.NotServing));
        await _call.CancelAsync();
        await watch.WaitAsync(Patience);
    }

    [Test]
    public async Task Watch_SlowClient_MissesStatusesInBetweenButNotTheLatest()
    {
        var writer = new FakeStreamWriter<HealthCheckResponse>();
        writer.Hold();
        _health.SetStatus(Service, ServingStatus.Serving);
        Task watch = _health.Watch(Request(Service), writer, new FakeServerCallContext(_call.Token));
        await writer.ReadAsync();

        for (int i = 0; i < 100; i++)
        {
            _health.SetStatus(Service, ServingStatus.Serving);
            _health.SetStatus(Service, ServingStatus.NotServing);
        }

        writer.Release();

        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.NotServing));
        Assert.That(writer.Unread, Is.Zero);
        await _call.CancelAsync();
        await watch.WaitAsync(Patience);
    }

    [Test]
    public async Task Shutdown_Watched_SendsNotServingEndsTheWatchAndStays()
    {
        _health.SetStatus(Service, ServingStatus.Serving);
        (FakeStreamWriter<HealthCheckResponse> writer, Task watch) = Watch(Service);
        await writer.ReadAsync();

        _health.Shutdown();
        _health.SetStatus(Service, ServingStatus.Serving);
        _health.Forget(Service);

        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.NotServing));
        await watch.WaitAsync(Patience);
        Assert.That(await CheckAsync(Service), Is.EqualTo(ServingStatus.NotServing));
    }

    [Test]
    public async Task Watch_AfterShutdown_SendsTheStatusAndEnds()
    {
        _health.Shutdown();
        (FakeStreamWriter<HealthCheckResponse> writer, Task watch) = Watch(HealthService.WholeServer);

        Assert.That((await writer.ReadAsync()).Status, Is.EqualTo(ServingStatus.NotServing));
        await watch.WaitAsync(Patience);
    }

    private static HealthCheckRequest Request(string service) => new() { Service = service };

    private async Task<ServingStatus> CheckAsync(string service) =>
        (await _health.Check(Request(service), new FakeServerCallContext()).WaitAsync(Patience)).Status;

    private (FakeStreamWriter<HealthCheckResponse> Writer, Task Watch) Watch(string service)
    {
        var writer = new FakeStreamWriter<HealthCheckResponse>();
        return (writer, _health.Watch(Request(service), writer, new FakeServerCallContext(_call.Token)));
    }
}
