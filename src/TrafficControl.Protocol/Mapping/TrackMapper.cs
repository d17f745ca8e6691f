using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Protocol.Mapping;

/// <summary>Maps what tracks detectors saw: small whole numbers in parallel lists that are filled again for every tick.</summary>
internal static class TrackMapper
{
    private const int MinDistanceDm = -500;
    private const int MaxDistanceDm = 25_000;
    private const int MaxSpeedCmps = 10_000;
    private const int MaxAgeMs = 10_000;

    /// <summary>Fills the tracks of a message; what cannot be said is sent as the nearest value that can.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="message">The message to fill.</param>
    internal static void Fill(ControllerTick tick, V1.Tick message)
    {
        if (tick.Tracks.IsEmpty && message.Tracks is null)
        {
            return;
        }

        V1.TrackBatch batch = message.Tracks ??= new V1.TrackBatch();
        Clear(batch);
        foreach (ref readonly TrackObservation observation in tick.Tracks)
        {
            batch.Detectors.Add(observation.Detector);
            batch.Objects.Add(observation.ObjectId);
            batch.VehicleClasses.Add(IntersectionMapper.ToMessage(observation.Class));
            batch.DistancesDm.Add(Scale(observation.DistanceM, 10, MinDistanceDm, MaxDistanceDm));
            batch.SpeedsCmps.Add((uint)Scale(observation.SpeedMps, 100, 0, MaxSpeedCmps));
            batch.ConfidencesPercent.Add(Math.Min((uint)observation.ConfidencePercent, 100));
            batch.AgesMs.Add((uint)Math.Clamp(tick.TimeMs - observation.TimeMs, 0, MaxAgeMs));
            batch.Sections.Add(observation.Section);
        }
    }

    /// <summary>Adds the tracks of a message to a tick. Returns null, or the field and the fix.</summary>
    /// <param name="message">The message.</param>
    /// <param name="intersection">The intersection it is for.</param>
    /// <param name="tick">The tick to add to.</param>
    /// <param name="dropped">Goes up by the number of observations that did not fit.</param>
    internal static string? Add(V1.Tick message, Intersection intersection, ControllerTick tick, ref int dropped)
    {
        if (message.Tracks is not { } batch)
        {
            return null;
        }

        if (FindLengthFault(batch) is { } lengthFault)
        {
            return lengthFault;
        }

        for (int i = 0; i < batch.Detectors.Count; i++)
        {
            if (FindFault(batch, i, intersection) is { } fault)
            {
                return fault;
            }

            TrackObservation observation = new(
                message.TimeMs - batch.AgesMs[i],
                batch.Objects[i],
                (ushort)batch.Detectors[i],
                IntersectionMapper.FromMessage(batch.VehicleClasses[i]),
                batch.DistancesDm[i] / 10F,
                batch.SpeedsCmps[i] / 100F,
                (byte)batch.ConfidencesPercent[i],
                batch.Sections.Count == 0 ? (byte)0 : (byte)batch.Sections[i]);
            dropped += tick.TryAdd(observation) ? 0 : 1;
        }

        return null;
    }

    private static string? FindLengthFault(V1.TrackBatch batch)
    {
        int count = batch.Detectors.Count;
        return batch.Objects.Count != count ? LengthFault("objects", batch.Objects.Count, count)
            : batch.VehicleClasses.Count != count ? LengthFault("vehicle_classes", batch.VehicleClasses.Count, count)
            : batch.DistancesDm.Count != count ? LengthFault("distances_dm", batch.DistancesDm.Count, count)
            : batch.SpeedsCmps.Count != count ? LengthFault("speeds_cmps", batch.SpeedsCmps.Count, count)
            : batch.ConfidencesPercent.Count != count ? LengthFault("confidences_percent", batch.ConfidencesPercent.Count, count)
            : batch.AgesMs.Count != count ? LengthFault("ages_ms", batch.AgesMs.Count, count)
            : batch.Sections.Count != count && batch.Sections.Count != 0 ? LengthFault("sections", batch.Sections.Count, count)
            : null;
    }

    private static string LengthFault(string field, int found, int count) =>
        $"tick.tracks.{field} has {found} entries; send {count}, one for each of tick.tracks.detectors.";

    private static string? FindFault(V1.TrackBatch batch, int i, Intersection intersection)
    {
        uint detector = batch.Detectors[i];
        if (detector >= (uint)intersection.Detectors.Length)
        {
            return $"tick.tracks.detectors[{i}] is {detector}; the file has {intersection.Detectors.Length} detectors.";
        }

        DetectorDefinition definition = intersection.Detectors[(int)detector].Definition;
        if (definition.Kind != DetectorKind.Tracks)
        {
            return $"tick.tracks.detectors[{i}] is {detector}, '{definition.Id}', which is no tracks detector;"
                + " name one whose kind is tracks, or send transitions or counts for it.";
        }

        if (IntersectionMapper.FromMessage(batch.VehicleClasses[i]) == VehicleClasses.None)
        {
            return $"tick.tracks.vehicle_classes[{i}] is not a class this version knows; send 1 to 6.";
        }

        if (batch.DistancesDm[i] is < MinDistanceDm or > MaxDistanceDm)
        {
            return $"tick.tracks.distances_dm[{i}] is {batch.DistancesDm[i]}; send {MinDistanceDm} to {MaxDistanceDm}.";
        }

        if (batch.SpeedsCmps[i] > MaxSpeedCmps)
        {
            return $"tick.tracks.speeds_cmps[{i}] is {batch.SpeedsCmps[i]}; send 0 to {MaxSpeedCmps}.";
        }

        if (batch.ConfidencesPercent[i] > 100)
        {
            return $"tick.tracks.confidences_percent[{i}] is {batch.ConfidencesPercent[i]}; send 0 to 100.";
        }

        if (batch.Sections.Count > 0 && batch.Sections[i] > byte.MaxValue)
        {
            return $"tick.tracks.sections[{i}] is {batch.Sections[i]}; send 0 to {byte.MaxValue}.";
        }

        return batch.AgesMs[i] > MaxAgeMs ? $"tick.tracks.ages_ms[{i}] is {batch.AgesMs[i]}; send 0 to {MaxAgeMs}." : null;
    }

    private static void Clear(V1.TrackBatch batch)
    {
        batch.Detectors.Clear();
        batch.Objects.Clear();
        batch.VehicleClasses.Clear();
        batch.DistancesDm.Clear();
        batch.SpeedsCmps.Clear();
        batch.ConfidencesPercent.Clear();
        batch.AgesMs.Clear();
        batch.Sections.Clear();
    }

    // What is not a number is said as the largest: far away, where it does least.
    private static int Scale(float value, float factor, int least, int most) =>
        float.IsNaN(value) ? most : (int)MathF.Round(Math.Clamp(value * factor, least, most));
}
