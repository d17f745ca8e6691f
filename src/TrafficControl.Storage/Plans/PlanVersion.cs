using System.Globalization;
using TrafficControl.Core.Model;

namespace TrafficControl.Storage.Plans;

/// <summary>One version of a plan. Never changes.</summary>
/// <param name="Key">The plan.</param>
/// <param name="Version">From 1; 0: the plan as the intersection's file has it.</param>
/// <param name="Plan">Its content.</param>
/// <param name="Checksum">SHA-256 of its content, 64 hexadecimal digits.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedMs">When, Unix milliseconds; 0 for the file's.</param>
public sealed record PlanVersion(
    PlanKey Key, int Version, TimingPlanDefinition Plan, string Checksum, string Author, string Reason, long CreatedMs)
{
    /// <summary>Author of what an intersection's file holds.</summary>
    public const string FileAuthor = "intersection file";

    /// <summary>Stands for version and content, so that a change made on an older version is noticed.</summary>
    public string Etag => string.Create(CultureInfo.InvariantCulture, $"v{Version}-{Checksum[..16]}");

    /// <summary>The version 0 of a plan of an intersection's file.</summary>
    /// <param name="intersectionId">The intersection.</param>
    /// <param name="plan">The plan in its file.</param>
    public static PlanVersion OfFile(string intersectionId, TimingPlanDefinition plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new PlanVersion(
            new PlanKey(intersectionId, plan.Id), 0, plan, TimingPlanFile.Digest(plan), FileAuthor, "as in the intersection file", 0);
    }
}
