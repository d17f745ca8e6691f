using System.Globalization;

namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>
/// The detector faults of a run, as they are written on a command line: <c>missed:0.05,false:0.05,dead:random</c>.
/// Immutable.
/// </summary>
public sealed class DetectorFaults
{
    private const int MaxTimeMs = 60_000;
    private const string Known =
        "use missed:SHARE, false:SHARE, duplicated:SHARE, dead:ID, stuck-on:ID, stuck-off:ID, delayed:MS "
        + "or clock-skew:MS";

    private static readonly Dictionary<string, DetectorFaultKind> KindByName = new(StringComparer.Ordinal)
    {
        ["missed"] = DetectorFaultKind.Missed,
        ["false"] = DetectorFaultKind.False,
        ["duplicated"] = DetectorFaultKind.Duplicated,
        ["dead"] = DetectorFaultKind.Dead,
        ["stuck-on"] = DetectorFaultKind.StuckOn,
        ["stuck-off"] = DetectorFaultKind.StuckOff,
        ["delayed"] = DetectorFaultKind.Delayed,
        ["clock-skew"] = DetectorFaultKind.ClockSkew,
    };

    private DetectorFaults(IReadOnlyList<DetectorFault> items) => Items = items;

    /// <summary>Detectors without a fault.</summary>
    public static DetectorFaults None { get; } = new([]);

    /// <summary>The faults in the order they were written.</summary>
    public IReadOnlyList<DetectorFault> Items { get; }

    /// <summary>Reads a list of faults.</summary>
    /// <param name="text">Items separated by commas; an empty text is no fault.</param>
    /// <exception cref="SumoException">
    /// An item is unknown, out of range, or there twice; the message names it and the fix.
    /// </exception>
    public static DetectorFaults Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<DetectorFault> items = [];
        foreach (string item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            DetectorFault fault = ParseItem(item);
            if (items.Exists(other => other.Kind == fault.Kind && fault.Target.Length == 0))
            {
                throw new SumoException($"Fault '{item}' is there twice: give one value for {NameOf(item)}.");
            }

            items.Add(fault);
        }

        return items.Count == 0 ? None : new DetectorFaults(items);
    }

    /// <summary>The items as they were written, separated by commas.</summary>
    public override string ToString() => string.Join(',', Items.Select(item => item.Text));

    /// <summary>Looks for the detectors that faults name.</summary>
    /// <param name="lights">The lights under control.</param>
    /// <exception cref="SumoException">A fault strikes no detector of any light.</exception>
    public void RequireTargets(IReadOnlyList<SumoLight> lights)
    {
        ArgumentNullException.ThrowIfNull(lights);
        foreach (DetectorFault fault in Items)
        {
            bool isNamed = fault.Target is not ("" or FaultTargets.Random);
            if (!isNamed || lights.Any(light => FaultTargets.Named(fault, light).Any()))
            {
                continue;
            }

            string[] known =
                [.. lights.SelectMany(light => light.Definition.Detectors).Take(3).Select(detector => detector.Id)];
            throw new SumoException(known.Length == 0
                ? $"Fault '{fault.Text}' strikes nobody: there is no detector."
                : $"Fault '{fault.Text}' names no detector: give an identifier such as {string.Join(", ", known)}, "
                    + "the beginning of one with * behind it, #INDEX, or random.");
        }
    }

    private static DetectorFault ParseItem(string item)
    {
        string value = item[Math.Min(item.Length, NameOf(item).Length + 1)..];
        if (!KindByName.TryGetValue(NameOf(item), out DetectorFaultKind kind))
        {
            throw new SumoException($"Fault '{item}' is not known: {Known}.");
        }

        DetectorFault fault = new(kind, item);
        return kind switch
        {
            DetectorFaultKind.Missed or DetectorFaultKind.False or DetectorFaultKind.Duplicated =>
                fault with { Share = Share(item, value) },
            DetectorFaultKind.Delayed => fault with { TimeMs = Time(item, value, 0) },
            DetectorFaultKind.ClockSkew => fault with { TimeMs = Time(item, value, -MaxTimeMs) },
            _ => fault with { Target = Target(item, value) },
        };
    }

    private static string NameOf(string item) => item.Split(':', 2)[0];

    private static double Share(string item, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share)
        && share <= 1
            ? share
            : throw new SumoException(
                $"Fault '{item}' needs a share of the vehicles from 0 to 1, such as {NameOf(item)}:0.05.");

    private static int Time(string item, string value, int min) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int ms)
        && ms >= min && ms <= MaxTimeMs
            ? ms
            : throw new SumoException(string.Create(
                CultureInfo.InvariantCulture,
                $"Fault '{item}' needs whole milliseconds from {min} to {MaxTimeMs}, such as {NameOf(item)}:500."));

    private static string Target(string item, string value) =>
        value.Length > 0
        && (value[0] != '#' || int.TryParse(value[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? value
            : throw new SumoException(
                $"Fault '{item}' needs a detector: its identifier, the beginning of one with * behind it, #INDEX, "
                + "or random.");
}
