using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TrafficControl.Cli.Terminal;

/// <summary>
/// Options that several commands have, and kinds of options whose complaints name the argument and the fix.
/// </summary>
internal static class CommonOptions
{
    /// <summary>Where the server listens when nothing else is said.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>--json.</summary>
    /// <param name="what">What is written; ends the sentence "Also write ...".</param>
    public static Option<string> Json(string what) => new("--json")
    {
        HelpName = "FILE",
        Description = $"Also write {what} as JSON to this file; - for the output.",
        DefaultValueFactory = _ => "",
    };

    /// <summary>--address.</summary>
    public static Option<Uri> Address()
    {
        Option<Uri> option = new("--address")
        {
            HelpName = "URL",
            Description = $"Address of the server [default: {DefaultAddress}]",
            CustomParser = ParseAddress,
        };
        return option;
    }

    /// <summary>The address given, or the default.</summary>
    /// <param name="result">What was parsed.</param>
    /// <param name="option">The option.</param>
    public static Uri ValueOrDefault(ParseResult result, Option<Uri> option) =>
        result.GetValue(option) ?? new Uri(DefaultAddress);

    /// <summary>An option that takes a whole number.</summary>
    /// <param name="name">Name with its dashes.</param>
    /// <param name="unit">Name of the value in help, such as N or MS.</param>
    /// <param name="description">What it does, with the unit.</param>
    /// <param name="defaultValue">Default.</param>
    /// <param name="min">Least value allowed.</param>
    /// <param name="max">Greatest value allowed.</param>
    public static Option<int> Integer(string name, string unit, string description, int defaultValue, int min, int max)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"{min} to {max}");
        return new Option<int>(name)
        {
            HelpName = unit,
            Description = $"{description}, {range}",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = argument =>
            {
                string text = OnlyToken(argument);
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                    && value >= min && value <= max)
                {
                    return value;
                }

                argument.AddError($"{name} is '{text}'; give a whole number from {range}.");
                return defaultValue;
            },
        };
    }

    /// <summary>An option that takes a list of words separated by commas.</summary>
    /// <param name="name">Name with its dashes.</param>
    /// <param name="valueName">Name of the value in help.</param>
    /// <param name="description">What it does.</param>
    /// <param name="defaultValue">Default.</param>
    /// <param name="allowed">The words allowed; null: any.</param>
    public static Option<string[]> List(
        string name, string valueName, string description, string[] defaultValue, IReadOnlyList<string>? allowed = null)
    {
        // Help would join the words of the default by bars, which nobody can type.
        string shown = defaultValue.Length == 0 ? "" : $" [default: {string.Join(',', defaultValue)}]";
        return new Option<string[]>(name)
        {
            HelpName = valueName,
            Description = description + shown,
            CustomParser = argument => ParseList(name, OnlyToken(argument), allowed, argument),
        };
    }

    /// <summary>The words given, or the default.</summary>
    /// <param name="result">What was parsed.</param>
    /// <param name="option">The option.</param>
    /// <param name="defaultValue">Default.</param>
    public static string[] ValueOrDefault(ParseResult result, Option<string[]> option, string[] defaultValue) =>
        result.GetValue(option) is { Length: > 0 } words ? words : defaultValue;

    /// <summary>
    /// Reads a list of words; adds an error when it holds a word that is not allowed, or twice the same, or none.
    /// </summary>
    private static string[] ParseList(string name, string text, IReadOnlyList<string>? allowed, ArgumentResult argument)
    {
        string[] words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string hint = allowed is null ? "separate them by commas" : $"choose from {string.Join(", ", allowed)}";
        if (words.Length == 0)
        {
            argument.AddError($"{name} is empty; {hint}.");
        }
        else if (words.FirstOrDefault(word => allowed?.Contains(word) == false) is { } unknown)
        {
            argument.AddError($"{name} does not know '{unknown}'; {hint}.");
        }
        else if (words.GroupBy(word => word, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            argument.AddError($"{name} names '{twins.Key}' twice; name it once.");
        }

        return words;
    }

    private static Uri? ParseAddress(ArgumentResult argument)
    {
        string text = OnlyToken(argument);
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        argument.AddError($"--address is '{text}'; give a URL such as {DefaultAddress}.");
        return null;
    }

    private static string OnlyToken(ArgumentResult argument) => argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
}
