using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class BadInputTests
{
    private static readonly string[][] WrongLines =
    [
        ["", "command"],
        ["nonsense", "command"],
        ["demo --minutes 0", "--minutes is '0'; give a whole number from 1 to 240"],
        ["demo --minutes many", "--minutes is 'many'; give a whole number from 1 to 240"],
        ["demo --minutes 1.5", "--minutes"],
        ["demo --minutes", "--minutes"],
        ["demo --seed -1", "--seed"],
        ["demo --strategies magic", "--strategies does not know 'magic'; choose from fixed, actuated, coordinated, max-pressure, adaptive"],
        ["demo --strategies fixed,fixed", "--strategies names 'fixed' twice"],
        ["demo --strategies ,", "--strategies is empty"],
        ["demo --json no/such/folder/x.json", "--json: 'no/such/folder/x.json' cannot be written"],
        ["demo --unknown", "--unknown"],
        ["evaluate", "--scenario"],
        ["evaluate --scenario missing.sumocfg", "--scenario"],
        ["evaluate --scenario x --controllers sumo", "--controllers does not know 'sumo'"],
        ["evaluate --scenario x --seeds one", "--seeds holds 'one'"],
        ["evaluate --scenario x --seeds -1", "--seeds"],
        ["evaluate --scenario x --seeds 5-3", "--seeds holds '5-3'; give the lower end of a range first"],
        ["evaluate --scenario x --seeds 1-4,3", "--seeds names 3 twice"],
        ["evaluate --scenario x --seeds 1-2000000000", "--seeds names more than 10000 seeds"],
        ["evaluate --scenario x --jobs 0.5", "--jobs is '0.5'; give a whole number"],
        ["evaluate --scenario x --reference other", "--reference is 'other'; give one of the controllers that run"],
        ["evaluate --scenario ,", "--scenario is empty"],
        ["evaluate --scenario x --begin 10 --end 5", "--end is 5; give a time after --begin, which is 10"],
        ["evaluate --scenario x --begin -2", "--begin"],
        ["evaluate --scenario x --detectors radar", "--detectors"],
        ["evaluate --scenario x --faults missed:5", "--faults: Fault 'missed:5' needs a share of the vehicles from 0 to 1"],
        ["evaluate --scenario x --faults broken", "--faults: Fault 'broken' is not known: use missed:SHARE"],
        ["evaluate --scenario x --intergreen guess", "--intergreen is 'guess'; give shipped, legal or benchmark"],
        ["evaluate --scenario x --exchange maybe", "--exchange is 'maybe'; give on or off"],
        ["evaluate --scenario x --teleport -2", "--teleport"],
        ["evaluate --scenario x --drain -1", "--drain"],
        ["evaluate --scenario x --commitment 31", "--commitment is '31'; give a whole number from 0 to 30"],
        ["scenario", "command"],
        ["scenario create", "NAME"],
        ["scenario create ramp", "DIR"],
        ["scenario create cologne1 x", "name: there is no scenario 'cologne1'; choose from grid-4x4, arterial-6, ramp"],
        ["scenario create ramp x --seed -1", "--seed"],
        ["import", "command"],
        ["import sumo", "--out"],
        ["import sumo --out x", "NET.net.xml"],
        ["import sumo missing.net.xml", "--out"],
        ["import sumo missing.net.xml --out x", "net: Net file 'missing.net.xml' does not exist"],
        ["import sumo x --out y --detectors advance:1", "--detectors"],
        ["validate", "FILE|DIR"],
        ["validate no-such-file.json", "path: there is no intersection file at 'no-such-file.json'"],
        ["watch --address nowhere", "--address is 'nowhere'; give a URL"],
        ["watch --interval 99", "--interval is '99'; give a whole number from 100 to 60000"],
        ["watch --id a,a", "--id names 'a' twice"],
        ["controller", "FILE"],
        ["controller no-such-file.json", "file: 'no-such-file.json' cannot be read"],
        ["controller x --flow 5000", "--flow"],
        ["controller x --seconds -1", "--seconds"],
        ["plan", "command"],
        ["plan activate only-id --reason r", "PLAN"],
        ["plan activate a b", "--reason"],
        ["plan update a b.json --reason r", "--etag"],
        ["plan create a no-such-file.json --reason r", "file: 'no-such-file.json' cannot be read"],
        ["plan diff a day@x day", "from: 'day@x' has no version after the @; write it as day@2"],
        ["plan activate a b --reason r --version -1", "--version"],
        ["audit", "command"],
        ["audit list --limit 0", "--limit is '0'; give a whole number from 1 to 1000"],
        ["breach clear", "ID"],
        ["validate a b --json", "--json"],
    ];

    [TestCaseSource(nameof(WrongLines))]
    public async Task Run_WrongLine_OneLineThatNamesTheArgument(string line, string expected)
    {
        CommandLine result = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
            Assert.That(result.Error, Does.StartWith("trafficctl: ").And.Contain(expected));
            Assert.That(result.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(result.Error, Does.Not.Contain("   at "));
            Assert.That(result.Output, Is.Empty);
        });
    }

    [TestCase("watch")]
    [TestCase("watch --once --json -")]
    [TestCase("plan activate a b --reason r")]
    [TestCase("plan list")]
    [TestCase("audit verify")]
    [TestCase("breach clear a")]
    public async Task Run_NoServer_UnavailableWithTheCommandThatStartsOne(string line)
    {
        // Port 9 (discard) is refused on loopback.
        CommandLine result = await CommandLine.RunAsync([.. line.Split(' '), "--address", "http://127.0.0.1:9"]);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Unavailable));
            Assert.That(result.Error, Does.Contain("127.0.0.1:9").And.Contain("TrafficControl.Server"));
            Assert.That(result.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public async Task Run_CancelledDemo_130AndJsonOfWhatIsDone()
    {
        using TemporaryFolder folder = new();
        string json = folder.File("demo.json");
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        CommandLine result = await CommandLine.RunAsync(cancelled.Token, "demo", "--minutes", "1", "--json", json);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Cancelled));
            Assert.That(result.Error, Is.EqualTo("trafficctl: cancelled." + Environment.NewLine));
            Assert.That(File.ReadAllText(json), Does.Contain("\"strategies\": []"));
        });
    }
}
