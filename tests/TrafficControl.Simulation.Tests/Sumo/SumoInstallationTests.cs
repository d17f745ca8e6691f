using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class SumoInstallationTests
{
    [Test]
    public void Find_ProgramThatIsNowhere_SaysHowToInstallSumo() =>
        Assert.That(() => SumoInstallation.Find("sumo-that-nobody-has"),
            Throws.TypeOf<SumoException>().With.Message.Contains("apt-get install sumo sumo-tools"));

    [Test]
    public void TryFind_OnlyInSumoHome_IsFound()
    {
        using SumoBench bench = new();
        Directory.CreateDirectory(bench.PathOf("bin"));
        string program = bench.Write(Path.Combine("bin", OperatingSystem.IsWindows() ? "sumo.exe" : "sumo"), "");

        Assert.That(SumoInstallation.TryFind("sumo", path: "", sumoHome: bench.Folder), Is.EqualTo(program));
    }

    [Test]
    public void ToCommandLine_ArgumentsWithSpacesAndQuotes_AreQuoted() =>
        Assert.That(SumoProcess.ToCommandLine("sumo", ["-c", "a b.cfg", "it's"]), Is.EqualTo("sumo -c 'a b.cfg' 'it'\\''s'"));
}
