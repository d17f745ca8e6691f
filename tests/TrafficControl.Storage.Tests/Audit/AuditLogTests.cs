using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;
using TrafficControl.Storage.Tests.Databases;

namespace TrafficControl.Storage.Tests.Audit;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class AuditLogTests : StoreFixture
{
    public AuditLogTests(DatabaseKind kind)
        : base(kind)
    {
    }

    [Test]
    public async Task List_AfterADay_TellsEveryChangeAndRefusal()
    {
        PlanVersion day = await CreateAsync("x", "day");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Store.Plans.UpdateAsync("x", PlanOf("day", 90_000), day.Etag, null, By("bob", "r1"), None);
        await Store.Plans.UpdateAsync("x", PlanOf("day", 80_000), day.Etag, null, By("cy"), None);
        await Store.Plans.ActivateAsync(day.Key, 2, 2, By("bob"), None);
        await Store.Audit.RecordRefusalAsync(By("cy"), "plan.update", "x", "day", new string('s', 3_000), None);

        IReadOnlyList<AuditEntry> entries = await Store.Audit.ListAsync(new AuditFilter("x", "day", 0, 10), None);
        AuditEntry update = entries[3];
        Assert.Multiple(() =>
        {
            Assert.That(entries.Select(entry => entry.Action), Is.EqualTo(new[]
            {
                "plan.update", "plan.activate", "plan.update", "plan.update", "plan.create",
            }));
            Assert.That(update.Sequence, Is.EqualTo(2));
            Assert.That(update.Author, Is.EqualTo("bob"));
            Assert.That(update.Address, Is.EqualTo("ipv4:127.0.0.1:4711"));
            Assert.That(update.TimeMs, Is.EqualTo(Clock.GetUtcNow().ToUnixTimeMilliseconds()));
            Assert.That(update.OldValue, Does.StartWith("v1 {").And.Contain("60000"));
            Assert.That(update.NewValue, Does.StartWith("v2 {").And.Contain("90000"));
            Assert.That(update.Reason, Is.EqualTo("because"));
            Assert.That(update.RequestId, Is.EqualTo("r1"));
            Assert.That(update.Result, Is.EqualTo("done"));
            Assert.That(entries[2].Result, Is.EqualTo("refused: stale etag"));
            Assert.That(entries[2].NewValue, Is.Empty);
            Assert.That(entries[1].NewValue, Is.EqualTo("day v2"));
            Assert.That(entries[0].Result, Has.Length.LessThan(2_100).And.StartsWith("refused: sss"));
        });
    }

    [Test]
    public async Task List_FilteredAndByPages_GivesEachOnce()
    {
        await FillAsync(5);
        await CreateAsync("y", "day");

        Assert.That((await Store.Audit.ListAsync(new AuditFilter("y", "", 0, 10), None)).Single().Sequence, Is.EqualTo(6));
        Assert.That((await Store.Audit.ListAsync(new AuditFilter("", "p3", 0, 10), None)).Single().Sequence, Is.EqualTo(4));
        IReadOnlyList<AuditEntry> page = await Store.Audit.ListAsync(new AuditFilter("", "", 0, 4), None);
        IReadOnlyList<AuditEntry> rest = await Store.Audit.ListAsync(new AuditFilter("", "", page[^1].Sequence, 4), None);
        Assert.That(page.Concat(rest).Select(entry => entry.Sequence), Is.EqualTo(new[] { 6, 5, 4, 3, 2, 1 }));
    }

    [Test]
    public async Task Verify_Untouched_IsWholeOverARestart()
    {
        await FillAsync(3);
        await ReopenAsync();
        await CreateAsync("x", "last");
        AuditVerification verification = await Store.Audit.VerifyAsync(None);

        Assert.That(verification.Rows, Is.EqualTo(4));
        Assert.That(verification.Faults, Is.Empty);
        Assert.That(
            verification.HeadHash,
            Is.EqualTo((await Store.Audit.ListAsync(new AuditFilter("", "", 0, 1), None)).Single().Hash).And.Length.EqualTo(64));
    }

    [Test]
    public async Task Verify_Empty_IsWhole()
    {
        AuditVerification verification = await Store.Audit.VerifyAsync(None);

        Assert.That(verification.Rows, Is.Zero);
        Assert.That(verification.Faults, Is.Empty);
    }

    [TestCase("UPDATE audit SET author = 'eve' WHERE sequence = 3", "Row 3 was changed.")]
    [TestCase("UPDATE audit SET time_ms = time_ms + 1 WHERE sequence = 3", "Row 3 was changed.")]
    [TestCase("UPDATE audit SET author = author || reason, reason = '' WHERE sequence = 3", "Row 3 was changed.")]
    [TestCase("DELETE FROM audit WHERE sequence = 3", "Row 3 was removed.")]
    [TestCase("DELETE FROM audit WHERE sequence IN (2, 3)", "Rows 2 to 3 were removed.")]
    [TestCase("DELETE FROM audit WHERE sequence = 1", "Row 1 was removed.")]
    [TestCase("DELETE FROM audit WHERE sequence >= 4", "Rows 4 to 5 were removed.")]
    [TestCase("DELETE FROM audit", "Rows 1 to 5 were removed.")]
    public async Task Verify_RowChangedOrRemovedByHand_IsFound(string statement, string fault)
    {
        await FillAsync(5);
        await Hand.UnlockAsync(Address, "audit");
        await Hand.RunAsync(Address, statement);

        Assert.That((await Store.Audit.VerifyAsync(None)).Faults, Is.EqualTo(new[] { fault }));
    }

    [Test]
    public async Task Verify_RowChangedWithItsHashMadeAnew_IsFoundAtTheNext()
    {
        await FillAsync(5);
        await Hand.UnlockAsync(Address, "audit");
        await using DatabaseSession session = await DatabaseSession.OpenAsync(Address, None);
        foreach (int sequence in new[] { 3, 5 })
        {
            await session.WriteAsync(
                async database =>
                {
                    AuditRow row = (await database.Audit.FindAsync((long)sequence))!;
                    row.Author = "eve";
                    row.Hash = AuditChain.HashOf(row);
                    return true;
                },
                None);
        }

        Assert.That((await Store.Audit.VerifyAsync(None)).Faults, Is.EqualTo(new[]
        {
            "Row 4 does not continue row 3: one of them was changed.",
            "Row 5 is not the one the chain ended with: it was changed.",
        }));
    }

    [Test]
    public async Task Verify_RowAddedByHand_IsFound()
    {
        await FillAsync(2);
        await Hand.RunAsync(
            Address,
            "INSERT INTO audit SELECT 3, time_ms, author, origin, action, intersection_id, plan_id, old_value, new_value, reason, "
            + "request_id, result, previous_hash, hash FROM audit WHERE sequence = 2");

        Assert.That((await Store.Audit.VerifyAsync(None)).Faults.Single(), Does.StartWith("Row 3 stands after"));
    }

    private async Task FillAsync(int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            await CreateAsync("x", $"p{i}");
        }
    }
}
