using System.Text.Json;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class ValidateCommandTests
{
    [Test]
    public async Task Validate_SoundFile_Summary()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.json", IntersectionSamples.TwoStage());

        CommandLine result = await CommandLine.RunAsync("validate", file);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success));
            Assert.That(result.Output, Is.EqualTo(
                $"{file}: sound: 'two-stage' with 2 signal groups, 2 stages, 3 lanes, 2 detectors, "
                + $"plans fixed, actuated, coordinated, max-pressure, adaptive, announced{Environment.NewLine}"));
            Assert.That(result.Error, Is.Empty);
        });
    }

    [Test]
    public async Task Validate_FolderWithFaults_EveryFaultWithFileAndPath()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.json", IntersectionSamples.TwoStage());
        IntersectionDefinition wrong = IntersectionSamples.TwoStage() with { StartUpAllRedMs = -5, DefaultPlan = "none" };
        string file = folder.Write("b.json", wrong);
        string[] expected = [.. IntersectionFile.Parse(File.ReadAllBytes(file)).Faults
            .Select(fault => $"{file}: {fault.Path}: {fault.Message}")];

        CommandLine result = await CommandLine.RunAsync("validate", folder.Path);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
            Assert.That(expected, Has.Length.EqualTo(2));
            Assert.That(result.Output.Split(Environment.NewLine), Is.SupersetOf(expected));
            Assert.That(result.Output, Does.Contain("startUpAllRedMs").And.Contain("defaultPlan").And.Contain("a.json: sound"));
            Assert.That(result.Error, Is.EqualTo(
                $"trafficctl: 2 faults in 1 of 2 files; correct them as each line says.{Environment.NewLine}"));
        });
    }

    [Test]
    public async Task Validate_NotJson_LineAndColumn()
    {
        using TemporaryFolder folder = new();

        CommandLine result = await CommandLine.RunAsync("validate", folder.Write("a.json", "{ nonsense"));

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Output, Does.Contain("Line 1, column 3"));
    }

    [Test]
    public async Task Validate_JsonToOutput_OutputIsJsonOnly()
    {
        using TemporaryFolder folder = new();
        string sound = folder.Write("a.json", IntersectionSamples.NemaEightPhase());
        string wrong = folder.Write("b.json", "{}");

        CommandLine result = await CommandLine.RunAsync("validate", sound, wrong, "--json", "-");

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement[] files = [.. json.RootElement.GetProperty("files").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(files, Has.Length.EqualTo(2));
            Assert.That(files[0].GetProperty("id").GetString(), Is.EqualTo("nema-eight"));
            Assert.That(files[0].GetProperty("signal_groups").GetInt32(), Is.EqualTo(12));
            Assert.That(files[1].GetProperty("faults")[0].GetProperty("path").GetString(), Is.Not.Empty);
            Assert.That(
                json.RootElement.GetProperty("faults").GetInt32(), Is.EqualTo(files[1].GetProperty("faults").GetArrayLength()));
        });
    }
}
