using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.Calibration;

/// <summary>What a log says about an intersection.</summary>
/// <param name="Definition">The intersection with the parameters that the evidence was enough to change.</param>
/// <param name="Lanes">Its approach lanes, in the order of the file.</param>
/// <param name="StartUpLostTimeS">Start-up lost time of all lanes, seconds; null without a usable queue.</param>
/// <param name="EndGainS">End gain of all lanes, seconds; null when no queue lasted to the end of green.</param>
public sealed record CalibrationResult(
    IntersectionDefinition Definition, IReadOnlyList<LaneCalibration> Lanes, Estimate? StartUpLostTimeS, Estimate? EndGainS)
{
    /// <summary>True: something in the file was changed.</summary>
    public bool HasChanges => Lanes.Any(lane => lane.ChangesSaturation || lane.ChangesShares);
}
