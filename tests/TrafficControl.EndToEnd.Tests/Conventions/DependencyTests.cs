using System.Reflection;

namespace TrafficControl.EndToEnd.Tests.Conventions;

/// <summary>Holds the direction of the projects: who may use whom.</summary>
[TestFixture]
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["TrafficControl.Core"] = [],
        ["TrafficControl.Optimization"] = ["TrafficControl.Core"],
        ["TrafficControl.Runtime"] = ["TrafficControl.Core"],
        ["TrafficControl.Protocol"] = ["TrafficControl.Core"],
        ["TrafficControl.Storage"] = ["TrafficControl.Core"],
        ["TrafficControl.Client"] = ["TrafficControl.Core", "TrafficControl.Protocol"],
        ["TrafficControl.Simulation"] = ["TrafficControl.Client", "TrafficControl.Core"],
        ["TrafficControl.Server"] =
        [
            "TrafficControl.Core", "TrafficControl.Protocol", "TrafficControl.Runtime", "TrafficControl.Storage",
        ],

        // Through Server, Simulation and Client the command line sees what they are made of. Optimization it runs itself,
        // and hands the plans it makes to Simulation, which may not know it.
        ["trafficctl"] =
        [
            "TrafficControl.Client", "TrafficControl.Core", "TrafficControl.Optimization", "TrafficControl.Protocol",
            "TrafficControl.Runtime", "TrafficControl.Server", "TrafficControl.Simulation",
        ],
    };

    private static IEnumerable<string> Projects => Allowed.Keys;

    [TestCaseSource(nameof(Projects))]
    public void References_OfEachProject_PointOnlyDownwards(string project)
    {
        IEnumerable<string> own = Load(project).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("TrafficControl", StringComparison.Ordinal));

        Assert.That(own.Except(Allowed[project]), Is.Empty);
    }

    [Test]
    public void References_OfCore_AreTheBaseLibraryOnly()
    {
        Assert.That(
            Load("TrafficControl.Core").GetReferencedAssemblies().Select(name => name.Name),
            Has.All.StartsWith("System."));
    }

    [TestCase("TrafficControl.Core")]
    [TestCase("TrafficControl.Runtime")]
    [TestCase("TrafficControl.Optimization")]
    [TestCase("TrafficControl.Simulation")]
    [TestCase("TrafficControl.Storage")]
    public void References_BelowTheEdge_KnowNothingOfGrpc(string project)
    {
        Assert.That(
            Load(project).GetReferencedAssemblies().Select(name => name.Name),
            Has.None.StartsWith("Grpc").And.None.StartsWith("Google"));
    }

    // Statistics and plots of an evaluation are nobody's hot path, and not ours to write.
    [Test]
    public void References_OfSimulation_BeyondOursAndTheBaseLibrary_AreForStatisticsAndPlots()
    {
        IEnumerable<string> others = Load("TrafficControl.Simulation").GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
                && !name.StartsWith("TrafficControl.", StringComparison.Ordinal));

        Assert.That(others, Is.SubsetOf(new[] { "MathNet.Numerics", "OxyPlot" }));
    }

    [TestCaseSource(nameof(Projects))]
    public void PublicTypes_OfEachProject_AreSealedAndShowNoFields(string project)
    {
        // Generated messages are not ours to shape; exceptions and attributes follow the framework's pattern, Program
        // to the compiler.
        IEnumerable<Type> types = Load(project).GetExportedTypes()
            .Where(type => !type.FullName!.Contains(".V1", StringComparison.Ordinal) && type.IsClass && type.Name != "Program");
        Assert.Multiple(() =>
        {
            foreach (Type type in types)
            {
                Assert.That(type.IsSealed || type.IsAbstract, Is.True, $"{type} can be derived from");
                Assert.That(
                    type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                        .Where(field => !field.IsInitOnly),
                    Is.Empty, $"{type} shows a field");
            }
        });
    }

    private static Assembly Load(string project) => Assembly.Load(project);
}
