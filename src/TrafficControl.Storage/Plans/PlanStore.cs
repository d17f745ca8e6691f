using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TrafficControl.Core.Model;
using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Plans;

/// <summary>
/// Changes plans: each change is one transaction with its line in the audit, on the disk when the call returns. Refused
/// changes leave a line too. Whether a plan is safe is for the caller to see before. Safe for any thread.
/// </summary>
public sealed class PlanStore
{
    /// <summary>Most plans of one intersection, those of its file not counted.</summary>
    public const int MaxPlansPerIntersection = 1_000;

    private readonly DatabaseSession _session;
    private readonly TimeProvider _time;

    internal PlanStore(DatabaseSession session, TimeProvider time)
    {
        _session = session;
        _time = time;
    }

    /// <summary>Makes a new plan. Refusals: Exists, TooMany, RequestReused.</summary>
    /// <param name="intersectionId">Its intersection.</param>
    /// <param name="plan">Its content; one of that identifier must not be in the intersection's file.</param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="StorageException">The database cannot be reached, and nothing is changed.</exception>
    public Task<PlanChange> CreateAsync(
        string intersectionId, TimingPlanDefinition plan, ChangeOrigin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PlanKey key = new(intersectionId, plan.Id);
        string document = PlanRows.DocumentOf(plan);
        return ChangeAsync("plan.create", key, origin, [document], async database =>
        {
            PlanRow? row = await PlanRows.FindRowAsync(database, key).ConfigureAwait(false);
            if (row is { IsDeleted: false })
            {
                return PlanEdit.Refused(PlanOutcome.Exists);
            }

            int count = await database.Plans.CountAsync(other => other.IntersectionId == intersectionId && !other.IsDeleted)
                .ConfigureAwait(false);
            return count >= MaxPlansPerIntersection
                ? PlanEdit.Refused(PlanOutcome.TooMany)
                : AddVersion(database, row ?? AddPlan(database, key), document, origin);
        }, cancellation);
    }

    /// <summary>Makes the next version of a plan. Refusals: NoPlan, Stale, RequestReused.</summary>
    /// <param name="intersectionId">Its intersection.</param>
    /// <param name="plan">Its content.</param>
    /// <param name="etag">Of the version it was made from.</param>
    /// <param name="inFile">
    /// The plan of that identifier in the intersection's file, or null. The first change keeps it as version 1, so that it can
    /// be rolled back to.
    /// </param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="StorageException">The database cannot be reached, and nothing is changed.</exception>
    public Task<PlanChange> UpdateAsync(
        string intersectionId, TimingPlanDefinition plan, string etag, TimingPlanDefinition? inFile, ChangeOrigin origin,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PlanKey key = new(intersectionId, plan.Id);
        string document = PlanRows.DocumentOf(plan);
        return ChangeAsync("plan.update", key, origin, [document, etag], async database =>
        {
            PlanRow? row = await PlanRows.FindRowAsync(database, key).ConfigureAwait(false);
            if (row is null or { IsDeleted: true })
            {
                PlanVersion? file = inFile is null ? null : PlanVersion.OfFile(intersectionId, inFile);
                return file?.Etag == etag
                    ? UpdateFromFile(database, row ?? AddPlan(database, key), file, document, origin)
                    : PlanEdit.Refused(file is null ? PlanOutcome.NoPlan : PlanOutcome.Stale);
            }

            PlanVersionRow current = await PlanRows.RowOfAsync(database, key, row.Version).ConfigureAwait(false);
            return PlanRows.ToVersion(current).Etag == etag
                ? AddVersion(database, row, document, origin, PlanRows.Show(current))
                : PlanEdit.Refused(PlanOutcome.Stale, PlanRows.Show(current));
        }, cancellation);
    }

    /// <summary>
    /// Makes a new version of an older one's content. What runs stays as it is. Refusals: NoPlan, NoVersion, Stale,
    /// RequestReused.
    /// </summary>
    /// <param name="key">The plan.</param>
    /// <param name="version">The older version, from 1.</param>
    /// <param name="etag">Of the current version; empty: whichever it is.</param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="StorageException">The database cannot be reached, and nothing is changed.</exception>
    public Task<PlanChange> RollBackAsync(
        PlanKey key, int version, string etag, ChangeOrigin origin, CancellationToken cancellation) =>
        ChangeAsync("plan.roll-back", key, origin, [Text(version), etag], async database =>
        {
            PlanRow? row = await PlanRows.FindRowAsync(database, key).ConfigureAwait(false);
            if (row is null or { IsDeleted: true })
            {
                return PlanEdit.Refused(PlanOutcome.NoPlan);
            }

            if (version < 1 || version > row.Version)
            {
                return PlanEdit.Refused(PlanOutcome.NoVersion);
            }

            PlanVersionRow current = await PlanRows.RowOfAsync(database, key, row.Version).ConfigureAwait(false);
            if (etag.Length > 0 && PlanRows.ToVersion(current).Etag != etag)
            {
                return PlanEdit.Refused(PlanOutcome.Stale, PlanRows.Show(current));
            }

            PlanVersionRow older = await PlanRows.RowOfAsync(database, key, version).ConfigureAwait(false);
            return AddVersion(database, row, PlanRows.DocumentOf(PlanRows.ToVersion(older).Plan), origin, PlanRows.Show(current));
        }, cancellation);

