using System.CommandLine;
using TrafficControl.Cli.Commands;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class HelpTests
{
    private static IEnumerable<TestCaseData> Paths()
    {
        RootCommand root = TrafficctlCommand.Create(Screen.Plain(TextWriter.Null, TextWriter.Null));
        return Walk(root, []).Select(entry => new TestCaseData(string.Join(' ', entry.Path), entry.Command)
            .SetArgDisplayNames(string.Join(' ', entry.Path.DefaultIfEmpty("root"))));
    }

    [TestCaseSource(nameof(Paths))]
    public async Task Help_EveryCommand_MentionsEveryOptionAndAnExample(string path, Command command)
    {
        CommandLine result = await CommandLine.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success));
            Assert.That(result.Error, Is.Empty);
            Assert.That(result.Output, Does.Contain("Example:").And.Contain("  trafficctl "));
            foreach (Option option in command.Options)
            {
                Assert.That(result.Output, Does.Contain(option.Name));
                Assert.That(option.Description, Is.Not.Null.And.Not.Empty);
            }

            foreach (Command child in command.Subcommands)
            {
                Assert.That(result.Output, Does.Contain(child.Name));
            }
        });
    }

    [Test]
    public async Task Help_Root_ListsTheExitCodes()
    {
        CommandLine result = await CommandLine.RunAsync("--help");

        foreach (int code in new[] { ExitCode.Success, ExitCode.BadResult, ExitCode.WrongInput, ExitCode.Unavailable, ExitCode.Cancelled })
        {
            Assert.That(result.Output, Does.Match($"\\n +{code} "));
        }
    }

    [TestCase("demo", "[default: 15]")]
    [TestCase("demo", "[default: fixed,actuated,coordinated,max-pressure,adaptive]")]
    [TestCase("evaluate", ",sumo-actuated,sumo-delay-based]")]
    [TestCase("evaluate", "[default: stopbar,advance:40,advance:150]")]
    [TestCase("evaluate", "[default: 1,2,3]")]
    [TestCase("watch", "[default: http://127.0.0.1:5080]")]
    public async Task Help_Defaults_AreShown(string command, string expected)
    {
        CommandLine result = await CommandLine.RunAsync(command, "--help");

        // Long lines are wrapped in columns; words stay whole.
        string text = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.That(text, Does.Contain(expected));
    }

    private static IEnumerable<(string[] Path, Command Command)> Walk(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Walk(child, [.. path, child.Name])).Prepend((path, command));
}
