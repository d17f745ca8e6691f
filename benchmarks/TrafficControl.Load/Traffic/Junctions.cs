using System.Globalization;
using TrafficControl.Benchmarks;
using TrafficControl.Core.Model;

namespace TrafficControl.Load.Traffic;

/// <summary>The junctions of a run: as many as wanted, alike but for their identifiers.</summary>
internal static class Junctions
{
    /// <summary>The strategies a run can be made with, by the identifiers of the plans.</summary>
    internal static readonly IReadOnlyList<string> Strategies = ["fixed", "actuated", "max-pressure", "adaptive"];

    // A large junction: eight groups in four stages, 24 lanes, 72 detectors.
    private const int Groups = 8;
    private const int Lanes = 24;

    /// <summary>The junction all are made from.</summary>
    /// <param name="strategy">One of <see cref="Strategies"/>.</param>
    internal static Intersection Model(string strategy) => BenchmarkIntersections.Staged(Groups, Lanes, strategy);

    /// <summary>Identifier of a junction.</summary>
    /// <param name="index">Its number, from 0.</param>
    internal static string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"load-{index:00000}");

    /// <summary>Writes the files of junctions, for a server to load.</summary>
    /// <param name="model">The junction they are made from.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="folder">A folder that exists.</param>
    internal static void Write(Intersection model, int count, string folder)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] file = IntersectionFile.Write(model.Definition with { Id = IdOf(i) });
            File.WriteAllBytes(Path.Combine(folder, IdOf(i) + ".json"), file);
        }
    }
}
