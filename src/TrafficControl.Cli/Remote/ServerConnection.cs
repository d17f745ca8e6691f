using Grpc.Core;
using Grpc.Net.Client;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Remote;

/// <summary>A connection to a running server. What the transport throws becomes one line with an exit code.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly Uri _address;

    public ServerConnection(Uri address)
    {
        _address = address;
        Channel = GrpcChannel.ForAddress(address);
    }

    /// <summary>The channel, for generated clients.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Calls the server.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <exception cref="CliException">The server cannot be reached, or refused.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellation);
        }
        catch (RpcException exception)
        {
            throw Translate(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Channel.Dispose();

    private CliException Translate(RpcException exception) => exception.StatusCode switch
    {
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.OutOfRange
            or StatusCode.AlreadyExists or StatusCode.Aborted =>
            CliException.WrongInput(exception.Status.Detail, exception),
        StatusCode.Unavailable when exception.Status.Detail.StartsWith("Database: ", StringComparison.Ordinal) =>
            CliException.Unavailable(exception.Status.Detail, exception),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal => CliException.Unavailable(
            $"--address: no server answers at {_address.GetLeftPart(UriPartial.Authority)}; start one with "
            + "'dotnet run -c Release --project src/TrafficControl.Server -- --TrafficControl:Intersections=DIR', or name another address.",
            exception),
        _ => CliException.Unavailable($"The server refused ({exception.StatusCode}): {exception.Status.Detail}", exception),
    };
}