    /// <summary>
    /// Takes a plan out of use; its versions stay readable. A plan of the intersection's file is then as in the file again.
    /// Refusals: NoPlan, Stale, InUse, RequestReused.
    /// </summary>
    /// <param name="key">The plan.</param>
    /// <param name="etag">Of the current version; empty: whichever it is.</param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="StorageException">The database cannot be reached, and nothing is changed.</exception>
    public Task<PlanChange> DeleteAsync(PlanKey key, string etag, ChangeOrigin origin, CancellationToken cancellation) =>
        ChangeAsync("plan.delete", key, origin, [etag], async database =>
        {
            PlanRow? row = await PlanRows.FindRowAsync(database, key).ConfigureAwait(false);
            if (row is null or { IsDeleted: true })
            {
                return PlanEdit.Refused(PlanOutcome.NoPlan);
            }

            PlanVersionRow current = await PlanRows.RowOfAsync(database, key, row.Version).ConfigureAwait(false);
            if (etag.Length > 0 && PlanRows.ToVersion(current).Etag != etag)
            {
                return PlanEdit.Refused(PlanOutcome.Stale, PlanRows.Show(current));
            }

            ActivationRow? active = await database.Activations.FindAsync(key.IntersectionId).ConfigureAwait(false);
            if (active?.PlanId == key.PlanId)
            {
                return PlanEdit.Refused(PlanOutcome.InUse, PlanRows.Show(current));
            }

            row.IsDeleted = true;
            return new PlanEdit(new PlanChange(PlanOutcome.Done), PlanRows.Show(current));
        }, cancellation);

    /// <summary>Sets what an intersection is to run. Refusals: NoPlan, NoVersion, RequestReused.</summary>
    /// <param name="key">The plan.</param>
    /// <param name="version">The version; 0: the plan as the intersection's file, which the caller has looked into, has it.</param>
    /// <param name="asked">What the request says of the version, by which its repetition is known.</param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="StorageException">The database cannot be reached, and nothing is changed.</exception>
    public Task<PlanChange> ActivateAsync(
        PlanKey key, int version, int asked, ChangeOrigin origin, CancellationToken cancellation) =>
        ChangeAsync("plan.activate", key, origin, [Text(asked)], async database =>
        {
            PlanRow? row = await PlanRows.FindRowAsync(database, key).ConfigureAwait(false);
            if (version > 0 && row is null or { IsDeleted: true })
            {
                return PlanEdit.Refused(PlanOutcome.NoPlan);
            }

            if (version > row?.Version)
            {
                return PlanEdit.Refused(PlanOutcome.NoVersion);
            }

            ActivationRow? active = await database.Activations.FindAsync(key.IntersectionId).ConfigureAwait(false);
            PlanActivation? before = active is null ? null : PlanRows.ToActivation(active);
            Set(database, active, new PlanActivation(key, version, origin.Author, origin.Reason, Now()));
            return new PlanEdit(
                new PlanChange(PlanOutcome.Done, version, Before: before),
                before is null ? "" : PlanRows.Show(before.Key.PlanId, before.Version), PlanRows.Show(key.PlanId, version));
        }, cancellation);

