using System.Reflection;

namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>What the real assemblies and generated stubs refer to is there.</summary>
[TestFixture]
public sealed class ReferenceTests
{
    private static readonly string[] UserFiles = [.. Assemblies.Users];

    [TestCaseSource(nameof(UserFiles))]
    public void EveryReference_IntoStandIns_Resolves(string file)
    {
        IReadOnlyCollection<Reference> references = ReferenceReader.Read(file);
        Dictionary<string, SurfaceReader> surfaces = Assemblies.StandInFiles
            .ToDictionary(pair => pair.Key, pair => new SurfaceReader(pair.Value), StringComparer.Ordinal);
        try
        {
            var missing = references.Where(reference => !surfaces[reference.Assembly].Has(reference)).ToList();

            Assert.That(missing, Is.Empty);

            // A reader that finds nothing would pass: each of the three refers to some ninety places or more.
            Assert.That(references, Has.Count.GreaterThan(50));
            TestContext.Out.WriteLine($"{Path.GetFileName(file)}: {references.Count} references resolved");
        }
        finally
        {
            foreach (SurfaceReader surface in surfaces.Values)
            {
                surface.Dispose();
            }
        }
    }

    [TestCase("instance Void set_Status(valuetype Grpc.Core.Status)", ExpectedResult = true)]
    [TestCase("instance Void set_Status(Grpc.Core.Status)", ExpectedResult = false)]
    [TestCase("instance Void set_Method(String)", ExpectedResult = false)]
    public bool Surface_SignatureOfServerCallContext_IsComparedExactly(string member)
    {
        using var surface = new SurfaceReader(Assemblies.StandInFiles["Grpc.Core.Api"]);
        return surface.Has(new Reference(ReferenceKind.Method, "Grpc.Core.Api", "Grpc.Core.ServerCallContext", member));
    }

    [TestCaseSource(nameof(UserFiles))]
    public void EveryType_Loaded_ImplementsItsBasesAndInterfaces(string file)
    {
        // The runtime refuses a type that leaves an abstract or interface member without a body.
        Assembly assembly = AppDomain.CurrentDomain.GetAssemblies().Single(a => !a.IsDynamic && a.Location == file);

        Assert.That(() => assembly.GetTypes(), Throws.Nothing);
    }

    [TestCaseSource(nameof(UserFiles))]
    public void EveryAssemblyReference_IntoStandIns_NamesTheirIdentity(string file)
    {
        Dictionary<string, AssemblyName> references = ReferenceReader.ReadAssemblies(file);
        foreach ((string name, string standIn) in Assemblies.StandInFiles)
        {
            if (references.TryGetValue(name, out AssemblyName? reference))
            {
                AssemblyName offered = AssemblyName.GetAssemblyName(standIn);
                Assert.That(offered.Version, Is.EqualTo(reference.Version), name);
                Assert.That(offered.GetPublicKeyToken(), Is.EqualTo(reference.GetPublicKeyToken()), name);
            }
        }

        Assert.That(references.Keys, Does.Contain("Grpc.Core.Api"));
    }
}
