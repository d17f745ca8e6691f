namespace TrafficControl.Core.Planning;
#pragma warning disable CS1591, SA1600
public static class Tune
{
    private static readonly string All = "," + (Environment.GetEnvironmentVariable("TUNE") ?? "") + ",";
    public static double Of(string name, double value)
    {
        int i = All.IndexOf("," + name + "=", StringComparison.Ordinal);
        if (i < 0) { return value; }
        int start = i + name.Length + 2;
        return double.Parse(All.AsSpan(start, All.IndexOf(',', start) - start), System.Globalization.CultureInfo.InvariantCulture);
    }
}
