using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TrafficControl.Core.Model;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Plans;

/// <summary>Between rows and what they mean.</summary>
internal static class PlanRows
{
    internal static Task<PlanRow?> FindRowAsync(TrafficDatabase database, PlanKey key) => database.Plans
        .SingleOrDefaultAsync(row => row.IntersectionId == key.IntersectionId && row.PlanId == key.PlanId);

    internal static IQueryable<PlanVersionRow> VersionsOf(TrafficDatabase database, PlanKey key) => database.PlanVersions
        .Where(row => row.IntersectionId == key.IntersectionId && row.PlanId == key.PlanId);

    internal static Task<PlanVersionRow> RowOfAsync(TrafficDatabase database, PlanKey key, int version) =>
        VersionsOf(database, key).SingleAsync(row => row.Version == version);

    internal static PlanActivation ToActivation(ActivationRow row) =>
        new(new PlanKey(row.IntersectionId, row.PlanId), row.Version, row.Author, row.Reason, row.ActivatedMs);

    /// <summary>A version whose content is what it was when it was written: a plan changed by hand may not reach the street.</summary>
    internal static PlanVersion ToVersion(PlanVersionRow row)
    {
        TimingPlanParseResult parsed = TimingPlanFile.Parse(Encoding.UTF8.GetBytes(row.Document));
        if (parsed.Plan is null || ChecksumOf(row.Document) != row.Checksum)
        {
            throw new StorageException(
                $"Database: version {Text(row.Version)} of plan '{row.PlanId}' of '{row.IntersectionId}' was changed outside this "
                + "program (its checksum differs); restore the database from a backup.");
        }

        return new PlanVersion(
            new PlanKey(row.IntersectionId, row.PlanId), row.Version, parsed.Plan, row.Checksum, row.Author, row.Reason,
            row.CreatedMs);
    }

    internal static string DocumentOf(TimingPlanDefinition plan) => Encoding.UTF8.GetString(TimingPlanFile.Write(plan));

    internal static string ChecksumOf(string document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    /// <summary>A version as the audit shows it: its number and its content on one line.</summary>
    internal static string Show(PlanVersionRow row)
    {
        using JsonDocument document = JsonDocument.Parse(row.Document);
        return $"v{Text(row.Version)} {JsonSerializer.Serialize(document.RootElement)}";
    }

    internal static string Show(string planId, int version) => version == 0 ? $"{planId} as in the file" : $"{planId} v{Text(version)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
