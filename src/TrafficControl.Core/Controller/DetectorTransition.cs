namespace TrafficControl.Core.Controller;

/// <summary>A detector went on or off.</summary>
/// <param name="TimeMs">Event time of the change, Unix milliseconds.</param>
/// <param name="Detector">Index of the detector.</param>
/// <param name="IsOn">True: occupied from now on.</param>
public readonly record struct DetectorTransition(long TimeMs, ushort Detector, bool IsOn);
