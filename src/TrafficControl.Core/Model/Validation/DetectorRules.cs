using System.Numerics;

namespace TrafficControl.Core.Model.Validation;

/// <summary>Rules of detectors: where they lie, what they see, and whom they call.</summary>
internal static class DetectorRules
{
    // Less would not hold the vehicle that waits at the line.
    private const double ShortestTracksM = 10;

    internal static void Check(ModelUnderTest model)
    {
        ulong[] released = GroupsByLane(model);
        int detectors = Math.Min(model.Definition.Detectors.Count, Intersection.MaxDetectors);
        for (int i = 0; i < detectors; i++)
        {
            string path = JsonPath.Item("detectors", i);
            DetectorDefinition detector = model.Definition.Detectors[i];
            RangeChecks range = new(model.Faults, path);
            range.Field("kind", detector.Kind);
            range.Field("distanceM", detector.DistanceM, 0, 2_000);
            range.Field("lengthM", detector.LengthM, detector.Kind == DetectorKind.Tracks ? ShortestTracksM : 0, 500);
            range.Field("delayMs", detector.DelayMs, 0, 255_000);
            range.Field("extendMs", detector.ExtendMs, 0, 25_500);
            if (detector.Classes == VehicleClasses.None || (detector.Classes & ~VehicleClasses.All) != 0)
            {
                model.Faults.Add(
                    path + ".classes",
                    $"classes must list at least one of {string.Join(", ", VehicleClassNames.All)}.");
            }

            CheckChannel(model, path, i);
            CheckCalls(model, path, detector, CheckPlace(model, path, detector), released);
        }
    }

    /// <summary>Checks the lane of a detector; returns its position, or -1.</summary>
    private static int CheckPlace(ModelUnderTest model, string path, DetectorDefinition detector)
    {
        if (detector.Kind != DetectorKind.PushButton)
        {
            int lane = model.Lanes.Resolve(detector.Lane, path + ".lane");
            if (detector.Kind == DetectorKind.Tracks && lane >= 0 && model.Definition.Lanes[lane].Role == LaneRole.Exit)
            {
                model.Faults.Add(
                    path + ".lane",
                    $"lane {JsonPath.Quote(detector.Lane)} is an exit; tracks follow the way to a stop line, name an approach lane.");
            }

            return lane;
        }

        if (detector.Lane.Length > 0)
        {
            model.Faults.Add(path + ".lane", $"lane is {JsonPath.Quote(detector.Lane)}; a push button lies on no lane, remove it.");
        }

        return -1;
    }

    /// <summary>A device reports once for a lane: a second detector of its channel there would count everything twice.</summary>
    private static void CheckChannel(ModelUnderTest model, string path, int index)
    {
        DetectorDefinition detector = model.Definition.Detectors[index];
        if (detector.Channel.Length > IntersectionDefinition.MaxIdLength)
        {
            model.Faults.Add(path + ".channel", $"channel has {detector.Channel.Length} characters; use at most {IntersectionDefinition.MaxIdLength}.");
        }

        for (int other = 0; other < index && detector.Channel.Length > 0; other++)
        {
            DetectorDefinition before = model.Definition.Detectors[other];
            if (before.Channel == detector.Channel && before.Lane == detector.Lane)
            {
                model.Faults.Add(
                    path + ".channel",
                    $"channel {JsonPath.Quote(detector.Channel)} already reports lane {JsonPath.Quote(detector.Lane)}"
                    + $" as detector {JsonPath.Quote(before.Id)}; give each lane one detector of a channel.");
                return;
            }
        }
    }

    private static void CheckCalls(
        ModelUnderTest model, string path, DetectorDefinition detector, int lane, ulong[] released)
    {
        string callsPath = path + ".calls";
        if (detector.Calls.Count == 0)
        {
            CheckSilence(model, callsPath, detector, lane, released);
        }

        int[] calls = model.Groups.ResolveAll(detector.Calls, callsPath);
        for (int i = 0; i < calls.Length; i++)
        {
            // Pedestrians do not travel on lanes, so a lane says nothing about calls for them.
            if (calls[i] >= 0 && lane >= 0 && !model.IsPedestrian(calls[i])
                && released[lane] != 0 && (released[lane] >> calls[i] & 1) == 0)
            {
                string group = model.Quoted(BitOperations.TrailingZeroCount(released[lane]));
                model.Faults.Add(
                    JsonPath.Item(callsPath, i),
                    $"No movement of lane {JsonPath.Quote(detector.Lane)} is released by {model.Quoted(calls[i])};"
                    + $" call a group that releases the lane, such as {group}.");
            }
        }
    }

    /// <summary>
    /// A detector that only counts is allowed on an exit, and on an approach where nobody waits unseen without it: every
    /// group of the lane has another detector of the lane that calls it, or a recall.
    /// </summary>
    private static void CheckSilence(
        ModelUnderTest model, string callsPath, DetectorDefinition detector, int lane, ulong[] released)
    {
        bool isButton = detector.Kind == DetectorKind.PushButton;
        if (isButton || (lane >= 0 && model.Definition.Lanes[lane].Role != LaneRole.Exit && released[lane] == 0))
        {
            model.Faults.Add(
                callsPath, $"Detector {JsonPath.Quote(detector.Id)} calls nothing; list the signal groups it calls.");
            return;
        }

        bool isApproach = lane >= 0 && model.Definition.Lanes[lane].Role != LaneRole.Exit;
        for (ulong rest = isApproach ? released[lane] : 0; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            SignalGroupDefinition definition = model.Definition.SignalGroups[group];
            if (definition.Recall is not (RecallMode.Minimum or RecallMode.Maximum)
                && !IsCalledFrom(model, detector.Lane, definition.Id))
            {
                model.Faults.Add(
                    callsPath,
                    $"Detector {JsonPath.Quote(detector.Id)} calls nothing and no other on lane"
                    + $" {JsonPath.Quote(detector.Lane)} calls {model.Quoted(group)};"
                    + " list it here, or give it a detector there or a minimum recall.");
                return;
            }
        }
    }

    private static bool IsCalledFrom(ModelUnderTest model, string lane, string group)
    {
        int detectors = Math.Min(model.Definition.Detectors.Count, Intersection.MaxDetectors);
        for (int i = 0; i < detectors; i++)
        {
            DetectorDefinition detector = model.Definition.Detectors[i];
            for (int call = 0; detector.Lane == lane && call < detector.Calls.Count; call++)
            {
                if (detector.Calls[call] == group)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>For each lane, the groups that release its movements.</summary>
    private static ulong[] GroupsByLane(ModelUnderTest model)
    {
        ulong[] released = new ulong[Math.Min(model.Definition.Lanes.Count, Intersection.MaxLanes)];
        int movements = Math.Min(model.Definition.Movements.Count, Intersection.MaxMovements);
        for (int i = 0; i < movements; i++)
        {
            MovementDefinition movement = model.Definition.Movements[i];
            int lane = model.Lanes.Find(movement.FromLane);
            int group = model.Groups.Find(movement.SignalGroup);
            if (lane >= 0 && group >= 0)
            {
                released[lane] |= 1UL << group;
            }
        }

        return released;
    }
}