    /// <summary>Takes an activation back that its intersection had no room for; the audit keeps both lines.</summary>
    /// <param name="key">The plan that was activated.</param>
    /// <param name="change">What activating it gave.</param>
    /// <param name="origin">Who had asked; the same request may come again.</param>
    /// <param name="why">Why it could not be, for the audit.</param>
    /// <exception cref="StorageException">The database cannot be reached, and the activation stays.</exception>
    public Task UndoActivationAsync(PlanKey key, PlanChange change, ChangeOrigin origin, string why)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(origin);
        return _session.WriteAsync(
            async database =>
            {
                AuditHeadRow head = await AuditChain.LockAsync(database).ConfigureAwait(false);
                ActivationRow active = await database.Activations.SingleAsync(row => row.IntersectionId == key.IntersectionId)
                    .ConfigureAwait(false);
                if (change.Before is { } before)
                {
                    Set(database, active, before);
                }
                else
                {
                    database.Activations.Remove(active);
                }

                await database.Requests.Where(row => row.RequestId == origin.RequestId).ExecuteDeleteAsync().ConfigureAwait(false);
                AuditNote note = new(
                    "plan.activate", key.IntersectionId, key.PlanId, PlanRows.Show(key.PlanId, change.Version),
                    change.Before is null ? "" : PlanRows.Show(change.Before.Key.PlanId, change.Before.Version), "refused: " + why);
                AuditChain.Append(database, head, Now(), origin, note);
                return true;
            },
            CancellationToken.None);
    }

    private Task<PlanChange> ChangeAsync(
        string action, PlanKey key, ChangeOrigin origin, string[] asked, Func<TrafficDatabase, Task<PlanEdit>> edit,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(origin);
        string fingerprint = FingerprintOf([action, key.IntersectionId, key.PlanId, .. asked]);
        return _session.WriteAsync(
            async database =>
            {
                AuditHeadRow head = await AuditChain.LockAsync(database).ConfigureAwait(false);
                RequestRow? request = origin.RequestId.Length == 0
                    ? null
                    : await database.Requests.FindAsync(origin.RequestId).ConfigureAwait(false);
                if (request?.Fingerprint == fingerprint)
                {
                    return new PlanChange(PlanOutcome.Done, request.Version, IsRepeat: true);
                }

                PlanEdit done = request is null
                    ? await edit(database).ConfigureAwait(false)
                    : PlanEdit.Refused(PlanOutcome.RequestReused);
                if (done.Change.Outcome == PlanOutcome.Done && origin.RequestId.Length > 0)
                {
                    database.Requests.Add(new RequestRow
                    {
                        RequestId = origin.RequestId,
                        Fingerprint = fingerprint,
                        IntersectionId = key.IntersectionId,
                        PlanId = key.PlanId,
                        Version = done.Change.Version,
                    });
                }

                AuditNote note = new(
                    action, key.IntersectionId, key.PlanId, done.OldValue, done.NewValue, ResultOf(done.Change.Outcome));
                AuditChain.Append(database, head, Now(), origin, note);
                return done.Change;
            },
            cancellation);
    }

    /// <summary>The first change of a plan of the file: what the file says becomes a version too.</summary>
    private PlanEdit UpdateFromFile(
        TrafficDatabase database, PlanRow plan, PlanVersion file, string document, ChangeOrigin origin)
    {
        AddVersion(database, plan, PlanRows.DocumentOf(file.Plan), origin with { Author = file.Author, Reason = file.Reason });
        return AddVersion(database, plan, document, origin, PlanRows.Show(plan.PlanId, 0));
    }

    private PlanEdit AddVersion(
        TrafficDatabase database, PlanRow plan, string document, ChangeOrigin origin, string oldValue = "")
    {
        PlanVersionRow row = new()
        {
            IntersectionId = plan.IntersectionId,
            PlanId = plan.PlanId,
            Version = ++plan.Version,
            Document = document,
            Checksum = PlanRows.ChecksumOf(document),
            Author = origin.Author,
            Reason = origin.Reason,
            CreatedMs = Now(),
        };
        plan.IsDeleted = false;
        database.PlanVersions.Add(row);
        return new PlanEdit(new PlanChange(PlanOutcome.Done, row.Version), oldValue, PlanRows.Show(row));
    }

    private static PlanRow AddPlan(TrafficDatabase database, PlanKey key) =>
        database.Plans.Add(new PlanRow { IntersectionId = key.IntersectionId, PlanId = key.PlanId }).Entity;

    private static void Set(TrafficDatabase database, ActivationRow? row, PlanActivation activation)
    {
        row ??= database.Activations.Add(new ActivationRow
        {
            IntersectionId = activation.Key.IntersectionId,
            PlanId = "",
            Author = "",
            Reason = "",
        }).Entity;
        row.PlanId = activation.Key.PlanId;
        row.Version = activation.Version;
        row.Author = activation.Author;
        row.Reason = activation.Reason;
        row.ActivatedMs = activation.ActivatedMs;
    }

    private static string FingerprintOf(string[] asked) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked)));

    private static string ResultOf(PlanOutcome outcome) => outcome switch
    {
        PlanOutcome.Done => AuditChain.Done,
        PlanOutcome.Exists => "refused: there is a plan of that name",
        PlanOutcome.NoPlan => "refused: no such plan",
        PlanOutcome.NoVersion => "refused: no such version",
        PlanOutcome.Stale => "refused: stale etag",
        PlanOutcome.InUse => "refused: in use",
        PlanOutcome.TooMany => "refused: too many plans",
        _ => "refused: request id used for another change",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
