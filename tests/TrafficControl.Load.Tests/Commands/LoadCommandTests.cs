using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Commands;

namespace TrafficControl.Load.Tests.Commands;

/// <summary>What the command line refuses: one line that names the option, exit code 2.</summary>
[TestFixture]
public sealed class LoadCommandTests
{
    [TestCase("--controllers", "run", "--controllers", "0")]
    [TestCase("--mix", "run", "--mix", "rush")]
    [TestCase("--strategy", "compare", "--strategy", "best")]
    [TestCase("--server", "run", "--server", "somewhere")]
    [TestCase("--peer", "hostile", "--peer", "ghost")]
    [TestCase("--server-env", "sweep", "--server-env", "DOTNET_gcServer")]
    [TestCase("--answers", "run", "--saturate", "--answers", "news")]
    [TestCase("--directive", "serve-echo", "--directive", "?")]
    [TestCase("--json", "run", "--json", "no/such/folder/report.json")]
    public async Task RunAsync_WrongOption_NamesItInALineAndExitsWithTwo(string names, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();

        int exitCode = await LoadCommand.RunAsync(args, Screen.Plain(output, error), CancellationToken.None);

        Assert.That(exitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(error.ToString(), Does.StartWith("trafficcontrol-load: ").And.Contain(names));
        Assert.That(error.ToString().TrimEnd(), Does.Not.Contain("\n"));
    }
}
