namespace TrafficControl.Core.Model;

/// <summary>The names of single vehicle classes as the intersection file lists them.</summary>
internal static class VehicleClassNames
{
    /// <summary>All names; "none" and "all" are sets, not classes.</summary>
    internal static string[] All { get; } = EnumNames<VehicleClasses>.All[1..^1];
}
