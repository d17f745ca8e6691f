using FsCheck;
using FsCheck.Fluent;

namespace TrafficControl.Core.Tests.Properties;

/// <summary>One random case: which intersection file and way of driving it, and a seed for each step.</summary>
/// <param name="Seed">Gives the file, the start and the regime.</param>
/// <param name="Steps">A seed for each step; what a step does depends on it and on the regime alone.</param>
internal sealed record Scenario(int Seed, int[] Steps)
{
    /// <summary>Scenarios with a number of steps. A failing one is made smaller by leaving out steps.</summary>
    public static Arbitrary<Scenario> OfLength(int steps)
    {
        Gen<Scenario> scenarios =
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from stepSeeds in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), steps)
            select new Scenario(seed, stepSeeds);
        return Arb.From(scenarios, Smaller);
    }

    public override string ToString() => $"seed {Seed}, steps [{string.Join(", ", Steps)}]";

    private static IEnumerable<Scenario> Smaller(Scenario scenario)
    {
        for (int chunk = scenario.Steps.Length / 2; chunk >= 1; chunk /= 2)
        {
            // The later steps are often not needed at all, so they go first.
            for (int end = scenario.Steps.Length; end > 0; end -= chunk)
            {
                int start = Math.Max(0, end - chunk);
                yield return scenario with { Steps = [.. scenario.Steps[..start], .. scenario.Steps[end..]] };
            }
        }
    }
}
