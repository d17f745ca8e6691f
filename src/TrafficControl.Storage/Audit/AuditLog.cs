using Microsoft.EntityFrameworkCore;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Audit;

/// <summary>Who changed what: read, checked, and told of what was refused before it reached the tables. Safe for any thread.</summary>
public sealed class AuditLog
{
    private const int VerifyBatch = 1_000;
    private const int MaxRefusalLength = 2_000;

    private readonly DatabaseSession _session;
    private readonly TimeProvider _time;

    internal AuditLog(DatabaseSession session, TimeProvider time)
    {
        _session = session;
        _time = time;
    }

    /// <summary>Lists lines, newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _session.ReadAsync<IReadOnlyList<AuditEntry>>(
            async database =>
            {
                IQueryable<AuditRow> rows = database.Audit;
                rows = filter.IntersectionId.Length > 0 ? rows.Where(row => row.IntersectionId == filter.IntersectionId) : rows;
                rows = filter.PlanId.Length > 0 ? rows.Where(row => row.PlanId == filter.PlanId) : rows;
                rows = filter.Before > 0 ? rows.Where(row => row.Sequence < filter.Before) : rows;
                AuditRow[] page = await rows.OrderByDescending(row => row.Sequence).Take(filter.Size).ToArrayAsync(cancellation)
                    .ConfigureAwait(false);
                return Array.ConvertAll(page, ToEntry);
            },
            cancellation);
    }

    /// <summary>Looks at every line and its place in the chain.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellation) =>
        _session.ReadAsync(database => VerifyAsync(database, cancellation), cancellation);

    /// <summary>Notes a change that was refused before it reached the tables, such as a plan that is not safe.</summary>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="action">What was asked for, such as "plan.update".</param>
    /// <param name="intersectionId">Intersection concerned.</param>
    /// <param name="planId">Plan concerned.</param>
    /// <param name="reason">Why it was refused; what is beyond 2 000 characters is cut off.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public Task RecordRefusalAsync(
        ChangeOrigin origin, string action, string intersectionId, string planId, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(reason);
        string result = "refused: " + (reason.Length <= MaxRefusalLength ? reason : reason[..MaxRefusalLength] + "…");
        return _session.WriteAsync(
            async database =>
            {
                AuditHeadRow head = await AuditChain.LockAsync(database).ConfigureAwait(false);
                long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
                AuditChain.Append(database, head, now, origin, new AuditNote(action, intersectionId, planId, "", "", result));
                return true;
            },
            cancellation);
    }

    private static async Task<AuditVerification> VerifyAsync(TrafficDatabase database, CancellationToken cancellation)
    {
        // Rows and head change together, so rows beyond a head that is read after them are nobody's change in progress.
        long newest = await database.Audit.MaxAsync(row => (long?)row.Sequence, cancellation).ConfigureAwait(false) ?? 0;
        AuditHeadRow head = await database.AuditHead.SingleAsync(cancellation).ConfigureAwait(false);
        ChainCheck check = new();
        AuditRow[] batch;
        do
        {
            batch = await database.Audit
                .Where(row => row.Sequence > check.Last && row.Sequence <= head.Sequence)
                .OrderBy(row => row.Sequence).Take(VerifyBatch).ToArrayAsync(cancellation).ConfigureAwait(false);
            Array.ForEach(batch, check.Take);
        }
        while (batch.Length > 0);
        return check.Finish(head, newest);
    }

    private static AuditEntry ToEntry(AuditRow row) => new(
        row.Sequence, row.TimeMs, row.Author, row.Origin, row.Action, row.IntersectionId, row.PlanId, row.OldValue,
        row.NewValue, row.Reason, row.RequestId, row.Result, row.Hash);

    /// <summary>Follows the chain from its first row.</summary>
    private sealed class ChainCheck
    {
        private readonly List<string> _faults = [];
        private long _rows;
        private string _hash = "";

        public long Last { get; private set; }

        public void Take(AuditRow row)
        {
            if (row.Sequence != Last + 1)
            {
                Missing(Last + 1, row.Sequence - 1);
            }
            else if (row.PreviousHash != _hash)
            {
                Add($"Row {row.Sequence} does not continue row {Last}: one of them was changed.");
            }

            if (AuditChain.HashOf(row) != row.Hash)
            {
                Add($"Row {row.Sequence} was changed.");
            }

            _rows++;
            _hash = row.Hash;
            Last = row.Sequence;
        }

        public AuditVerification Finish(AuditHeadRow head, long newest)
        {
            if (Last < head.Sequence)
            {
                Missing(Last + 1, head.Sequence);
            }
            else if (_hash != head.Hash)
            {
                Add($"Row {Last} is not the one the chain ended with: it was changed.");
            }

            if (newest > head.Sequence)
            {
                Add($"Row {newest} stands after the chain's end, row {head.Sequence}: it was added by hand.");
            }

            return new AuditVerification(_rows, head.Hash, _faults);
        }

        private void Missing(long from, long to) =>
            Add(from == to ? $"Row {from} was removed." : $"Rows {from} to {to} were removed.");

        private void Add(string fault)
        {
            if (_faults.Count < AuditVerification.MaxFaults)
            {
                _faults.Add(fault);
            }
        }
    }
}
