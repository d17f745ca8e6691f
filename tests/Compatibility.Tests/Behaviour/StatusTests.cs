using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary><see cref="Status"/> and <see cref="RpcException"/>.</summary>
[TestFixture]
public sealed class StatusTests
{
    [TestCase(StatusCode.OK, 0)]
    [TestCase(StatusCode.Cancelled, 1)]
    [TestCase(StatusCode.Unknown, 2)]
    [TestCase(StatusCode.InvalidArgument, 3)]
    [TestCase(StatusCode.DeadlineExceeded, 4)]
    [TestCase(StatusCode.NotFound, 5)]
    [TestCase(StatusCode.AlreadyExists, 6)]
    [TestCase(StatusCode.PermissionDenied, 7)]
    [TestCase(StatusCode.ResourceExhausted, 8)]
    [TestCase(StatusCode.FailedPrecondition, 9)]
    [TestCase(StatusCode.Aborted, 10)]
    [TestCase(StatusCode.OutOfRange, 11)]
    [TestCase(StatusCode.Unimplemented, 12)]
    [TestCase(StatusCode.Internal, 13)]
    [TestCase(StatusCode.Unavailable, 14)]
    [TestCase(StatusCode.DataLoss, 15)]
    [TestCase(StatusCode.Unauthenticated, 16)]
    public void StatusCode_OfEachName_IsTheNumberOnTheWire(StatusCode code, int number)
    {
        Assert.That((int)code, Is.EqualTo(number));
    }

    [Test]
    public void Enums_CompiledIntoTheRealAssemblies_HaveTheirValues()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Enum.GetValues<StatusCode>(), Has.Length.EqualTo(17));
            Assert.That(
                Enum.GetValues<MethodType>(),
                Is.EqualTo(new[]
                {
                    MethodType.Unary, MethodType.ClientStreaming, MethodType.ServerStreaming, MethodType.DuplexStreaming,
                }));
            Assert.That((int)WriteFlags.BufferHint, Is.EqualTo(1));
            Assert.That((int)WriteFlags.NoCompress, Is.EqualTo(2));
            Assert.That(
                Enum.GetNames<ConnectivityState>(),
                Is.EqualTo(new[] { "Idle", "Connecting", "Ready", "TransientFailure", "Shutdown" }));
        });
    }

    [Test]
    public void Status_SameCodeAndDetail_IsEqual()
    {
        var first = new Status(StatusCode.NotFound, "no such intersection");
        var second = new Status(StatusCode.NotFound, string.Concat("no such ", "intersection"));

        Assert.That(first, Is.EqualTo(second));
        Assert.That(first.GetHashCode(), Is.EqualTo(second.GetHashCode()));
    }

    [Test]
    public void Status_OtherCodeDetailOrException_IsNotEqual()
    {
        var status = new Status(StatusCode.NotFound, "a");

        Assert.That(status, Is.Not.EqualTo(new Status(StatusCode.Aborted, "a")));
        Assert.That(status, Is.Not.EqualTo(new Status(StatusCode.NotFound, "b")));
        Assert.That(status, Is.Not.EqualTo(new Status(StatusCode.NotFound, "a", new IOException())));
    }

    [Test]
    public void Defaults_SuccessAndCancelled_HaveNoDetail()
    {
        Assert.That(Status.DefaultSuccess, Is.EqualTo(new Status(StatusCode.OK, string.Empty)));
        Assert.That(Status.DefaultCancelled, Is.EqualTo(new Status(StatusCode.Cancelled, string.Empty)));
    }

    [Test]
    public void ToString_WithoutException_NamesCodeAndDetail()
    {
        Assert.That(
            new Status(StatusCode.Aborted, "stale version").ToString(),
            Is.EqualTo("Status(StatusCode=\"Aborted\", Detail=\"stale version\")"));
    }

    [Test]
    public void ToString_WithException_NamesItsTypeAndMessage()
    {
        Assert.That(
            new Status(StatusCode.Unavailable, "gone", new IOException("reset")).ToString(),
            Is.EqualTo(
                "Status(StatusCode=\"Unavailable\", Detail=\"gone\", DebugException=\"System.IO.IOException: reset\")"));
    }

    [Test]
    public void RpcException_FromStatus_TakesItsTextAndHasNoTrailers()
    {
        var cause = new IOException("reset");
        var status = new Status(StatusCode.Unavailable, "gone", cause);
        var exception = new RpcException(status);

        Assert.Multiple(() =>
        {
            Assert.That(exception.Status, Is.EqualTo(status));
            Assert.That(exception.StatusCode, Is.EqualTo(StatusCode.Unavailable));
            Assert.That(exception.Message, Is.EqualTo(status.ToString()));
            Assert.That(exception.Trailers, Is.Empty);
            Assert.That(exception.InnerException, Is.SameAs(cause));
        });
    }

    [Test]
    public void RpcException_WithTrailersAndMessage_KeepsBoth()
    {
        var trailers = new Metadata { { "retry-after", "5" } };
        var exception = new RpcException(new Status(StatusCode.ResourceExhausted, "busy"), trailers, "too many streams");

        Assert.That(exception.Trailers, Is.SameAs(trailers));
        Assert.That(exception.Message, Is.EqualTo("too many streams"));
    }
}
