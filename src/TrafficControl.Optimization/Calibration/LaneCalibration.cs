namespace TrafficControl.Optimization.Calibration;

/// <summary>What a log says about one approach lane.</summary>
public sealed record LaneCalibration
{
    /// <summary>Identifier of the lane.</summary>
    public required string Lane { get; init; }

    /// <summary>Saturation flow in the file for the lane's mix of movements, vehicles per hour of green.</summary>
    public required double FileSaturationFlowVph { get; init; }

    /// <summary>Saturation flow, vehicles per hour of green; null when no queue was long enough. Samples are cycles.</summary>
    public Estimate? SaturationFlowVph { get; init; }

    /// <summary>The same at the end of the log, by a filter that follows slow change.</summary>
    public Estimate? LatestSaturationFlowVph { get; init; }

    /// <summary>Start-up lost time, seconds.</summary>
    public Estimate? StartUpLostTimeS { get; init; }

    /// <summary>Use of the yellow as green, seconds; null when no queue lasted to the end of green.</summary>
    public Estimate? EndGainS { get; init; }

    /// <summary>
    /// Shares of the lane's movements by identifier; null when the lane has one movement, or detectors do not show them.
    /// </summary>
    public IReadOnlyDictionary<string, Estimate>? Shares { get; init; }

    /// <summary>What was changed in the file, and what was not and why, one sentence each.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>True: the file's saturation flows of this lane were changed.</summary>
    public bool ChangesSaturation { get; init; }

    /// <summary>True: the file's shares of this lane were changed.</summary>
    public bool ChangesShares { get; init; }
}
