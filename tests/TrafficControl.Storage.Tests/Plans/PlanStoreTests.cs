using TrafficControl.Core.Model;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Storage.Tests.Plans;

[TestFixture(DatabaseKind.Memory)]
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class PlanStoreTests : StoreFixture
{
    public PlanStoreTests(DatabaseKind kind)
        : base(kind)
    {
    }

    [Test]
    public async Task Create_New_IsVersionOneWithWhoWhenAndWhy()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        PlanVersion made = await CreateAsync("x", "day");

        Assert.Multiple(() =>
        {
            Assert.That(made.Version, Is.EqualTo(1));
            Assert.That(made.Author, Is.EqualTo("ann"));
            Assert.That(made.Reason, Is.EqualTo("because"));
            Assert.That(made.CreatedMs, Is.EqualTo(Clock.GetUtcNow().ToUnixTimeMilliseconds()));
            Assert.That(made.Plan.MaxRedMs, Is.EqualTo(60_000));
            Assert.That(made.Checksum, Is.EqualTo(TimingPlanFile.Digest(PlanOf("day"))));
        });
    }

    [Test]
    public async Task Create_ThereAlready_IsRefused()
    {
        await CreateAsync("x", "day");
        PlanChange change = await Store.Plans.CreateAsync("x", PlanOf("day", 90_000), By("ann"), None);

        Assert.That(change.Outcome, Is.EqualTo(PlanOutcome.Exists));
        Assert.That((await GetAsync("x", "day")).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Update_WithItsEtag_MakesAVersionAndKeepsTheOldOne()
    {
        PlanVersion first = await CreateAsync("x", "day");
        PlanChange change = await Store.Plans.UpdateAsync("x", PlanOf("day", 90_000), first.Etag, null, By("bob"), None);
        await ReopenIfKeptAsync();

        Assert.That(change, Is.EqualTo(new PlanChange(PlanOutcome.Done, 2)));
        Assert.That((await GetAsync("x", "day")).Plan.MaxRedMs, Is.EqualTo(90_000));
        Assert.That((await GetAsync("x", "day", 1)).Plan.MaxRedMs, Is.EqualTo(60_000));
    }

    [Test]
    public async Task Update_FromAnOlderVersion_IsStale()
    {
        PlanVersion first = await CreateAsync("x", "day");
        await Store.Plans.UpdateAsync("x", PlanOf("day", 90_000), first.Etag, null, By("bob"), None);
        PlanChange late = await Store.Plans.UpdateAsync("x", PlanOf("day", 70_000), first.Etag, null, By("ann"), None);

        Assert.That(late.Outcome, Is.EqualTo(PlanOutcome.Stale));
        Assert.That((await GetAsync("x", "day")).Plan.MaxRedMs, Is.EqualTo(90_000));
    }

    [Test]
    public async Task Update_ManyAtOnceFromOneVersion_OneWins()
    {
        PlanVersion first = await CreateAsync("x", "day");
        PlanChange[] changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            Store.Plans.UpdateAsync("x", PlanOf("day", 70_000 + i), first.Etag, null, By("ann"), None))));

        Assert.That(changes.Count(change => change.Outcome == PlanOutcome.Done), Is.EqualTo(1));
        Assert.That(changes.Count(change => change.Outcome == PlanOutcome.Stale), Is.EqualTo(7));
    }

    [Test]
    public async Task Update_OfThePlanInTheFile_KeepsTheFilesAsVersionOne()
    {
        TimingPlanDefinition inFile = PlanOf("day", 30_000);
        string etag = PlanVersion.OfFile("x", inFile).Etag;
        PlanChange stale = await Store.Plans.UpdateAsync("x", PlanOf("day"), "v0-0000000000000000", inFile, By("ann"), None);
        PlanChange change = await Store.Plans.UpdateAsync("x", PlanOf("day"), etag, inFile, By("ann"), None);

        Assert.That(stale.Outcome, Is.EqualTo(PlanOutcome.Stale));
        Assert.That(change, Is.EqualTo(new PlanChange(PlanOutcome.Done, 2)));
        PlanVersion baseline = await GetAsync("x", "day", 1);
        Assert.That(baseline.Plan.MaxRedMs, Is.EqualTo(30_000));
        Assert.That(baseline.Author, Is.EqualTo(PlanVersion.FileAuthor));
    }

    [Test]
    public async Task Update_Unknown_IsRefused()
    {
        PlanChange change = await Store.Plans.UpdateAsync("x", PlanOf("day"), "v1-0", null, By("ann"), None);

        Assert.That(change.Outcome, Is.EqualTo(PlanOutcome.NoPlan));
    }

    [Test]
    public async Task RollBack_ToAnOlderVersion_MakesANewOneOfItsContent()
    {
        PlanVersion first = await CreateAsync("x", "day");
        await Store.Plans.UpdateAsync("x", PlanOf("day", 90_000), first.Etag, null, By("bob"), None);
        PlanChange change = await Store.Plans.RollBackAsync(first.Key, 1, "", By("ann"), None);

        Assert.That(change, Is.EqualTo(new PlanChange(PlanOutcome.Done, 3)));
        PlanVersion now = await GetAsync("x", "day");
        Assert.That(now.Checksum, Is.EqualTo(first.Checksum));
        Assert.That(now.Etag, Is.Not.EqualTo(first.Etag));
    }

    [TestCase("day", 2, "", PlanOutcome.NoVersion)]
    [TestCase("day", 0, "", PlanOutcome.NoVersion)]
    [TestCase("day", 1, "v9-0000000000000000", PlanOutcome.Stale)]
    [TestCase("night", 1, "", PlanOutcome.NoPlan)]
    public async Task RollBack_Wrong_IsRefused(string plan, int version, string etag, PlanOutcome outcome)
    {
        await CreateAsync("x", "day");
        PlanChange change = await Store.Plans.RollBackAsync(new PlanKey("x", plan), version, etag, By("ann"), None);

        Assert.That(change.Outcome, Is.EqualTo(outcome));
        Assert.That((await GetAsync("x", "day")).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Activate_OneAfterTheOther_RemembersTheLast()
    {
        PlanVersion day = await CreateAsync("x", "day");
        PlanChange first = await Store.Plans.ActivateAsync(new PlanKey("x", "file"), 0, 0, By("ann"), None);
        PlanChange second = await Store.Plans.ActivateAsync(day.Key, 1, 1, By("bob"), None);
        await ReopenIfKeptAsync();

        Assert.That(first.Before, Is.Null);
        Assert.That(second.Before!.Key.PlanId, Is.EqualTo("file"));
        PlanActivation active = (await Store.Queries.ListActivationsAsync(null, None)).Single();
        Assert.That(active, Is.EqualTo(new PlanActivation(day.Key, 1, "bob", "because", active.ActivatedMs)));
        Assert.That(await Store.Queries.ListActivationsAsync(["y"], None), Is.Empty);
    }

    [TestCase("day", 2, PlanOutcome.NoVersion)]
    [TestCase("night", 1, PlanOutcome.NoPlan)]
    public async Task Activate_Wrong_IsRefused(string plan, int version, PlanOutcome outcome)
    {
        await CreateAsync("x", "day");
        PlanChange change = await Store.Plans.ActivateAsync(new PlanKey("x", plan), version, version, By("ann"), None);

        Assert.That(change.Outcome, Is.EqualTo(outcome));
        Assert.That(await Store.Queries.ListActivationsAsync(null, None), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task UndoActivation_AfterAFullMailbox_PutsBackWhatWasAndTakesTheRequestAgain(bool wasActive)
    {
        PlanVersion day = await CreateAsync("x", "day");
        PlanVersion night = await CreateAsync("x", "night");
        if (wasActive)
        {
            await Store.Plans.ActivateAsync(day.Key, 1, 1, By("ann"), None);
        }

        PlanChange change = await Store.Plans.ActivateAsync(night.Key, 1, 1, By("ann", "r1"), None);
        await Store.Plans.UndoActivationAsync(night.Key, change, By("ann", "r1"), "mailbox full");

        Assert.That(
            (await Store.Queries.ListActivationsAsync(null, None)).Select(active => active.Key.PlanId),
            Is.EqualTo(wasActive ? new[] { "day" } : []));
        PlanChange again = await Store.Plans.ActivateAsync(night.Key, 1, 1, By("ann", "r1"), None);
        Assert.That(again.IsRepeat, Is.False);
    }

    [Test]
    public async Task Delete_Active_IsRefusedUntilAnotherRuns()
    {
        PlanVersion day = await CreateAsync("x", "day");
        PlanVersion night = await CreateAsync("x", "night");
        await Store.Plans.ActivateAsync(day.Key, 1, 1, By("ann"), None);
        Assert.That((await Store.Plans.DeleteAsync(day.Key, "", By("ann"), None)).Outcome, Is.EqualTo(PlanOutcome.InUse));

        await Store.Plans.ActivateAsync(night.Key, 1, 1, By("ann"), None);
        Assert.That((await Store.Plans.DeleteAsync(day.Key, day.Etag, By("ann"), None)).Outcome, Is.EqualTo(PlanOutcome.Done));
        Assert.That(await Store.Queries.FindAsync(day.Key, 0, None), Is.Null);
        Assert.That((await GetAsync("x", "day", 1)).Version, Is.EqualTo(1), "versions stay readable");
        Assert.That((await Store.Plans.DeleteAsync(day.Key, "", By("ann"), None)).Outcome, Is.EqualTo(PlanOutcome.NoPlan));
    }

    [Test]
    public async Task Create_AfterADeletion_UsesNoVersionTwice()
    {
        PlanVersion day = await CreateAsync("x", "day");
        await Store.Plans.DeleteAsync(day.Key, "", By("ann"), None);
        PlanVersion again = await CreateAsync("x", "day");

        Assert.That(again.Version, Is.EqualTo(2));
        Assert.That(again.Etag, Is.Not.EqualTo(day.Etag));
    }

    [Test]
    public async Task Delete_StaleEtag_IsRefused()
    {
        PlanVersion day = await CreateAsync("x", "day");

        PlanChange change = await Store.Plans.DeleteAsync(day.Key, "v7-0000000000000000", By("ann"), None);
        Assert.That(change.Outcome, Is.EqualTo(PlanOutcome.Stale));
    }

    [Test]
    public async Task Change_SameRequestTwice_IsCarriedOutOnce()
    {
        PlanChange first = await Store.Plans.CreateAsync("x", PlanOf("day"), By("ann", "r1"), None);
        await ReopenIfKeptAsync();
        PlanChange again = await Store.Plans.CreateAsync("x", PlanOf("day"), By("ann", "r1"), None);
        PlanChange other = await Store.Plans.CreateAsync("x", PlanOf("night"), By("ann", "r1"), None);

        Assert.That(first.IsRepeat, Is.False);
        Assert.That(again, Is.EqualTo(new PlanChange(PlanOutcome.Done, 1, IsRepeat: true)));
        Assert.That(other.Outcome, Is.EqualTo(PlanOutcome.RequestReused));
        Assert.That(await Store.Queries.ListAsync("", null, 10, None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Change_RefusedRequest_MayComeAgain()
    {
        PlanVersion day = await CreateAsync("x", "day");
        await Store.Plans.ActivateAsync(day.Key, 1, 1, By("ann"), None);
        await Store.Plans.DeleteAsync(day.Key, "", By("ann", "r1"), None);
        await Store.Plans.ActivateAsync(new PlanKey("x", "file"), 0, 0, By("ann"), None);

        Assert.That((await Store.Plans.DeleteAsync(day.Key, "", By("ann", "r1"), None)).Outcome, Is.EqualTo(PlanOutcome.Done));
    }

    [Test]
    public async Task List_ByPages_GivesEachCurrentPlanOnceInOrderOfBytes()
    {
        string[] plans = ["B", "a", "b", "é", "中"];
        foreach (string plan in plans.Reverse())
        {
            await CreateAsync("x", plan);
            await CreateAsync("w", plan);
        }

        PlanVersion first = await GetAsync("w", "a");
        await Store.Plans.UpdateAsync("w", PlanOf("a", 90_000), first.Etag, null, By("ann"), None);
        List<string> seen = [];
        PlanKey? after = null;
        while (await Store.Queries.ListAsync("", after, 3, None) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(plan => $"{plan.Key.IntersectionId}/{plan.Key.PlanId}v{plan.Version}"));
            after = page[^1].Key;
        }

        Assert.That(seen, Is.EqualTo(new[]
        {
            "w/Bv1", "w/av2", "w/bv1", "w/év1", "w/中v1", "x/Bv1", "x/av1", "x/bv1", "x/év1", "x/中v1",
        }));
        Assert.That(await Store.Queries.ListAsync("x", null, 100, None), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task ListVersions_ByPages_NewestFirst()
    {
        PlanVersion version = await CreateAsync("x", "day");
        for (int i = 1; i < 4; i++)
        {
            await Store.Plans.UpdateAsync("x", PlanOf("day", 60_000 + i), version.Etag, null, By("ann"), None);
            version = await GetAsync("x", "day");
        }

        IReadOnlyList<PlanVersion> page = await Store.Queries.ListVersionsAsync(version.Key, 0, 3, None);
        IReadOnlyList<PlanVersion> rest = await Store.Queries.ListVersionsAsync(version.Key, page[^1].Version, 3, None);
        Assert.That(page.Concat(rest).Select(v => v.Version), Is.EqualTo(new[] { 4, 3, 2, 1 }));
    }

    private Task ReopenIfKeptAsync() => Address.Kind == DatabaseKind.Memory ? Task.CompletedTask : ReopenAsync();
}
