using System.Globalization;

namespace TrafficControl.Core.Model.Validation;

/// <summary>Range checks of the fields of one object, written one field a line: name, value, least, most.</summary>
internal readonly struct RangeChecks(FaultList faults, string path)
{
    /// <summary>A whole number that must lie within bounds, both included.</summary>
    internal void Field(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            string bounds = least == most ? Number(least) : $"{Number(least)} to {Number(most)}";
            faults.Add(JsonPath.Field(path, name), $"{name} is {Number(value)}; it must be {bounds}{Unit(name)}.");
        }
    }

    /// <summary>A number that must be finite and lie within bounds, both included.</summary>
    internal void Field(string name, double value, double least, double most)
    {
        // Written so that a value that is not a number fails too.
        if (!(value >= least && value <= most))
        {
            faults.Add(
                JsonPath.Field(path, name),
                $"{name} is {Number(value)}; it must be {Number(least)} to {Number(most)}{Unit(name)}.");
        }
    }

    /// <summary>A value that must be one of its enumeration's.</summary>
    internal void Field<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            faults.Add(
                JsonPath.Field(path, name),
                $"{name} is {value}; it must be one of {string.Join(", ", EnumNames<TEnum>.All)}.");
        }
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Unit(string name) => name switch
    {
        _ when name.EndsWith("Mps", StringComparison.Ordinal) => " m/s",
        _ when name == "ms" || name.EndsWith("Ms", StringComparison.Ordinal) => " ms",
        _ when name.EndsWith("Vph", StringComparison.Ordinal) => " vehicles per hour",
        _ when name.EndsWith("Deg", StringComparison.Ordinal) => " degrees",
        _ when name.EndsWith('M') => " m",
        _ => "",
    };
}
