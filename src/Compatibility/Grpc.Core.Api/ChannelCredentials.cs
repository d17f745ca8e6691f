using System.ComponentModel;

namespace Grpc.Core;

/// <summary>Credentials of a channel.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Gets the credentials of a channel without TLS.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>Gets TLS with the machine's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>Gets a value indicating whether call credentials may be added: only where they cannot be overheard.</summary>
    internal virtual bool IsComposable => false;

    /// <summary>Adds credentials that go with every call of the channel.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return channelCredentials.IsComposable
            ? new Composite(channelCredentials, callCredentials)
            : throw new ArgumentException(
                "Call credentials can only be added to secure channel credentials.", nameof(channelCredentials));
    }

    /// <summary>Tells the channel what the credentials consist of.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(
            ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Composite(ChannelCredentials channelCredentials, CallCredentials callCredentials)
        : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(
            ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, channelCredentials, callCredentials);
    }
}
