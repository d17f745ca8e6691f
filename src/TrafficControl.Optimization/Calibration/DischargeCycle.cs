namespace TrafficControl.Optimization.Calibration;

/// <summary>How the queue of a lane discharged in one green. Times in seconds from the start of green.</summary>
/// <param name="CrossingsS">When each vehicle of the discharge crossed the stop line with its front.</param>
/// <param name="GreenS">End of green: start of yellow.</param>
/// <param name="IsQueuedAtEnd">True: the discharge had not ended when the green did.</param>
internal sealed record DischargeCycle(double[] CrossingsS, double GreenS, bool IsQueuedAtEnd);
