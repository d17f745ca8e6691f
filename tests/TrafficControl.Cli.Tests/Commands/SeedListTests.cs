using TrafficControl.Cli.Commands;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class SeedListTests
{
    [TestCase("7", 7)]
    [TestCase("3,1,2", 3, 1, 2)]
    [TestCase("1-4", 1, 2, 3, 4)]
    [TestCase("9,1-3,5-5", 9, 1, 2, 3, 5)]
    [TestCase("2147483646-2147483647", 2147483646, 2147483647)]
    public void Parse_NumbersAndRanges_GivesTheSeedsInTheirOrder(string text, params int[] expected) =>
        Assert.That(SeedList.Parse(text.Split(',')), Is.EqualTo(expected));
}
