using TrafficControl.Core.Controller;
using TrafficControl.Protocol.Mapping;

namespace TrafficControl.Protocol.Tests.Mapping;

[TestFixture]
public sealed class DirectiveMapperTests
{
    private const long NowMs = 1_700_000_000_000;

    [Test]
    public void Fill_ThereAndBack_KeepsEverything()
    {
        Directive sent = MakeDirective();
        V1.Directive message = new();
        Directive got = new(2);

        DirectiveMapper.Fill(sent, NowMs, message);
        DirectiveMapper.Fill(message, NowMs, got);

        Assert.Multiple(() =>
        {
            Assert.That((got.TickSequence, got.Sequence, got.ValidUntilMs), Is.EqualTo((11L, 12L, NowMs + 3_000)));
            Assert.That((got.Mode, got.Reason), Is.EqualTo((DirectiveMode.Flash, DecisionReason.SafetyBreach)));
            Assert.That(
                (got.NextGroups, got.NotBeforeMs, got.Hold, got.ForceOff, got.Omit, got.VehicleCalls, got.PedestrianCalls),
                Is.EqualTo((1UL, NowMs + 200, 2UL, 4UL, 8UL, 16UL, 32UL)));
            Assert.That(got.Forecasts.ToArray(), Is.EqualTo(sent.Forecasts.ToArray()));
        });
    }

    [Test]
    public void ToMessage_EveryReason_HasTheSameName()
    {
        foreach (DecisionReason reason in Enum.GetValues<DecisionReason>())
        {
            string expected = reason == DecisionReason.None ? nameof(V1.DecisionReason.Unspecified) : reason.ToString();
            Assert.That(DirectiveMapper.ToMessage(reason).ToString(), Is.EqualTo(expected));
        }
    }

    [Test]
    public void Fill_FewerForecastsThanGroups_LeavesTheRestUnknown()
    {
        V1.Directive message = new() { Forecasts = { new V1.GroupForecast { MinEndMs = 5, MaxEndMs = -1, LikelyEndMs = -1 } } };
        Directive got = new(3);

        DirectiveMapper.Fill(message, NowMs, got);

        Assert.That(got.Forecasts[0].MinEndMs, Is.EqualTo(NowMs + 5));
        Assert.That(got.Forecasts[2], Is.EqualTo(default(GroupForecast)));
    }

    private static Directive MakeDirective()
    {
        Directive directive = new(2)
        {
            TickSequence = 11,
            Sequence = 12,
            ValidUntilMs = NowMs + 3_000,
            Mode = DirectiveMode.Flash,
            NextGroups = 1,
            NotBeforeMs = NowMs + 200,
            Hold = 2,
            ForceOff = 4,
            Omit = 8,
            VehicleCalls = 16,
            PedestrianCalls = 32,
            Reason = DecisionReason.SafetyBreach,
        };
        directive.Forecasts[0] = new GroupForecast(NowMs + 1_000, NowMs + 9_000, NowMs + 5_000, 80, IsCommitted: true);
        return directive;
    }
}
