using System.Globalization;
using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;

namespace TrafficControl.Optimization.Calibration;

/// <summary>
/// Calibrates an intersection file from an event log: saturation flow, start-up lost time, end gain and turning shares,
/// with confidence intervals. The file changes only where the evidence is enough; every lane says what was done and why.
/// </summary>
public static class Calibrator
{
    /// <summary>Fewest cycles with a long queue that change a saturation flow.</summary>
    public const int LeastCycles = 10;

    /// <summary>Widest half interval that changes a saturation flow, as a fraction of it.</summary>
    public const double WidestSaturation = 0.05;

    /// <summary>Fewest vehicles of a lane that change its shares.</summary>
    public const int LeastVehicles = 200;

    /// <summary>Widest half interval that changes a share.</summary>
    public const double WidestShare = 0.05;

    // Two cycles that differ much give an interval that reaches below what any lane can do.
    private const double LeastHeadwayS = 0.36;

    /// <summary>Calibrates.</summary>
    /// <param name="log">The log.</param>
    /// <param name="intersection">Where it was recorded.</param>
    /// <exception cref="OptimizationInputException">The log has no event of a signal or none of a detector.</exception>
    public static CalibrationResult Calibrate(EventLog log, Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(intersection);
        if (!log.Events.Any(entry => entry.Code == EventCode.BeginGreen)
            || !log.Events.Any(entry => entry.Code == EventCode.DetectorOn))
        {
            throw new OptimizationInputException(
                "The event log lacks greens (code 1) or detections (code 82); log phases and detectors together for an hour"
                + " or more.");
        }

        Dictionary<int, (Estimate[]? Shares, int Vehicles)> shares = TurningShareEstimator.Of(log, intersection);
        LaneCalibration[] lanes = [.. intersection.Lanes
            .Where(lane => lane.Movements.Length > 0)
            .Select(lane => Shares(lane, intersection, shares, Saturation(log, lane, intersection)))];
        return new CalibrationResult(
            intersection.Definition with
            {
                Movements = [.. intersection.Movements.Select(movement => Update(movement, intersection, lanes))],
            },
            lanes,
            Join([.. lanes.Select(lane => lane.StartUpLostTimeS).OfType<Estimate>()]),
            Join([.. lanes.Select(lane => lane.EndGainS).OfType<Estimate>()]));
    }

    private static LaneCalibration Saturation(EventLog log, Lane lane, Intersection intersection)
    {
        double fileVph = 1 / lane.Movements.Select(index => intersection.Movements[index].Definition)
            .Sum(movement => movement.Share / movement.SaturationFlowVph);
        LaneCalibration empty = new() { Lane = lane.Definition.Id, FileSaturationFlowVph = Math.Round(fileVph), Findings = [] };
        if (WhyNotMeasured(lane, intersection) is { } reason)
        {
            return empty with { Findings = [$"Saturation flow kept: {reason}."] };
        }

        Detector detector = StopBar.Find(intersection, lane)!;
        List<DischargeCycle> cycles = LaneDischarge.Of(log, lane, detector, intersection.Movements[lane.Movements[0]].Group);
        if (SaturationEstimator.Of(cycles) is not { } found)
        {
            return empty with
            {
                Findings =
                [
                    $"Saturation flow kept: in none or one of {cycles.Count} greens did {SaturationEstimator.LeastQueue} queued"
                    + " vehicles follow each other.",
                ],
            };
        }

        Estimate flow = ToFlow(found.HeadwayS);
        string? doubt = flow.Samples < LeastCycles
            ? string.Create(CultureInfo.InvariantCulture, $"{flow.Samples} cycles with a long queue are fewer than {LeastCycles}")
            : flow.HalfWidth > WidestSaturation * flow.Value ? "its interval is wider than 5 %" : null;
        return empty with
        {
            SaturationFlowVph = flow,
            LatestSaturationFlowVph = ToFlow(found.LatestHeadwayS),
            StartUpLostTimeS = found.StartUpLostS.Round(2),
            EndGainS = found.EndGainS?.Round(2),
            ChangesSaturation = doubt is null,
            Findings =
            [
                doubt is null
                    ? string.Create(CultureInfo.InvariantCulture, $"Saturation flow set to {flow.Value} veh/h from {flow.Samples} cycles.")
                    : $"Saturation flow kept: {doubt}.",
            ],
        };
    }

