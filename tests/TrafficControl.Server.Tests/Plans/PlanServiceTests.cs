using Grpc.Core;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.Tests.ControllerLink;
using TrafficControl.Server.Tests.Hosting;
using TrafficControl.Testing;

namespace TrafficControl.Server.Tests.Plans;

[TestFixture]
public sealed class PlanServiceTests
{
    private const string Id = "two-stage";

    private ServerUnderTest _server = null!;
    private PlanService.PlanServiceClient _client = null!;
    private AuditService.AuditServiceClient _audit = null!;

    [SetUp]
    public Task SetUp() => StartAsync("");

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    private static readonly Action<PlanService.PlanServiceClient>[] Nowhere =
    [
        client => client.CreatePlan(new CreatePlanRequest { IntersectionId = "nowhere", Plan = Day(), Note = Note() }),
        client => client.GetPlan(new GetPlanRequest { IntersectionId = "nowhere", PlanId = "day" }),
        client => client.ListPlans(new ListPlansRequest { IntersectionId = "nowhere" }),
        client => client.ListPlanVersions(new ListPlanVersionsRequest { IntersectionId = "nowhere", PlanId = "day" }),
        client => client.UpdatePlan(new UpdatePlanRequest { IntersectionId = "nowhere", Plan = Day(), Etag = "x", Note = Note() }),
        client => client.ValidatePlan(new ValidatePlanRequest { IntersectionId = "nowhere", Plan = Day() }),
        client => client.DiffPlans(new DiffPlansRequest { IntersectionId = "nowhere", FromPlanId = "a", ToPlanId = "b" }),
        client => client.ActivatePlan(new ActivatePlanRequest { IntersectionId = "nowhere", PlanId = "day", Note = Note() }),
        client => client.RollBackPlan(new RollBackPlanRequest { IntersectionId = "nowhere", PlanId = "d", Version = 1, Note = Note() }),
        client => client.DeletePlan(new DeletePlanRequest { IntersectionId = "nowhere", PlanId = "day", Note = Note() }),
    ];

    [Test]
    public void EachCall_UnknownIntersection_IsNotFound()
    {
        Assert.Multiple(() =>
        {
            foreach (Action<PlanService.PlanServiceClient> call in Nowhere)
            {
                AssertRefused(() => call(_client), StatusCode.NotFound, "intersection_id: there is no intersection 'nowhere'");
            }
        });
    }

    [Test]
    public void EachCall_UnknownPlan_IsNotFound()
    {
        AssertRefused(() => Get("day"), StatusCode.NotFound, "plan_id: intersection 'two-stage' has no plan 'day'");
        AssertRefused(() => Get("fixed", 7), StatusCode.NotFound, "version: plan 'fixed' has no version 7");
        AssertRefused(() => Update(Day(), "v1-0"), StatusCode.NotFound, "plan_id");
        AssertRefused(() => Activate("day"), StatusCode.NotFound, "plan_id");
        AssertRefused(() => RollBack("day", 1), StatusCode.NotFound, "plan_id");
        AssertRefused(() => Delete("day"), StatusCode.NotFound, "plan_id");
        AssertRefused(
            () => _client.ListPlanVersions(new ListPlanVersionsRequest { IntersectionId = Id, PlanId = "day" }),
            StatusCode.NotFound, "plan_id");
    }

