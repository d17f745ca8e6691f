namespace TrafficControl.Core.Model;

/// <summary>Reads and writes intersection files (JSON, UTF-8, format version 1).</summary>
public static class IntersectionFile
{
}
