using Grpc.Core;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage;
using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Plans;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Plans;

/// <summary>Operators' plans. Works on the store, and reaches an engine only through its mailbox.</summary>
internal sealed class PlanManagementService : V1.PlanService.PlanServiceBase
{
    private readonly EngineRegistry _engines;
    private readonly OpenedStore _store;
    private readonly FilePlans _filePlans;
    private readonly PlanActivator _activator;

    public PlanManagementService(EngineRegistry engines, OpenedStore store, FilePlans filePlans, PlanActivator activator)
    {
        _engines = engines;
        _store = store;
        _filePlans = filePlans;
        _activator = activator;
    }

    /// <inheritdoc/>
    public override async Task<V1.CreatePlanResponse> CreatePlan(V1.CreatePlanRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        ChangeOrigin origin = ChangeNotes.Check(request.Note, context);
        TimingPlanDefinition plan = await CheckAsync(store, engine, request.Plan, "plan.create", origin).ConfigureAwait(false);
        PlanKey key = new(engine.Intersection.Id, plan.Id);
        if (FilePlans.Find(engine.Intersection, plan.Id) is not null)
        {
            await RefuseAsync(store, "plan.create", key, origin, "there is a plan of that name in the intersection's file")
                .ConfigureAwait(false);
            throw PlanErrors.Of(PlanOutcome.Exists, key, 0);
        }

        PlanChange change = await store.Plans.CreateAsync(key.IntersectionId, plan, origin, context.CancellationToken)
            .ConfigureAwait(false);
        return new V1.CreatePlanResponse { Plan = await ShowAsync(store, engine, key, change, change.Version).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public override async Task<V1.GetPlanResponse> GetPlan(V1.GetPlanRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        PlanVersion plan = await FindAsync(store, engine, "plan_id", request.PlanId, request.Version).ConfigureAwait(false);
        return new V1.GetPlanResponse { Plan = (await ShowAsync(store, [plan]).ConfigureAwait(false))[0] };
    }

    /// <inheritdoc/>
    public override async Task<V1.ListPlansResponse> ListPlans(V1.ListPlansRequest request, ServerCallContext context)
    {
        int size = PageSizes.Check(request.PageSize);
        PlanKey? after = PlanPage.Parse(request.PageToken);
        if (request.IntersectionId.Length > 0)
        {
            Find(request.IntersectionId);
        }

        // Stored plans stand for those of the same name in a file. One more than wanted tells whether there is a next page.
        TrafficStore store = await _store.GetAsync().ConfigureAwait(false);
        IReadOnlyList<PlanVersion> stored = await store.Queries
            .ListAsync(request.IntersectionId, after, size + 1, context.CancellationToken).ConfigureAwait(false);
        PlanVersion[] plans = [.. stored.Concat(_filePlans.After(after, request.IntersectionId, size + 1 + stored.Count))
            .DistinctBy(plan => plan.Key)
            .OrderBy(plan => plan.Key, Comparer<PlanKey>.Create(PlanPage.Compare))
            .Take(size + 1)];
        bool isLast = plans.Length <= size;
        PlanVersion[] page = isLast ? plans : plans[..size];
        return new V1.ListPlansResponse
        {
            Plans = { await ShowAsync(store, page).ConfigureAwait(false) },
            NextPageToken = isLast ? "" : PlanPage.TokenOf(page[^1].Key),
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ListPlanVersionsResponse> ListPlanVersions(
        V1.ListPlanVersionsRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        int size = PageSizes.Check(request.PageSize);
        PlanKey key = KeyOf(engine, "plan_id", request.PlanId);
        long before = PageSizes.ParseToken(request.PageToken);
        IReadOnlyList<PlanVersion> versions = await store.Queries
            .ListVersionsAsync(key, (int)Math.Min(before, int.MaxValue), size + 1, context.CancellationToken).ConfigureAwait(false);
        if (versions.Count == 0 && before == 0)
        {
            versions = FilePlans.Find(engine.Intersection, key.PlanId) is { } inFile
                ? [PlanVersion.OfFile(key.IntersectionId, inFile)]
                : throw RpcErrors.UnknownPlan(key.PlanId, key.IntersectionId);
        }

        PlanVersion[] page = [.. versions.Take(size)];
        return new V1.ListPlanVersionsResponse
        {
            Versions = { await ShowAsync(store, page).ConfigureAwait(false) },
            NextPageToken = versions.Count <= size ? "" : PageSizes.TokenOf(page[^1].Version),
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.UpdatePlanResponse> UpdatePlan(V1.UpdatePlanRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        ChangeOrigin origin = ChangeNotes.Check(request.Note, context);
        if (request.Etag.Length == 0)
        {
            throw RpcErrors.InvalidArgument("etag is empty; send that of the version the change was made from, as GetPlan gives it.");
        }

        TimingPlanDefinition plan = await CheckAsync(store, engine, request.Plan, "plan.update", origin).ConfigureAwait(false);
        PlanKey key = new(engine.Intersection.Id, plan.Id);
        PlanChange change = await store.Plans.UpdateAsync(
            key.IntersectionId, plan, request.Etag, FilePlans.Find(engine.Intersection, plan.Id), origin, context.CancellationToken)
            .ConfigureAwait(false);
        return new V1.UpdatePlanResponse { Plan = await ShowAsync(store, engine, key, change, change.Version).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public override Task<V1.ValidatePlanResponse> ValidatePlan(V1.ValidatePlanRequest request, ServerCallContext context)
    {
        IntersectionEngine engine = Find(request.IntersectionId);
        return Task.FromResult(new V1.ValidatePlanResponse
        {
            Faults =
            {
                FaultsOf(engine, Given(request.Plan))
                    .Select(fault => new V1.PlanFault { Path = fault.Path, Message = fault.Message }),
            },
        });
    }

    /// <inheritdoc/>
    public override async Task<V1.DiffPlansResponse> DiffPlans(V1.DiffPlansRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        PlanVersion from = await FindAsync(store, engine, "from_plan_id", request.FromPlanId, request.FromVersion)
            .ConfigureAwait(false);
        PlanVersion to = await FindAsync(store, engine, "to_plan_id", request.ToPlanId, request.ToVersion).ConfigureAwait(false);
        return new V1.DiffPlansResponse { Differences = { PlanDiff.Of(from.Plan, to.Plan) } };
    }

    /// <inheritdoc/>
    public override async Task<V1.ActivatePlanResponse> ActivatePlan(V1.ActivatePlanRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        ChangeOrigin origin = ChangeNotes.Check(request.Note, context);
        PlanVersion plan = await FindAsync(store, engine, "plan_id", request.PlanId, request.Version).ConfigureAwait(false);

        // The intersection's file may have changed since the plan was made.
        await RefuseFaultsAsync(store, engine, plan.Plan, "plan.activate", origin).ConfigureAwait(false);
        PlanChange change = await _activator.ActivateAsync(
            store, engine, engine.Intersection.CompilePlan(plan.Plan), plan.Version, request.Version, origin,
            context.CancellationToken)
            .ConfigureAwait(false);
        return new V1.ActivatePlanResponse
        {
            Plan = await ShowAsync(store, engine, plan.Key, change, plan.Version).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.RollBackPlanResponse> RollBackPlan(V1.RollBackPlanRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        ChangeOrigin origin = ChangeNotes.Check(request.Note, context);
        if (request.Version < 1)
        {
            throw RpcErrors.InvalidArgument($"version is {request.Version}; name an older version, from 1.");
        }

        PlanKey key = KeyOf(engine, "plan_id", request.PlanId);
        if (await store.Queries.FindAsync(key, request.Version, context.CancellationToken).ConfigureAwait(false) is { } older)
        {
            await RefuseFaultsAsync(store, engine, older.Plan, "plan.roll-back", origin).ConfigureAwait(false);
        }

        PlanChange change = await store.Plans
            .RollBackAsync(key, request.Version, request.Etag, origin, context.CancellationToken).ConfigureAwait(false);
        int shown = change.Outcome == PlanOutcome.Done ? change.Version : request.Version;
        return new V1.RollBackPlanResponse { Plan = await ShowAsync(store, engine, key, change, shown).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public override async Task<V1.DeletePlanResponse> DeletePlan(V1.DeletePlanRequest request, ServerCallContext context)
    {
        (TrafficStore store, IntersectionEngine engine) = await OpenAsync(request.IntersectionId).ConfigureAwait(false);
        ChangeOrigin origin = ChangeNotes.Check(request.Note, context);
        PlanKey key = KeyOf(engine, "plan_id", request.PlanId);
        PlanChange change = await store.Plans.DeleteAsync(key, request.Etag, origin, context.CancellationToken)
            .ConfigureAwait(false);
        ThrowIfRefused(engine, key, change, 0);
        return new V1.DeletePlanResponse();
    }

    private static TimingPlanDefinition Given(V1.TimingPlan? plan) => plan is null
        ? throw RpcErrors.InvalidArgument("plan is absent; send the timing plan.")
        : IntersectionMapper.FromMessage(plan);

    private static IReadOnlyList<ModelFault> FaultsOf(IntersectionEngine engine, TimingPlanDefinition plan) =>
        IntersectionValidator.ValidatePlan(engine.Intersection.Definition, plan);

    private static PlanKey KeyOf(IntersectionEngine engine, string field, string planId) => planId.Length == 0
        ? throw RpcErrors.InvalidArgument($"{field} is empty; name a plan, as ListPlans gives it.")
        : new PlanKey(engine.Intersection.Id, planId);

    private static async Task<PlanVersion> FindAsync(
        TrafficStore store, IntersectionEngine engine, string field, string planId, int version)
    {
        PlanKey key = KeyOf(engine, field, planId);
        if (version < 0)
        {
            throw RpcErrors.InvalidArgument($"version is {version}; name one from 1, or 0 for the current one.");
        }

        PlanVersion? stored = await store.Queries.FindAsync(key, version, CancellationToken.None).ConfigureAwait(false);
        if (stored is not null)
        {
            return stored;
        }

        TimingPlanDefinition? inFile = version == 0 ? FilePlans.Find(engine.Intersection, planId) : null;
        return inFile is not null ? PlanVersion.OfFile(key.IntersectionId, inFile)
            : version == 0 ? throw RpcErrors.UnknownPlan(planId, key.IntersectionId)
            : throw PlanErrors.UnknownVersion(key, version);
    }

    private static async Task<TimingPlanDefinition> CheckAsync(
        TrafficStore store, IntersectionEngine engine, V1.TimingPlan? message, string action, ChangeOrigin origin)
    {
        TimingPlanDefinition plan = Given(message);
        await RefuseFaultsAsync(store, engine, plan, action, origin).ConfigureAwait(false);
        return plan;
    }

    private static async Task RefuseFaultsAsync(
        TrafficStore store, IntersectionEngine engine, TimingPlanDefinition plan, string action, ChangeOrigin origin)
    {
        IReadOnlyList<ModelFault> faults = FaultsOf(engine, plan);
        if (faults.Count > 0)
        {
            string text = PlanErrors.Text(faults);

            // An identifier that is none does not go into a table.
            bool isNamed = !faults.Any(fault => fault.Path == "id");
            PlanKey key = new(engine.Intersection.Id, isNamed ? plan.Id : "");
            await RefuseAsync(store, action, key, origin, text).ConfigureAwait(false);
            throw RpcErrors.InvalidArgument($"plan does not suit intersection '{engine.Intersection.Id}': {text}");
        }
    }

    private static Task RefuseAsync(TrafficStore store, string action, PlanKey key, ChangeOrigin origin, string why) =>
        store.Audit.RecordRefusalAsync(origin, action, key.IntersectionId, key.PlanId, why, CancellationToken.None);

    private static void ThrowIfRefused(IntersectionEngine engine, PlanKey key, PlanChange change, int version)
    {
        if (change.Outcome == PlanOutcome.NoPlan && FilePlans.Find(engine.Intersection, key.PlanId) is not null)
        {
            throw PlanErrors.OnlyInFile(key);
        }

        if (change.Outcome != PlanOutcome.Done)
        {
            throw PlanErrors.Of(change.Outcome, key, version);
        }
    }

    private async Task<V1.PlanVersion> ShowAsync(
        TrafficStore store, IntersectionEngine engine, PlanKey key, PlanChange change, int version)
    {
        ThrowIfRefused(engine, key, change, version);
        PlanVersion plan = change.Version > 0
            ? (await store.Queries.FindAsync(key, change.Version, CancellationToken.None).ConfigureAwait(false))!
            : PlanVersion.OfFile(key.IntersectionId, FilePlans.Find(engine.Intersection, key.PlanId)!);
        return (await ShowAsync(store, [plan]).ConfigureAwait(false))[0];
    }

    private async Task<V1.PlanVersion[]> ShowAsync(TrafficStore store, PlanVersion[] plans)
    {
        string[] intersections = [.. plans.Select(plan => plan.Key.IntersectionId).Distinct(StringComparer.Ordinal)];
        Dictionary<string, PlanActivation> active =
            (await store.Queries.ListActivationsAsync(intersections, CancellationToken.None).ConfigureAwait(false))
            .ToDictionary(activation => activation.Key.IntersectionId, StringComparer.Ordinal);
        return Array.ConvertAll(plans, plan => PlanMapper.ToMessage(plan, IsActive(plan, active)));
    }

    /// <summary>Until something is activated, an intersection runs the default plan of its file.</summary>
    private bool IsActive(PlanVersion plan, Dictionary<string, PlanActivation> active) =>
        active.TryGetValue(plan.Key.IntersectionId, out PlanActivation? activation)
            ? activation.Key == plan.Key && activation.Version == plan.Version
            : plan.Version == 0 && _engines.Find(plan.Key.IntersectionId)?.Intersection.DefaultPlan.Definition.Id == plan.Key.PlanId;

    private async Task<(TrafficStore Store, IntersectionEngine Engine)> OpenAsync(string intersectionId)
    {
        IntersectionEngine engine = Find(intersectionId);
        return (await _store.GetAsync().ConfigureAwait(false), engine);
    }

    private IntersectionEngine Find(string id) => id.Length == 0
        ? throw RpcErrors.InvalidArgument("intersection_id is empty; name an intersection.")
        : _engines.Find(id) ?? throw RpcErrors.UnknownIntersection("intersection_id", id);
}
