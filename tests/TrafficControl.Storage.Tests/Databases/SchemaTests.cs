using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Storage.Tests.Databases;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class SchemaTests : StoreFixture
{
    public SchemaTests(DatabaseKind kind)
        : base(kind)
    {
    }

    [Test]
    public async Task Tables_HaveExactlyTheColumnsOfTheModel()
    {
        await using DatabaseSession session = await DatabaseSession.OpenAsync(Address, None);
        await session.ReadAsync(
            async database =>
            {
                await database.Database.OpenConnectionAsync();
                foreach (IEntityType type in database.Model.GetEntityTypes())
                {
                    await using DbCommand command = database.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The table's name is the model's own.
                    command.CommandText = $"SELECT * FROM {type.GetTableName()}";
#pragma warning restore CA2100
                    await using DbDataReader reader = await command.ExecuteReaderAsync();
                    Assert.That(
                        Enumerable.Range(0, reader.FieldCount).Select(reader.GetName),
                        Is.EquivalentTo(type.GetProperties().Select(property => property.GetColumnName())), type.GetTableName());
                }

                return true;
            },
            None);
    }

    [Test]
    public async Task Open_TwiceAtOnce_UpgradesOnce()
    {
        TrafficStore[] stores = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => TrafficStore.OpenAsync(Address, Clock, None))));

        await CreateAsync("x", "day");
        Assert.That(await stores[3].Queries.FindAsync(new PlanKey("x", "day"), 0, None), Is.Not.Null);
        foreach (TrafficStore store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task Open_NewerSchema_SaysSo()
    {
        await Hand.RunAsync(Address, "INSERT INTO schema_version (version) VALUES (99)");

        StorageException? exception =
            await Assert.ThrowsAsync<StorageException>(async () => await TrafficStore.OpenAsync(Address, Clock, None));
        Assert.That(exception!.Message, Does.Contain("version 99").And.Contain("newer"));
    }

    [Test]
    public async Task Upgrade_StepThatFails_LeavesTheVersionBefore()
    {
        await CreateAsync("x", "day");
        IReadOnlyList<string[]> known = SchemaSteps.For(Address.Kind);
        Assert.That(
            async () => await UpgradeAsync([.. known, ["CREATE TABLE later (id INTEGER)"], ["CREATE TABLE later (id INTEGER)"]]),
            Throws.InstanceOf<DbException>());
        await UpgradeAsync([.. known, ["CREATE TABLE later (id INTEGER)"]]);
        await UpgradeAsync([.. known, ["CREATE TABLE later (id INTEGER)"], ["DROP TABLE later"]]);

        Assert.That((await GetAsync("x", "day")).Version, Is.EqualTo(1), "rows stay");
    }

    [TestCase("UPDATE plan_versions SET document = ''")]
    [TestCase("DELETE FROM plan_versions")]
    [TestCase("UPDATE audit SET author = 'eve'")]
    [TestCase("DELETE FROM audit")]
    public async Task Rows_ThatMayNotChange_AreKeptByTheDatabaseItself(string statement)
    {
        await CreateAsync("x", "day");

        Assert.That(
            async () => await Hand.RunAsync(Address, statement),
            Throws.InstanceOf<DbException>().With.Message.Contains("append-only"));
    }

    [Test]
    public async Task Find_ContentChangedByHand_IsRefused()
    {
        await CreateAsync("x", "day");
        await Hand.UnlockAsync(Address, "plan_versions");
        await Hand.RunAsync(Address, "UPDATE plan_versions SET document = replace(document, '60000', '90000')");

        StorageException? exception = await Assert.ThrowsAsync<StorageException>(() => GetAsync("x", "day"));
        Assert.That(exception!.Message, Does.Contain("'day'").And.Contain("checksum"));
    }

    private async Task UpgradeAsync(IReadOnlyList<string[]> steps)
    {
        DbContextOptionsBuilder<TrafficDatabase> options = new();
        if (Address.Kind == DatabaseKind.PostgreSql)
        {
            options.UseNpgsql(Address.ConnectionString);
        }
        else
        {
            options.UseSqlite(Address.ConnectionString);
        }

        await using TrafficDatabase database = new(options.Options);
        await SchemaUpgrade.RunAsync(database, Address.Kind, steps, None);
    }
}
