using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary>Channel and call credentials.</summary>
[TestFixture]
public sealed class CredentialsTests
{
    [Test]
    public void Create_NullPart_IsRefused()
    {
        CallCredentials token = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

        Assert.That(() => ChannelCredentials.Create(ChannelCredentials.SecureSsl, null!), Throws.ArgumentNullException);
        Assert.That(() => ChannelCredentials.Create(null!, token), Throws.ArgumentNullException);
        Assert.That(() => ChannelCredentials.Create(ChannelCredentials.SecureSsl, token), Throws.Nothing);
    }

    [Test]
    public void Compose_FewerThanTwo_IsRefused()
    {
        CallCredentials token = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

        Assert.That(() => CallCredentials.Compose(token), Throws.ArgumentException);
        Assert.That(() => CallCredentials.Compose(token, token), Throws.Nothing);
    }

    [Test]
    public void AuthContext_WithIdentity_FindsItsProperties()
    {
        AuthProperty name = AuthProperty.Create("name", "gate 1"u8.ToArray());
        var context = new AuthContext("name", new Dictionary<string, List<AuthProperty>> { ["name"] = [name] });

        Assert.Multiple(() =>
        {
            Assert.That(context.IsPeerAuthenticated, Is.True);
            Assert.That(context.PeerIdentity.Single().Value, Is.EqualTo("gate 1"));
            Assert.That(context.FindPropertiesByName("other"), Is.Empty);
            Assert.That(new AuthContext(null, []).IsPeerAuthenticated, Is.False);
        });
    }
}
