namespace TrafficControl.Core.Controller;

/// <summary>A vehicle with priority asks for a signal group.</summary>
/// <param name="Group">Index of the signal group asked for.</param>
/// <param name="Level">Priority, 0 lowest to 14 highest (RSMP M0022).</param>
/// <param name="EtaMs">Time until it reaches the stop line, milliseconds from the tick.</param>
public readonly record struct PriorityCall(byte Group, byte Level, int EtaMs);
