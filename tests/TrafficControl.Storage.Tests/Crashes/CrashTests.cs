using System.Diagnostics;
using System.Globalization;
using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Storage.Tests.Crashes;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class CrashTests : StoreFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public CrashTests(DatabaseKind kind)
        : base(kind)
    {
    }

    [Test]
    public async Task Writer_KilledThreeTimesMidChange_LosesNothingAcknowledged()
    {
        int acknowledged = 0;
        for (int kill = 1; kill <= 3; kill++)
        {
            // Killed as soon as it is heard, while the change after the acknowledged one is under way. The number of that
            // change, made or not, is not used again.
            acknowledged = await WriteUntilKilledAsync(first: kill * 1_000, count: 5 + kill);
            IReadOnlyList<PlanVersion> plans = await Store.Queries.ListAsync("x", null, 1_000, None);
            PlanActivation active = (await Store.Queries.ListActivationsAsync(null, None)).Single();
            AuditVerification audit = await Store.Audit.VerifyAsync(None);

            Assert.That(
                plans.Select(plan => plan.Key.PlanId),
                Is.SupersetOf(Enumerable.Range(kill * 1_000, acknowledged - (kill * 1_000) + 1).Select(number => $"p{number}")));
            Assert.That(
                int.Parse(active.Key.PlanId[1..], CultureInfo.InvariantCulture), Is.AtLeast(acknowledged), "the last activation");
            Assert.That(plans.Select(plan => plan.Key.PlanId), Does.Contain(active.Key.PlanId));
            Assert.That(audit.Faults, Is.Empty);
            Assert.That(await CountCreatedAsync(), Is.EqualTo(plans.Count), "a change and its line in the audit go together");
        }
    }

    private async Task<int> CountCreatedAsync() =>
        (await Store.Audit.ListAsync(new AuditFilter("x", "", 0, 10_000), None))
            .Count(entry => entry is { Action: "plan.create", Result: "done" });

    private async Task<int> WriteUntilKilledAsync(int first, int count)
    {
        ProcessStartInfo start = new(
            "dotnet", [typeof(CrashTests).Assembly.Location, AddressText, first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using Process writer = Process.Start(start)!;
        int acknowledged = 0;
        try
        {
            for (int i = 0; i < count; i++)
            {
                string? line = await writer.StandardOutput.ReadLineAsync().WaitAsync(Patience);
                acknowledged = int.Parse(line!, CultureInfo.InvariantCulture);
            }
        }
        finally
        {
            writer.Kill(entireProcessTree: true);
            await writer.WaitForExitAsync().WaitAsync(Patience);
        }

        return acknowledged;
    }
}
