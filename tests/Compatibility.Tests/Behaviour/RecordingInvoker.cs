using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary>An invoker that answers unary calls with their request and keeps what it was called with.</summary>
internal sealed class RecordingInvoker : CallInvoker
{
    public List<(string Method, string? Host, CallOptions Options)> Calls { get; } = [];

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.FullName, host, options));
        return (TResponse)(object)request;
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.FullName, host, options));
        return new AsyncUnaryCall<TResponse>(
            Task.FromResult((TResponse)(object)request),
            Task.FromResult(new Metadata { { "header", "h" } }),
            () => Status.DefaultSuccess,
            () => new Metadata { { "trailer", "t" } },
            () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.FullName, host, options));
        return new AsyncServerStreamingCall<TResponse>(null!, _ => null!, _ => default, _ => null!, _ => { }, this);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Calls.Add((method.FullName, host, options));
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            null!, null!, _ => null!, _ => default, _ => null!, _ => { }, this);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Calls.Add((method.FullName, host, options));
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            null!, null!, _ => null!, _ => default, _ => null!, _ => { }, this);
    }
}
