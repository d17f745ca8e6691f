using TrafficControl.EndToEnd.Tests.Processes;
using TrafficControl.Testing;

namespace TrafficControl.EndToEnd.Tests.Interop;

/// <summary>A client that is not .NET and has no generated code: Python's grpcio with server reflection.</summary>
[TestFixture]
public sealed class PythonClientTests
{
    [Test]
    public async Task Client_OverReflection_SpeaksEveryService()
    {
        string? python = await FindPythonWithGrpcAsync();
        if (python is null)
        {
            Assert.Ignore("No python3 with grpcio on the PATH; on Debian: apt-get install python3-grpcio python3-protobuf.");
        }

        using EngineProcess engine = await EngineProcess.StartAsync(IntersectionSamples.TwoStage());
        string script = Path.Combine(Conventions.Repository.Root, "tests", "TrafficControl.EndToEnd.Tests", "Interop", "client.py");
        using ChildProcess client = ChildProcess.Start(python!, [script, engine.Address.Authority, "two-stage"]);
        string output = await client.ReadToEndAsync();

        Assert.That(client.ExitCode, Is.Zero, output + client.Errors);
        Assert.That(output.Split('\n').Count(line => line.StartsWith("ok: ", StringComparison.Ordinal)), Is.EqualTo(9));
    }

    /// <summary>The first python3 on the PATH that has grpcio: a machine may have several.</summary>
    private static async Task<string?> FindPythonWithGrpcAsync()
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            string candidate = Path.Combine(folder, "python3");
            if (!File.Exists(candidate))
            {
                continue;
            }

            using ChildProcess probe = ChildProcess.Start(candidate, ["-c", "import grpc, google.protobuf"]);
            await probe.ReadToEndAsync();
            if (probe.ExitCode == 0)
            {
                return candidate;
            }
        }

        return null;
    }
}
