using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Audit;

/// <summary>
/// The chain of the audit: each row carries a hash of itself and of the row before, so that a changed or removed row shows.
/// </summary>
internal static class AuditChain
{
    /// <summary>"done" in <see cref="AuditRow.Result"/>.</summary>
    internal const string Done = "done";

    /// <summary>
    /// Takes the end of the chain for this transaction. The first statement of every change: whoever comes second waits here,
    /// and then sees what the first one did.
    /// </summary>
    internal static async Task<AuditHeadRow> LockAsync(TrafficDatabase database)
    {
        await database.AuditHead.ExecuteUpdateAsync(row => row.SetProperty(head => head.Sequence, head => head.Sequence))
            .ConfigureAwait(false);
        return await database.AuditHead.SingleAsync().ConfigureAwait(false);
    }

    /// <summary>Adds a row after the last one.</summary>
    /// <param name="database">A change in progress.</param>
    /// <param name="head">What <see cref="LockAsync"/> gave for it.</param>
    /// <param name="timeMs">When, Unix milliseconds.</param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="note">What.</param>
    internal static void Append(
        TrafficDatabase database, AuditHeadRow head, long timeMs, ChangeOrigin origin, AuditNote note)
    {
        AuditRow row = new()
        {
            Sequence = head.Sequence + 1,
            TimeMs = timeMs,
            Author = origin.Author,
            Origin = origin.Address,
            Action = note.Action,
            IntersectionId = note.IntersectionId,
            PlanId = note.PlanId,
            OldValue = note.OldValue,
            NewValue = note.NewValue,
            Reason = origin.Reason,
            RequestId = origin.RequestId,
            Result = note.Result,
            PreviousHash = head.Hash,
        };
        row.Hash = HashOf(row);
        head.Sequence = row.Sequence;
        head.Hash = row.Hash;
        database.Audit.Add(row);
    }

    /// <summary>The hash a row must have: over every field, each with its length, so that no two rows read the same.</summary>
    internal static string HashOf(AuditRow row)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, row.Sequence);
        Add(hash, row.TimeMs);
        foreach (string text in new[]
        {
            row.Author, row.Origin, row.Action, row.IntersectionId, row.PlanId, row.OldValue, row.NewValue, row.Reason,
            row.RequestId, row.Result, row.PreviousHash,
        })
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Add(hash, utf8.Length);
            hash.AppendData(utf8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
