using TrafficControl.Cli.Boards;

namespace TrafficControl.Cli.Tests.Boards;

[TestFixture]
public sealed class SignalTextTests
{
    private static readonly string[] Groups = ["1", "2", "P2"];

    [Test]
    public void Words_AllColours_NamesThem()
    {
        SignalMasks masks = new(Green: 0b001, Yellow: 0b010, Walk: 0, PedClearance: 0b100, IsFlash: false);

        Assert.That(SignalText.Words(Groups, masks), Is.EqualTo("green 1 yellow 2 ped-clearance P2"));
    }

    [Test]
    public void Words_NothingOrFlash_SaysSo()
    {
        Assert.Multiple(() =>
        {
            Assert.That(SignalText.Words(Groups, default), Is.EqualTo("red"));
            Assert.That(SignalText.Words(Groups, new SignalMasks(1, 0, 0, 0, IsFlash: true)), Is.EqualTo("flash"));
        });
    }

    [Test]
    public void Markup_BracketsInAnIdentifier_AreEscaped()
    {
        string markup = SignalText.Markup(["[x]"], new SignalMasks(1, 0, 0, 0, IsFlash: false));

        Assert.That(Spectre.Console.Markup.Remove(markup), Is.EqualTo(" [x] "));
    }

    [TestCase(80, 100.0, -20.0)]
    [TestCase(100, 100.0, 0.0)]
    [TestCase(150, 100.0, 50.0)]
    [TestCase(150, 0.0, null)]
    [TestCase(150, null, null)]
    public void ChangePercent_AgainstReference_Result(double value, double? reference, double? expected)
    {
        Assert.That(DemoTable.ChangePercent(value, reference), Is.EqualTo(expected));
    }
}
