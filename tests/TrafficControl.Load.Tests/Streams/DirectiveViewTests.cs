using Google.Protobuf;
using TrafficControl.Load.Streams;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Tests.Streams;

/// <summary>Reading responses straight from their bytes.</summary>
[TestFixture]
public sealed class DirectiveViewTests
{
    [TestCase(1L, 0x3UL)]
    [TestCase(1_000_000L, 0UL)]
    [TestCase(long.MaxValue, ulong.MaxValue)]
    public void Read_Directive_GivesSequenceAndGroups(long sequence, ulong groups)
    {
        V1.ConnectResponse response = new()
        {
            Directive = new V1.Directive
            {
                TickSequence = sequence,
                Sequence = 9,
                ValidUntilMs = 1_795_000_000_000,
                Mode = V1.DirectiveMode.Groups,
                NextGroups = groups,
                HoldMask = 5,
                Reason = V1.DecisionReason.GapOut,
                Forecasts = { new V1.GroupForecast { MinEndMs = -1, MaxEndMs = 4 } },
            },
        };

        Assert.That(DirectiveView.Read(response.ToByteArray(), out DirectiveView view), Is.EqualTo(ResponseKind.Directive));
        Assert.That(view, Is.EqualTo(new DirectiveView(sequence, groups)));
    }

    [Test]
    public void Read_Welcome_SaysSo()
    {
        byte[] bytes = new V1.ConnectResponse { Welcome = new V1.Welcome { SessionId = "s" } }.ToByteArray();

        Assert.That(DirectiveView.Read(bytes, out _), Is.EqualTo(ResponseKind.Welcome));
    }

    [Test]
    public void Read_BytesCutShort_IsNothing()
    {
        byte[] bytes = new V1.ConnectResponse
        {
            Directive = new V1.Directive { TickSequence = 300, NextGroups = 1 },
        }.ToByteArray();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.That(DirectiveView.Read(bytes.AsSpan(0, length), out _), Is.EqualTo(ResponseKind.Other), $"{length} bytes");
        }
    }
}
