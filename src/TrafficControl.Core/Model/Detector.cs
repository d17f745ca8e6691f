namespace TrafficControl.Core.Model;

/// <summary>A detector in compiled form. Immutable.</summary>
public sealed class Detector
{
    internal Detector(int index, DetectorDefinition definition, int lane, ulong calls)
    {
        Index = index;
        Definition = definition;
        Lane = lane;
        Calls = calls;
    }

    /// <summary>Position in the file: the detector's index in a tick.</summary>
    public int Index { get; }

    /// <summary>The definition it was compiled from.</summary>
    public DetectorDefinition Definition { get; }

    /// <summary>Index of the lane it lies on, or -1 for a push button.</summary>
    public int Lane { get; }

    /// <summary>Groups it calls and extends.</summary>
    public ulong Calls { get; }
}
