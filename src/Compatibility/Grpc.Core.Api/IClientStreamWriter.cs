namespace Grpc.Core;

/// <summary>The client's side of a stream of requests.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the requests.</summary>
    Task CompleteAsync();
}
