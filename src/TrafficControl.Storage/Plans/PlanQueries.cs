using Microsoft.EntityFrameworkCore;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Plans;

/// <summary>Reads plans and what intersections are to run. Safe for any thread.</summary>
public sealed class PlanQueries
{
    private readonly DatabaseSession _session;

    internal PlanQueries(DatabaseSession session)
    {
        _session = session;
    }

    /// <summary>Finds a version of a plan; null when there is none.</summary>
    /// <param name="key">The plan.</param>
    /// <param name="version">The version; 0: the current one, unless the plan was deleted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be reached, or the row was changed by hand.</exception>
    public Task<PlanVersion?> FindAsync(PlanKey key, int version, CancellationToken cancellation) =>
        _session.ReadAsync(
            async database =>
            {
                PlanRow? row = version == 0 ? await PlanRows.FindRowAsync(database, key).ConfigureAwait(false) : null;
                if (version == 0 && row is null or { IsDeleted: true })
                {
                    return null;
                }

                int wanted = row?.Version ?? version;
                PlanVersionRow? found = await PlanRows.VersionsOf(database, key).SingleOrDefaultAsync(v => v.Version == wanted, cancellation)
                    .ConfigureAwait(false);
                return found is null ? null : PlanRows.ToVersion(found);
            },
            cancellation);

    /// <summary>Lists the current versions of plans, by intersection and plan, in the order of their bytes.</summary>
    /// <param name="intersectionId">Only this intersection's; empty: of all.</param>
    /// <param name="after">Only those after this one; null: from the first on.</param>
    /// <param name="size">Most plans, 1 or more.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be reached, or a row was changed by hand.</exception>
    public Task<IReadOnlyList<PlanVersion>> ListAsync(
        string intersectionId, PlanKey? after, int size, CancellationToken cancellation) =>
        _session.ReadAsync<IReadOnlyList<PlanVersion>>(
            async database =>
            {
                IQueryable<PlanRow> plans = database.Plans.Where(row => !row.IsDeleted);
                plans = intersectionId.Length > 0 ? plans.Where(row => row.IntersectionId == intersectionId) : plans;
                if (after is { } key)
                {
                    plans = plans.Where(row => string.Compare(row.IntersectionId, key.IntersectionId) > 0
                        || (row.IntersectionId == key.IntersectionId && string.Compare(row.PlanId, key.PlanId) > 0));
                }

                PlanVersionRow[] rows = await plans
                    .OrderBy(row => row.IntersectionId).ThenBy(row => row.PlanId).Take(size)
                    .Join(
                        database.PlanVersions,
                        plan => new { plan.IntersectionId, plan.PlanId, plan.Version },
                        version => new { version.IntersectionId, version.PlanId, version.Version },
                        (_, version) => version)
                    .OrderBy(row => row.IntersectionId).ThenBy(row => row.PlanId)
                    .ToArrayAsync(cancellation).ConfigureAwait(false);
                return Array.ConvertAll(rows, PlanRows.ToVersion);
            },
            cancellation);

    /// <summary>Lists the versions of a plan, newest first; empty when there are none.</summary>
    /// <param name="key">The plan; a deleted one's are listed too.</param>
    /// <param name="before">Only those with a smaller number; 0: from the newest on.</param>
    /// <param name="size">Most versions, 1 or more.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be reached, or a row was changed by hand.</exception>
    public Task<IReadOnlyList<PlanVersion>> ListVersionsAsync(
        PlanKey key, int before, int size, CancellationToken cancellation) =>
        _session.ReadAsync<IReadOnlyList<PlanVersion>>(
            async database =>
            {
                PlanVersionRow[] rows = await PlanRows.VersionsOf(database, key)
                    .Where(row => before == 0 || row.Version < before)
                    .OrderByDescending(row => row.Version).Take(size).ToArrayAsync(cancellation).ConfigureAwait(false);
                return Array.ConvertAll(rows, PlanRows.ToVersion);
            },
            cancellation);

    /// <summary>What intersections are to run; those that nothing was activated for are not in it.</summary>
    /// <param name="intersectionIds">The intersections; null: all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public Task<IReadOnlyList<PlanActivation>> ListActivationsAsync(
        IReadOnlyCollection<string>? intersectionIds, CancellationToken cancellation) =>
        _session.ReadAsync<IReadOnlyList<PlanActivation>>(
            async database =>
            {
                IQueryable<ActivationRow> rows = intersectionIds is null
                    ? database.Activations
                    : database.Activations.Where(row => intersectionIds.Contains(row.IntersectionId));
                ActivationRow[] active = await rows.OrderBy(row => row.IntersectionId).ToArrayAsync(cancellation)
                    .ConfigureAwait(false);
                return Array.ConvertAll(active, PlanRows.ToActivation);
            },
            cancellation);
}
