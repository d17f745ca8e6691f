using Grpc.Core;
using Grpc.Core.Interceptors;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary>Notes its name before and after each unary call, on either side.</summary>
internal sealed class NamedInterceptor(string name, List<string> log) : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        log.Add($"{name} in");
        TResponse response = continuation(request, context);
        log.Add($"{name} out");
        return response;
    }

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        log.Add($"{name} in");
        TResponse response = await continuation(request, context);
        log.Add($"{name} out");
        return response;
    }
}
