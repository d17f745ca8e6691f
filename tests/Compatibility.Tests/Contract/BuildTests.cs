using System.Reflection;
using System.Text.Json;

namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>What the build says about the stand-ins and about the switch that drops them.</summary>
[TestFixture]
public sealed class BuildTests
{
    private const string Self = "tests/Compatibility.Tests/Compatibility.Tests.csproj";
    private static readonly string[] StandIns = [.. Assemblies.StandIns];

    [TestCaseSource(nameof(StandIns))]
    public async Task StandIn_Project_CarriesThePackageIdentityAndIsNeverPacked(string name)
    {
        JsonElement answer = await BuildQuery.RunAsync(
            $"src/Compatibility/{name}/{name}.csproj",
            "-getProperty:PackageId,Version,AssemblyVersion,IsPackable,PublicSign,Product");
        JsonElement properties = answer.GetProperty("Properties");

        Assert.Multiple(() =>
        {
            Assert.That(properties.GetProperty("PackageId").GetString(), Is.EqualTo(name));
            Assert.That(properties.GetProperty("Version").GetString(), Is.EqualTo("2.85.0"));
            Assert.That(properties.GetProperty("AssemblyVersion").GetString(), Is.EqualTo("2.0.0.0"));
            Assert.That(properties.GetProperty("IsPackable").GetString(), Is.EqualTo("false"));
            Assert.That(properties.GetProperty("PublicSign").GetString(), Is.EqualTo("true"));
            Assert.That(properties.GetProperty("Product").GetString(), Does.Contain("stand-in"));
        });
    }

    [TestCaseSource(nameof(StandIns))]
    public void StandIn_Assembly_CarriesTheUpstreamKeyAndVersion(string name)
    {
        AssemblyName identity = AssemblyName.GetAssemblyName(Assemblies.StandInFiles[name]);

        Assert.That(identity.Version, Is.EqualTo(new Version(2, 0, 0, 0)));
        Assert.That(Convert.ToHexStringLower(identity.GetPublicKeyToken()!), Is.EqualTo("d754f35622e28bad"));
    }

    [TestCase("true", "project", TestName = "GrpcStandIns_True_ReferencesTheProjects")]
    [TestCase("false", "package", TestName = "GrpcStandIns_False_ReferencesThePackages")]
    public async Task GrpcStandIns_Value_ChoosesTheReferences(string value, string expected)
    {
        JsonElement answer = await BuildQuery.RunAsync(
            Self, $"-p:GrpcStandIns={value}", "-getItem:PackageReference,ProjectReference,PackageVersion");
        JsonElement items = answer.GetProperty("Items");
        IEnumerable<string> projects = Names(items, "ProjectReference").Select(Path.GetFileNameWithoutExtension)!;
        IEnumerable<string> packages = Names(items, "PackageReference");
        IEnumerable<string> versions = Names(items, "PackageVersion");

        bool fromProjects = expected == "project";
        Assert.Multiple(() =>
        {
            Assert.That(projects.Intersect(StandIns), Is.EquivalentTo(fromProjects ? StandIns : []));
            Assert.That(packages.Intersect(StandIns), Is.EquivalentTo(fromProjects ? [] : StandIns));
            Assert.That(versions.Intersect(StandIns), Is.EquivalentTo(fromProjects ? [] : StandIns));
        });
    }

    private static IEnumerable<string> Names(JsonElement items, string kind) =>
        items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);
}