    private static string? WhyNotMeasured(Lane lane, Intersection intersection)
    {
        Movement[] movements = [.. lane.Movements.Select(index => intersection.Movements[index])];
        return StopBar.Find(intersection, lane) switch
        {
            null => $"no presence detector within {StopBar.MaxDistanceM:0} m of the stop line",
            { Definition.LengthM: > StopBar.MaxLengthM } =>
                $"the zone at the stop line is longer than {StopBar.MaxLengthM.ToString(CultureInfo.InvariantCulture)} m and merges vehicles",
            _ when movements.Any(movement => movement.YieldsTo.Length > 0) =>
                "its turns give way, so the queue does not discharge freely",
            _ when movements.Any(movement => movement.Group != movements[0].Group) =>
                "its movements have different signals",
            _ => null,
        };
    }

    private static LaneCalibration Shares(
        Lane lane, Intersection intersection, Dictionary<int, (Estimate[]? Shares, int Vehicles)> found, LaneCalibration calibration)
    {
        if (!found.TryGetValue(lane.Index, out (Estimate[]? Shares, int Vehicles) lanes))
        {
            return calibration;
        }

        string? doubt = lanes.Shares switch
        {
            null => "detectors on its exit lanes, and on all lanes that lead there, would have to show them",
            _ when lanes.Vehicles < LeastVehicles => string.Create(
                CultureInfo.InvariantCulture, $"{lanes.Vehicles} vehicles are fewer than {LeastVehicles}"),
            { } estimates when estimates.Any(share => share.HalfWidth > WidestShare) => "their intervals are wider than 0.05",
            _ => null,
        };
        return calibration with
        {
            Shares = lanes.Shares?.Zip(lane.Movements).ToDictionary(
                pair => intersection.Movements[pair.Second].Definition.Id, pair => pair.First.Round(3), StringComparer.Ordinal),
            ChangesShares = doubt is null,
            Findings =
            [
                .. calibration.Findings,
                doubt is null
                    ? string.Create(CultureInfo.InvariantCulture, $"Turning shares set from {lanes.Vehicles} vehicles.")
                    : $"Turning shares kept: {doubt}.",
            ],
        };
    }

    private static MovementDefinition Update(Movement movement, Intersection intersection, LaneCalibration[] lanes)
    {
        MovementDefinition definition = movement.Definition;
        LaneCalibration lane = Array.Find(lanes, lane => lane.Lane == definition.FromLane)!;
        if (lane.ChangesSaturation)
        {
            // The lane was measured as a whole: its movements keep their proportions.
            double factor = lane.SaturationFlowVph!.Value.Value / lane.FileSaturationFlowVph;
            definition = definition with
            {
                SaturationFlowVph = Math.Clamp(Math.Round(definition.SaturationFlowVph * factor), 100, 10_000),
            };
        }

        if (lane.ChangesShares)
        {
            double total = lane.Shares!.Values.Sum(share => share.Value);
            Lane of = intersection.Lanes[movement.FromLane];
            double others = of.Movements.Where(index => index != movement.Index && index != of.Movements[0])
                .Sum(index => Math.Round(lane.Shares[intersection.Movements[index].Definition.Id].Value / total, 4));
            double own = Math.Round(lane.Shares[definition.Id].Value / total, 4);

            // The first movement takes what rounding leaves, so that the shares add up to one.
            definition = definition with { Share = movement.Index == of.Movements[0] ? Math.Round(1 - others, 4) : own };
        }

        return definition;
    }

    private static Estimate ToFlow(Estimate headwayS) => new Estimate(
        3600 / headwayS.Value, 3600 / headwayS.Upper, 3600 / Math.Max(LeastHeadwayS, headwayS.Lower), headwayS.Samples).Round(0);

    /// <summary>Mean of the lanes' estimates by their samples.</summary>
    private static Estimate? Join(Estimate[] estimates)
    {
        if (estimates.Length == 0)
        {
            return null;
        }

        int samples = estimates.Sum(estimate => estimate.Samples);
        double mean = estimates.Sum(estimate => estimate.Value * estimate.Samples) / samples;
        double half = Math.Sqrt(estimates.Sum(estimate => Math.Pow(estimate.HalfWidth * estimate.Samples / samples, 2)));
        return new Estimate(mean, mean - half, mean + half, samples).Round(2);
    }
}
