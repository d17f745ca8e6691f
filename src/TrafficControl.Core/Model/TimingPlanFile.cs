using System.Security.Cryptography;
using System.Text.Json;
using TrafficControl.Core.Model.Validation;

namespace TrafficControl.Core.Model;

/// <summary>
/// Reads and writes a timing plan by itself, as JSON with the fields that an intersection file's <c>plans</c> have.
/// Thread-safe; allocates, and is never used in a tick.
/// </summary>
public static class TimingPlanFile
{
    /// <summary>Largest document that is read, bytes: 64 KiB.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>
    /// Reads a document. Never throws for what it contains. Whether the plan suits an intersection is for
    /// <see cref="IntersectionValidator.ValidatePlan"/> to say. Comments and trailing commas are allowed.
    /// </summary>
    /// <param name="utf8">The document, with or without a byte order mark; at most <see cref="MaxBytes"/> bytes.</param>
    public static TimingPlanParseResult Parse(ReadOnlySpan<byte> utf8)
    {
        FaultList faults = new();
        if (utf8.Length > MaxBytes)
        {
            faults.Add(JsonPath.Root, $"The file has {utf8.Length} bytes; at most {MaxBytes} are read for a plan.");
            return new TimingPlanParseResult(null, faults.ToList());
        }

        ReadOnlySpan<byte> json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (IntersectionFile.FindSyntaxFault(json) is { } syntaxFault)
        {
            faults.Add(JsonPath.Root, syntaxFault);
            return new TimingPlanParseResult(null, faults.ToList());
        }

        using JsonDocument document = JsonDocument.Parse(
            json.ToArray(), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        JsonObjectReader reader = new(document.RootElement, "", faults);
        TimingPlanDefinition plan = IntersectionReader.Plan(reader);
        reader.Finish();
        return new TimingPlanParseResult(faults.Count == 0 ? plan : null, faults.ToList());
    }

    /// <summary>
    /// Writes a plan in canonical form: the same bytes for equal plans. Reading them gives an equal plan.
    /// </summary>
    /// <param name="plan">The plan; no nulls, numbers that are not finite, or undefined enumeration values.</param>
    /// <exception cref="ArgumentException">A number is not finite, or an enumeration value is undefined.</exception>
    public static byte[] Write(TimingPlanDefinition plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return IntersectionWriter.Write(plan);
    }

    /// <summary>What a plan's content is known by: SHA-256 of <see cref="Write"/>.</summary>
    /// <param name="plan">The plan; see <see cref="Write"/> for what it may contain.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">A number is not finite, or an enumeration value is undefined.</exception>
    public static string Digest(TimingPlanDefinition plan) => Convert.ToHexStringLower(SHA256.HashData(Write(plan)));
}
