using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Server.Hosting;
using TrafficControl.Testing;

namespace TrafficControl.Cli.Tests.Commands;

/// <summary><c>plan</c> and <c>audit</c> against a server with its database in a file.</summary>
[TestFixture]
public sealed class PlanCommandsTests
{
    private TemporaryFolder _folder = null!;
    private WebApplication _server = null!;
    private string _address = "";

    [SetUp]
    public async Task StartServer()
    {
        _folder = new TemporaryFolder();
        _server = TrafficControlServer.Create(
            [Intersection.Create(IntersectionSamples.TwoStage())],
            configure: options =>
            {
                options.Url = "http://127.0.0.1:0";
                options.Database = Database;
            },
            quiet: true);
        await _server.StartAsync().WaitAsync(TimeSpan.FromSeconds(60));
        _address = _server.Urls.First();
    }

    [TearDown]
    public async Task StopServer()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private string Database => _folder.File("street.db");

    [Test]
    public async Task Plan_FromFileToStreetAndBack_SaysWhatItDid()
    {
        string file = WritePlan("day", 30_000);
        await RunAsync("plan", "validate", "two-stage", file);
        string made = await RunAsync("plan", "create", "two-stage", file, "--reason", "new day plan");
        string fetched = _folder.File("fetched.json");
        await RunAsync("plan", "get", "two-stage", "day", "--output", fetched);
        WritePlan("day", 35_000);
        string etag = made.Trim().Split(' ')[^1];
        string updated = await RunAsync("plan", "update", "two-stage", file, "--etag", etag, "--reason", "more for the bridge");
        string diff = await RunAsync("plan", "diff", "two-stage", "day@1", "day");
        string active = await RunAsync("plan", "activate", "two-stage", "day", "--reason", "as agreed");
        string list = await RunAsync("plan", "list", "--id", "two-stage");
        string back = await RunAsync("plan", "rollback", "two-stage", "day", "1", "--reason", "the old one was better");
        string versions = await RunAsync("plan", "versions", "two-stage", "day");

        Assert.Multiple(() =>
        {
            Assert.That(made, Does.StartWith("two-stage: plan 'day' version 1 made; etag v1-"));
            Assert.That(File.ReadAllText(fetched), Does.Contain("\"id\": \"day\"").And.Contain("30000"));
            Assert.That(updated, Does.StartWith("two-stage: plan 'day' version 2 made"));
            Assert.That(diff, Does.Match("splits\\[0\\] +S1 30000 ms +S1 35000 ms"));
            Assert.That(active, Does.StartWith("two-stage: plan 'day' version 2 takes effect at the next legal point"));
            Assert.That(list, Does.Match("two-stage +day +2 +yes").And.Match("two-stage +fixed +file"));
            Assert.That(back, Does.StartWith("two-stage: plan 'day' version 3 made from version 1"));
            Assert.That(versions, Does.Contain("more for the bridge").And.Contain("the old one was better"));
        });
    }

    [Test]
    public async Task PlanValidate_Unsafe_EveryFaultAndWrongInput()
    {
        string file = WritePlan("day", 30_000, cycleMs: 70_000, maxRedMs: 1);
        CommandLine result = await CommandLine.RunAsync("plan", "validate", "two-stage", file, "--address", _address);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Output, Does.Contain("cycleMs: ").And.Contain("maxRedMs: "));
    }

    [Test]
    public async Task PlanChanges_Refused_WrongInputWithTheFix()
    {
        string file = WritePlan("day", 30_000);
        await RunAsync("plan", "create", "two-stage", file, "--reason", "r");
        await RunAsync("plan", "activate", "two-stage", "day", "--reason", "r");

        Assert.That(await RefuseAsync("plan", "create", "two-stage", file, "--reason", "r"), Does.Contain("choose another id"));
        Assert.That(
            await RefuseAsync("plan", "update", "two-stage", file, "--etag", "v9-0", "--reason", "r"), Does.Contain("get the plan"));
        Assert.That(await RefuseAsync("plan", "delete", "two-stage", "day", "--reason", "r"), Does.Contain("activate another"));
        Assert.That(await RefuseAsync("plan", "activate", "two-stage", "none", "--reason", "r"), Does.Contain("'none'"));
        Assert.That(await RefuseAsync("plan", "get", "nowhere", "day"), Does.Contain("nowhere"));
    }

    [Test]
    public async Task Json_EachView_IsJson()
    {
        string file = WritePlan("day", 30_000);
        string made = await RunAsync("plan", "create", "two-stage", file, "--reason", "r", "--author", "ann", "--json", "-");
        string list = await RunAsync("plan", "list", "--json", "-");
        string diff = await RunAsync("plan", "diff", "two-stage", "fixed", "actuated", "--json", "-");
        string audit = await RunAsync("audit", "list", "--json", "-");

        Assert.That(JsonDocument.Parse(made).RootElement.GetProperty("version").GetInt32(), Is.EqualTo(1));
        Assert.That(JsonDocument.Parse(list).RootElement.GetArrayLength(), Is.EqualTo(7));
        Assert.That(JsonDocument.Parse(diff).RootElement[0].GetProperty("path").GetString(), Is.EqualTo("strategy"));
        JsonElement entry = JsonDocument.Parse(audit).RootElement[0];
        Assert.That(entry.GetProperty("author").GetString(), Is.EqualTo("ann"));
        Assert.That(entry.GetProperty("new_value").GetString(), Does.StartWith("v1 {"));
    }

    [TestCase("UPDATE audit SET author = 'eve' WHERE sequence = 2", "Row 2 was changed.")]
    [TestCase("DELETE FROM audit WHERE sequence = 2", "Row 2 was removed.")]
    public async Task AuditVerify_RowTouchedByHand_IsFoundAndBadResult(string statement, string fault)
    {
        foreach (string plan in new[] { "a", "b", "c" })
        {
            await RunAsync("plan", "create", "two-stage", WritePlan(plan, 30_000), "--reason", "r");
        }

        Assert.That(await RunAsync("audit", "verify"), Does.StartWith("3 lines, none changed or removed; hash "));
        using (SqliteConnection connection = new($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            foreach (string sql in new[] { "DROP TRIGGER audit_refuses_UPDATE", "DROP TRIGGER audit_refuses_DELETE", statement })
            {
                using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the test's own.
                command.CommandText = sql;
#pragma warning restore CA2100
                command.ExecuteNonQuery();
            }
        }

        CommandLine result = await CommandLine.RunAsync("audit", "verify", "--address", _address);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.BadResult));
        Assert.That(result.Output.Trim(), Is.EqualTo(fault));
    }

    private string WritePlan(string id, int mainMs, int cycleMs = 60_000, int maxRedMs = 120_000)
    {
        string file = _folder.File($"{id}.json");
        File.WriteAllBytes(file, TimingPlanFile.Write(new TimingPlanDefinition
        {
            Id = id,
            CycleMs = cycleMs,
            MaxRedMs = maxRedMs,
            Splits = [new SplitDefinition("S1", mainMs), new SplitDefinition("S2", 60_000 - mainMs)],
        }));
        return file;
    }

    private async Task<string> RunAsync(params string[] args)
    {
        CommandLine result = await CommandLine.RunAsync([.. args, "--address", _address]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        return result.Output;
    }

    private async Task<string> RefuseAsync(params string[] args)
    {
        CommandLine result = await CommandLine.RunAsync([.. args, "--address", _address]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        return result.Error;
    }
}
