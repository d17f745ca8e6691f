using TrafficControl.Core.Model;

namespace TrafficControl.Cli.Tests.Commands;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("trafficctl-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    internal string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    internal string Write(string name, IntersectionDefinition definition)
    {
        System.IO.File.WriteAllBytes(File(name), IntersectionFile.Write(definition));
        return File(name);
    }
}
