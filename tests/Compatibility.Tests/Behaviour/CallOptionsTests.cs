using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary><see cref="CallOptions"/>.</summary>
[TestFixture]
public sealed class CallOptionsTests
{
    private static readonly DateTime Deadline = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Test]
    public void Constructor_AllGiven_KeepsAll()
    {
        using var source = new CancellationTokenSource();
        var headers = new Metadata();
        var writeOptions = new WriteOptions(WriteFlags.NoCompress);
        CallCredentials credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var options = new CallOptions(headers, Deadline, source.Token, writeOptions, credentials: credentials);

        Assert.Multiple(() =>
        {
            Assert.That(options.Headers, Is.SameAs(headers));
            Assert.That(options.Deadline, Is.EqualTo(Deadline));
            Assert.That(options.CancellationToken, Is.EqualTo(source.Token));
            Assert.That(options.WriteOptions!.Flags, Is.EqualTo(WriteFlags.NoCompress));
            Assert.That(options.PropagationToken, Is.Null);
            Assert.That(options.Credentials, Is.SameAs(credentials));
            Assert.That(options.IsWaitForReady, Is.False);
        });
    }

    [Test]
    public void Default_Options_AreEmpty()
    {
        CallOptions options = default;

        Assert.That(options.Headers, Is.Null);
        Assert.That(options.Deadline, Is.Null);
        Assert.That(options.CancellationToken, Is.EqualTo(CancellationToken.None));
    }

    [Test]
    public void With_EachOption_ChangesACopy()
    {
        using var source = new CancellationTokenSource();
        var headers = new Metadata();
        CallOptions original = default;
        CallOptions changed = original
            .WithHeaders(headers)
            .WithDeadline(Deadline)
            .WithCancellationToken(source.Token)
            .WithWriteOptions(WriteOptions.Default)
            .WithWaitForReady();

        Assert.Multiple(() =>
        {
            Assert.That(changed.Headers, Is.SameAs(headers));
            Assert.That(changed.Deadline, Is.EqualTo(Deadline));
            Assert.That(changed.CancellationToken, Is.EqualTo(source.Token));
            Assert.That(changed.WriteOptions, Is.SameAs(WriteOptions.Default));
            Assert.That(changed.IsWaitForReady, Is.True);
            Assert.That(changed.WithWaitForReady(false).IsWaitForReady, Is.False);
            Assert.That(original.Headers, Is.Null);
            Assert.That(original.IsWaitForReady, Is.False);
        });
    }
}