    [Test]
    public void EachCall_FieldMissingOrWrong_IsNamed()
    {
        Assert.Multiple(() =>
        {
            AssertRefused(() => Create(Day(), Note(author: " ")), StatusCode.InvalidArgument, "note.author");
            AssertRefused(() => Create(Day(), Note(author: "a\nb")), StatusCode.InvalidArgument, "note.author");
            AssertRefused(() => Create(Day(), Note(reason: "")), StatusCode.InvalidArgument, "note.reason");
            AssertRefused(() => Create(Day(), Note(reason: new string('r', 1_001))), StatusCode.InvalidArgument, "note.reason");
            AssertRefused(() => Create(Day(), Note(request: new string('r', 129))), StatusCode.InvalidArgument, "note.request_id");
            AssertRefused(() => Create(null, Note()), StatusCode.InvalidArgument, "plan is absent");
            AssertRefused(() => Update(Day(), ""), StatusCode.InvalidArgument, "etag is empty");
            AssertRefused(() => Get(""), StatusCode.InvalidArgument, "plan_id is empty");
            AssertRefused(() => Get("fixed", -1), StatusCode.InvalidArgument, "version is -1");
            AssertRefused(() => RollBack("fixed", 0), StatusCode.InvalidArgument, "version is 0");
            AssertRefused(() => _client.ListPlans(new ListPlansRequest { PageSize = 1_001 }), StatusCode.InvalidArgument, "page_size");
            AssertRefused(() => _client.ListPlans(new ListPlansRequest { PageToken = "x" }), StatusCode.InvalidArgument, "page_token");
            AssertRefused(
                () => _audit.ListAuditEntries(new ListAuditEntriesRequest { PageToken = "-1" }), StatusCode.InvalidArgument, "page_token");
        });
    }

    [Test]
    public void Create_UnsafePlan_NamesEveryRuleAndIsInTheAudit()
    {
        TimingPlan plan = Day();
        plan.CycleMs = 61_000;
        plan.Splits[1].DurationMs = 2_000;
        plan.MaxRedMs = 1;
        RpcException exception = AssertRefused(() => Create(plan), StatusCode.InvalidArgument, "plan does not suit");
        ValidatePlanResponse dryRun = _client.ValidatePlan(new ValidatePlanRequest { IntersectionId = Id, Plan = plan });

        Assert.That(dryRun.Faults, Has.Count.AtLeast(3));
        foreach (PlanFault fault in dryRun.Faults)
        {
            Assert.That(exception.Status.Detail, Does.Contain($"{fault.Path}: {fault.Message}"));
        }

        AuditEntry entry = Audit()[0];
        Assert.That(entry.Action, Is.EqualTo("plan.create"));
        Assert.That(entry.Result, Does.StartWith("refused: ").And.Contain("maxRedMs"));
        AssertRefused(() => Get("day"), StatusCode.NotFound, "plan_id");
    }

    [Test]
    public void Create_NameInTheFileOrTaken_AlreadyExists()
    {
        Create(Day());
        TimingPlan fixedPlan = Day();
        fixedPlan.Id = "fixed";

        AssertRefused(() => Create(Day()), StatusCode.AlreadyExists, "plan.id");
        AssertRefused(() => Create(fixedPlan), StatusCode.AlreadyExists, "plan.id");
    }

