using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TrafficControl.Core.Model.Validation;

namespace TrafficControl.Core.Model;

/// <summary>
/// Reads and writes intersection files (JSON, UTF-8, format version 1; FORMAT.md in this folder describes every field).
/// Thread-safe; allocates, and is never used in a tick.
/// </summary>
public static class IntersectionFile
{
    /// <summary>Largest file that is read, bytes: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Reads and validates a file. Never throws for what the file contains: every fault of structure and of content is
    /// in the result, at most 1 000 of them. Comments and trailing commas are allowed.
    /// </summary>
    /// <param name="utf8">The file, with or without a byte order mark; at most <see cref="MaxBytes"/> bytes.</param>
    public static IntersectionParseResult Parse(ReadOnlySpan<byte> utf8)
    {
        FaultList faults = new();
        if (utf8.Length > MaxBytes)
        {
            faults.Add(JsonPath.Root, $"The file has {utf8.Length} bytes; at most {MaxBytes} are read.");
            return new IntersectionParseResult(null, faults.ToList());
        }

        ReadOnlySpan<byte> json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (FindSyntaxFault(json) is { } syntaxFault)
        {
            faults.Add(JsonPath.Root, syntaxFault);
            return new IntersectionParseResult(null, faults.ToList());
        }

        using JsonDocument document = JsonDocument.Parse(
            json.ToArray(), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        IntersectionDefinition definition = IntersectionReader.Read(new JsonObjectReader(document.RootElement, "", faults));
        if (!faults.IsUnreadable(JsonPath.Root))
        {
            IntersectionValidator.Validate(definition, faults);
        }

        return new IntersectionParseResult(faults.Count == 0 ? definition : null, faults.ToList());
    }

    /// <summary>
    /// Writes a definition in canonical form: indented, UTF-8 without a byte order mark, ending in a line feed, and the
    /// same bytes for equal definitions. Reading them gives an equal definition. The definition may have faults, but no
    /// nulls, numbers that are not finite, or undefined enumeration values.
    /// </summary>
    /// <param name="definition">The definition.</param>
    /// <exception cref="ArgumentException">A number is not finite, or an enumeration value is undefined.</exception>
    public static byte[] Write(IntersectionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return IntersectionWriter.Write(definition);
    }

    /// <summary>
    /// Digest by which engine and controller tell whether they hold the same file: SHA-256 of <see cref="Write"/>.
    /// </summary>
    /// <param name="definition">The definition; see <see cref="Write"/> for what it may contain.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">A number is not finite, or an enumeration value is undefined.</exception>
    public static string Digest(IntersectionDefinition definition) =>
        Convert.ToHexStringLower(SHA256.HashData(Write(definition)));

    /// <summary>
    /// Reads all tokens once. Returns what is wrong with the syntax and where, or null when it is JSON throughout.
    /// </summary>
    internal static string? FindSyntaxFault(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return At(json, InvalidUtf8Offset(json)) + "the text is not UTF-8; save the file in that encoding.";
        }

        Utf8JsonReader reader = new(
            json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    // Half a surrogate pair written as an escape is JSON by its grammar, but no text; this throws on
                    // it.
                    _ = reader.GetString();
                }
            }

            return null;
        }
        catch (JsonException fault)
        {
            int line = (int)(fault.LineNumber ?? 0) + 1;
            int column = (int)(fault.BytePositionInLine ?? 0) + 1;
            int details = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            string message = details < 0 ? fault.Message : fault.Message[..details];
            return Position(line, column) + "this is not JSON: " + JsonPath.Printable(message, 200);
        }
        catch (InvalidOperationException)
        {
            return At(json, (int)reader.TokenStartIndex) + "the text holds half a surrogate pair; correct the \\u escape.";
        }
    }

    private static int InvalidUtf8Offset(ReadOnlySpan<byte> utf8)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static string At(ReadOnlySpan<byte> utf8, int offset)
    {
        ReadOnlySpan<byte> before = utf8[..offset];
        return Position(before.Count((byte)'\n') + 1, offset - (before.LastIndexOf((byte)'\n') + 1) + 1);
    }

    private static string Position(int line, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}: ");
}
