using Grpc.Core;
using Grpc.Core.Interceptors;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Server.Plans;

/// <summary>Tells callers of a database that fails in the table's words.</summary>
internal sealed class StorageFaults : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            throw RpcErrors.Of(StatusCode.Unavailable, exception.Message);
        }
    }
}