    [Test]
    public void Update_ThenRollBack_MakesVersionsAndStaleEtagsAreAborted()
    {
        PlanVersion first = Create(Day());
        TimingPlan longer = Day(35_000);
        PlanVersion second = Update(longer, first.Etag);
        AssertRefused(() => Update(Day(40_000), first.Etag), StatusCode.Aborted, "etag");
        PlanVersion third = RollBack("day", 1);

        Assert.That(new[] { first.Version, second.Version, third.Version }, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(third.Checksum, Is.EqualTo(first.Checksum));
        Assert.That(Get("day", 2).Plan, Is.EqualTo(longer));
        DiffPlansResponse diff = _client.DiffPlans(new DiffPlansRequest
        {
            IntersectionId = Id,
            FromPlanId = "day",
            FromVersion = 1,
            ToPlanId = "day",
            ToVersion = 2,
        });
        Assert.That(diff.Differences.Select(d => $"{d.Path}: {d.From} -> {d.To}"), Is.EqualTo(new[]
        {
            "splits[0]: S1 30000 ms -> S1 35000 ms", "splits[1]: S2 30000 ms -> S2 25000 ms",
        }));
        ListPlanVersionsResponse page = _client.ListPlanVersions(
            new ListPlanVersionsRequest { IntersectionId = Id, PlanId = "day", PageSize = 2 });
        ListPlanVersionsResponse rest = _client.ListPlanVersions(
            new ListPlanVersionsRequest { IntersectionId = Id, PlanId = "day", PageSize = 2, PageToken = page.NextPageToken });
        Assert.That(page.Versions.Concat(rest.Versions).Select(v => v.Version), Is.EqualTo(new[] { 3, 2, 1 }));
        Assert.That(rest.NextPageToken, Is.Empty);
    }

    [Test]
    public void Update_PlanOfTheFile_KeepsTheFilesAsVersionOne()
    {
        PlanVersion inFile = Get("fixed");
        TimingPlan changed = inFile.Plan.Clone();
        changed.OffsetMs = 5_000;
        PlanVersion made = Update(changed, inFile.Etag);

        Assert.That(inFile.Version, Is.Zero);
        Assert.That(inFile.Active, Is.True, "the default plan of the file runs until something is activated");
        Assert.That(made.Version, Is.EqualTo(2));
        Assert.That(Get("fixed", 1).Checksum, Is.EqualTo(inFile.Checksum));
        Delete("fixed");
        Assert.That(Get("fixed").Version, Is.Zero, "as in the file again");
        AssertRefused(() => Delete("fixed"), StatusCode.FailedPrecondition, "plan_id");
    }

    [Test]
    public void List_ByPages_ShowsStoredAndFilePlansOnceInOrder()
    {
        Create(Day());
        List<string> seen = [];
        string token = "";
        do
        {
            ListPlansResponse page = _client.ListPlans(new ListPlansRequest { PageSize = 2, PageToken = token });
            seen.AddRange(page.Plans.Select(plan => $"{plan.IntersectionId}/{plan.Plan.Id}"));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        string[] expected =
        [
            .. IntersectionSamples.NemaEightPhase().Plans.Select(plan => $"nema-eight/{plan.Id}"),
            .. IntersectionSamples.TwoStage().Plans.Select(plan => $"two-stage/{plan.Id}"), "two-stage/day",
        ];
        Array.Sort(expected, StringComparer.Ordinal);
        Assert.That(seen, Is.EqualTo(expected));
        ListPlansResponse filtered = _client.ListPlans(new ListPlansRequest { IntersectionId = Id });
        Assert.That(filtered.Plans.Select(plan => plan.IntersectionId), Has.All.EqualTo(Id));
    }

    [Test]
    public async Task Activate_Stored_RunsFromTheNextCycleOnAndCannotBeDeleted()
    {
        Create(Day(35_000));
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf(Id));
        await link.ExchangeAsync(58_000);
        PlanVersion active = Activate("day");
        await link.ExchangeAsync(59_000);
        Assert.That(Running(), Is.EqualTo("fixed"), "a plan takes effect at the next legal point");

        await link.ExchangeAsync(60_000);
        await link.ExchangeAsync(61_000);
        Assert.That(Running(), Is.EqualTo("day"));
        Assert.That(active.Active, Is.True);
        AssertRefused(() => Delete("day"), StatusCode.FailedPrecondition, "plan_id");
    }

    [Test]
    public void Activate_MailboxFull_ChangesNothing()
    {
        Create(Day());
        for (int i = 0; i < 256; i++)
        {
            Assert.That(_server.Engines.Find(Id)!.TryClearBreach(), Is.True);
        }

        AssertRefused(() => Activate("day", request: "r1"), StatusCode.ResourceExhausted, "The intersection's mailbox is full");
        Assert.That(Get("day").Active, Is.False);
        Assert.That(Audit()[0].Result, Is.EqualTo("refused: mailbox full"));
    }

    [Test]
    public void Change_SameRequestTwice_IsCarriedOutOnce()
    {
        PlanVersion first = Create(Day(), Note(request: "r1"));
        PlanVersion again = Create(Day(), Note(request: "r1"));
        AssertRefused(() => Create(Day(35_000), Note(request: "r1")), StatusCode.InvalidArgument, "note.request_id");
        Activate("day", request: "r2");
        Update(Day(35_000), first.Etag);
        Assert.That(Activate("day", request: "r2").Version, Is.EqualTo(1), "what was activated, not what is current");

        Assert.That(again, Is.EqualTo(first));
        Assert.That(Audit().Count(entry => entry is { Action: "plan.activate" }), Is.EqualTo(1));
    }

    [Test]
    public async Task Restart_OnAFile_RunsWhatWasActiveFromTheStart()
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-plans-").FullName;
        string database = Path.Combine(folder, "street.db");
        await RestartAsync(database);
        PlanVersion first = Create(Day(35_000));
        Activate("day");
        Update(Day(40_000), first.Etag);
        await RestartAsync(database);

        Assert.That(Running(), Is.EqualTo("day"));
        Assert.That(
            _server.Engines.Find(Id)!.Snapshot.Plan.Definition.Splits[0].DurationMs, Is.EqualTo(35_000), "the version activated");
        Assert.That(_audit.VerifyAudit(new VerifyAuditRequest()).Faults, Is.Empty);
        Assert.That(Audit().Select(entry => entry.Action), Is.EqualTo(new[] { "plan.update", "plan.activate", "plan.create" }));
        Assert.That(Audit()[0].Address, Does.Contain("127.0.0.1"));
        await RestartAsync("");
        Assert.That(Running(), Is.EqualTo("fixed"), "in memory nothing is kept");
        Directory.Delete(folder, recursive: true);
    }

