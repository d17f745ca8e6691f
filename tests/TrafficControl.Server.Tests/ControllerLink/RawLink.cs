using Grpc.Core;
using Grpc.Net.Client;
using TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Tests.ControllerLink;

/// <summary>One controller stream message by message, with a time limit on every wait.</summary>
internal sealed class RawLink : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> _call;
    private long _sequence;

    public RawLink(GrpcChannel channel)
    {
        _call = new ControllerService.ControllerServiceClient(channel).Connect();
    }

    public static Hello HelloOf(string id) => new()
    {
        IntersectionId = id,
        ProtocolVersion = 1,
        ClockMode = ClockMode.Simulated,
    };

    public Task SendAsync(ConnectRequest request) => _call.RequestStream.WriteAsync(request).WaitAsync(Patience);

    public async Task<ConnectResponse> ReceiveAsync()
    {
        Assert.That(await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience), Is.True, "the stream ended");
        return _call.ResponseStream.Current;
    }

    public async Task<Welcome> HelloAsync(Hello hello)
    {
        await SendAsync(new ConnectRequest { Hello = hello });
        return (await ReceiveAsync()).Welcome;
    }

    public Task SendTickAsync(long timeMs, Action<Tick>? change = null)
    {
        Tick tick = new() { Sequence = ++_sequence, TimeMs = timeMs };
        change?.Invoke(tick);
        return SendAsync(new ConnectRequest { Tick = tick });
    }

    public async Task<ConnectResponse> ExchangeAsync(long timeMs, Action<Tick>? change = null)
    {
        await SendTickAsync(timeMs, change);
        return await ReceiveAsync();
    }

    /// <summary>Waits for the stream to fail and returns how.</summary>
    public async Task<Status> FailureAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience))
            {
                // Answers sent before the failure are not of interest.
            }
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }

        return _call.GetStatus();
    }

    public void Dispose() => _call.Dispose();
}
