using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class SumoRequestTests
{
    [Test]
    public void YieldsTo_LastCharacter_IsLinkZero()
    {
        SumoRequest request = new(2, Response: "0001", Foes: "1000");

        Assert.That(Enumerable.Range(0, 5).Where(request.YieldsTo), Is.EqualTo(new[] { 0 }));
        Assert.That(Enumerable.Range(0, 5).Where(request.IsFoe), Is.EqualTo(new[] { 3 }));
    }
}