    private static TimingPlan Day(int mainMs = 30_000)
    {
        TimingPlan plan = IntersectionMapper.ToMessage(IntersectionSamples.TwoStage().Plans[0]);
        plan.Id = "day";
        plan.Splits[0].DurationMs = mainMs;
        plan.Splits[1].DurationMs = 60_000 - mainMs;
        return plan;
    }

    private static ChangeNote Note(string author = "ann", string reason = "because", string request = "") =>
        new() { Author = author, Reason = reason, RequestId = request };

    private static RpcException AssertRefused(Action call, StatusCode code, string detail)
    {
        RpcException? exception = Assert.Throws<RpcException>(() => call());
        Assert.That(exception!.StatusCode, Is.EqualTo(code), exception.Status.Detail);
        Assert.That(exception.Status.Detail, Does.StartWith(detail));
        return exception;
    }

    private PlanVersion Create(TimingPlan? plan, ChangeNote? note = null) =>
        _client.CreatePlan(new CreatePlanRequest { IntersectionId = Id, Plan = plan, Note = note ?? Note() }).Plan;

    private PlanVersion Get(string plan, int version = 0) =>
        _client.GetPlan(new GetPlanRequest { IntersectionId = Id, PlanId = plan, Version = version }).Plan;

    private PlanVersion Update(TimingPlan plan, string etag) =>
        _client.UpdatePlan(new UpdatePlanRequest { IntersectionId = Id, Plan = plan, Etag = etag, Note = Note() }).Plan;

    private PlanVersion Activate(string plan, string request = "") => _client.ActivatePlan(
        new ActivatePlanRequest { IntersectionId = Id, PlanId = plan, Note = Note(request: request) }).Plan;

    private PlanVersion RollBack(string plan, int version) => _client.RollBackPlan(
        new RollBackPlanRequest { IntersectionId = Id, PlanId = plan, Version = version, Note = Note() }).Plan;

    private void Delete(string plan) =>
        _client.DeletePlan(new DeletePlanRequest { IntersectionId = Id, PlanId = plan, Note = Note() });

    private AuditEntry[] Audit() => [.. _audit.ListAuditEntries(new ListAuditEntriesRequest()).Entries];

    private string Running() => _server.Engines.Find(Id)!.Snapshot.Plan.Definition.Id;

    private async Task RestartAsync(string database)
    {
        await _server.DisposeAsync();
        await StartAsync(database);
    }

    private async Task StartAsync(string database)
    {
        _server = await ServerUnderTest.StartAsync(database);
        _client = new PlanService.PlanServiceClient(_server.Channel);
        _audit = new AuditService.AuditServiceClient(_server.Channel);
    }
}
