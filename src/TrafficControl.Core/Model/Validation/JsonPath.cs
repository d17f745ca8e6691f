using System.Globalization;
using System.Text;

namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// Builds the paths and the quoted values of fault messages. Whatever a file contains, they stay short and on one line.
/// </summary>
internal static class JsonPath
{
    /// <summary>Path of the whole file.</summary>
    internal const string Root = "$";

    private const int MaxQuotedLength = 64;

    /// <summary>Path of a field of an object.</summary>
    /// <param name="parent">Path of the object; empty for the file itself.</param>
    /// <param name="name">Name of the field.</param>
    internal static string Field(string parent, string name)
    {
        if (!IsPlain(name))
        {
            return $"{parent}[\"{Printable(name, MaxQuotedLength)}\"]";
        }

        return parent.Length == 0 ? name : $"{parent}.{name}";
    }

    /// <summary>Path of an element of a list.</summary>
    /// <param name="parent">Path of the list.</param>
    /// <param name="index">Position, from 0.</param>
    internal static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>A value in quotation marks, cut to 64 characters, without line breaks and control characters.</summary>
    /// <param name="value">The value.</param>
    internal static string Quote(string value) => $"'{Printable(value, MaxQuotedLength)}'";

    /// <summary>A text cut to a length, without line breaks and control characters.</summary>
    /// <param name="value">The text.</param>
    /// <param name="maxLength">Most characters.</param>
    internal static string Printable(string value, int maxLength)
    {
        StringBuilder printable = new();
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (printable.Length >= maxLength)
            {
                return printable.Append('…').ToString();
            }

            printable.Append(Names.IsPrintable(rune) ? rune.ToString() : rune.Value == ' ' ? " " : "?");
        }

        return printable.ToString();
    }

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaxQuotedLength;
    }
}
