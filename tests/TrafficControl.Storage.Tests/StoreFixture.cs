using TrafficControl.Core.Model;
using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Databases;
using TrafficControl.Storage.Plans;
using TrafficControl.Testing;

namespace TrafficControl.Storage.Tests;

/// <summary>A store on an empty database of one kind, and what its tests ask of it.</summary>
public abstract class StoreFixture
{
    private readonly DatabaseKind _kind;
    private string _folder = "";

    protected StoreFixture(DatabaseKind kind)
    {
        _kind = kind;
    }

    protected static CancellationToken None => CancellationToken.None;

    private protected ManualClock Clock { get; } = new();

    private protected DatabaseAddress Address { get; private set; } = null!;

    /// <summary>What another process opens the database by.</summary>
    private protected string AddressText { get; private set; } = "";

    private protected TrafficStore Store { get; private set; } = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _folder = Directory.CreateTempSubdirectory("trafficcontrol-storage-").FullName;
        AddressText = await TestDatabase.CreateAsync(_kind, _folder);
        Address = DatabaseAddress.Parse(AddressText);
        Store = await TrafficStore.OpenAsync(Address, Clock, None);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Closes the store and opens it again, as a restart does.</summary>
    private protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await TrafficStore.OpenAsync(Address, Clock, None);
    }

    private protected static ChangeOrigin By(string author, string requestId = "") =>
        new(author, "ipv4:127.0.0.1:4711", "because", requestId);

    private protected static TimingPlanDefinition PlanOf(string id, int maxRedMs = 60_000) => new()
    {
        Id = id,
        Strategy = StrategyKind.MaxPressure,
        MaxRedMs = maxRedMs,
    };

    private protected async Task<PlanVersion> CreateAsync(string intersection, string plan)
    {
        PlanChange change = await Store.Plans.CreateAsync(intersection, PlanOf(plan), By("ann"), None);
        Assert.That(change.Outcome, Is.EqualTo(PlanOutcome.Done));
        return await GetAsync(intersection, plan);
    }

    private protected async Task<PlanVersion> GetAsync(string intersection, string plan, int version = 0)
    {
        PlanVersion? found = await Store.Queries.FindAsync(new PlanKey(intersection, plan), version, None);
        Assert.That(found, Is.Not.Null, $"{intersection} {plan} v{version}");
        return found!;
    }
}
