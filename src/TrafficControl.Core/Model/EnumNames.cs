using System.Text.Json;

namespace TrafficControl.Core.Model;

/// <summary>The names of an enumeration's values as the intersection file writes them: in camelCase.</summary>
internal static class EnumNames<TEnum>
    where TEnum : struct, Enum
{
    private static readonly TEnum[] Values = Enum.GetValues<TEnum>();

    /// <summary>All names, in the order of the values.</summary>
    internal static string[] All { get; } = Array.ConvertAll(
        Enum.GetNames<TEnum>(), JsonNamingPolicy.CamelCase.ConvertName);

    /// <summary>Name of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enumeration has no such value.</exception>
    internal static string NameOf(TEnum value)
    {
        int position = Array.IndexOf(Values, value);
        return position >= 0
            ? All[position]
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(TEnum).Name} has no such value.");
    }

    /// <summary>Finds the value of a name. Upper and lower case count.</summary>
    internal static bool TryFind(string name, out TEnum value)
    {
        int position = Array.IndexOf(All, name);
        value = position >= 0 ? Values[position] : default;
        return position >= 0;
    }
}
