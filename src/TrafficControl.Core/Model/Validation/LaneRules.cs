namespace TrafficControl.Core.Model.Validation;

/// <summary>Rules of lanes and of the movements between them.</summary>
internal static class LaneRules
{
    private const double ShareTolerance = 0.01;

    internal static void Check(ModelUnderTest model)
    {
        int lanes = Math.Min(model.Definition.Lanes.Count, Intersection.MaxLanes);
        for (int i = 0; i < lanes; i++)
        {
            CheckLane(model.Faults, JsonPath.Item("lanes", i), model.Definition.Lanes[i]);
        }

        int movements = Math.Min(model.Definition.Movements.Count, Intersection.MaxMovements);
        for (int i = 0; i < movements; i++)
        {
            CheckMovement(model, JsonPath.Item("movements", i), i, model.Definition.Movements[i]);
        }

        CheckShares(model, lanes, movements);
    }

    private static void CheckLane(FaultList faults, string path, LaneDefinition lane)
    {
        RangeChecks range = new(faults, path);
        range.Field("role", lane.Role);
        range.Field("lengthM", lane.LengthM, 1, 10_000);
        range.Field("speedMps", lane.SpeedMps, 1, 60);
        HeaderRules.CheckText(faults, path + ".approach", lane.Approach);
        CheckDownstream(faults, path, "downstreamIntersection", lane, lane.DownstreamIntersection);
        CheckDownstream(faults, path, "downstreamLane", lane, lane.DownstreamLane);
        if (lane.DownstreamLane.Length > 0 && lane.DownstreamIntersection.Length == 0)
        {
            faults.Add(
                path + ".downstreamIntersection", "downstreamIntersection is empty; name the one that downstreamLane is part of.");
        }
    }

    private static void CheckDownstream(FaultList faults, string lanePath, string field, LaneDefinition lane, string id)
    {
        if (id.Length == 0)
        {
            return;
        }

        string path = JsonPath.Field(lanePath, field);
        IdTable.CheckId(faults, path, id, IntersectionDefinition.MaxIdLength);
        if (lane.Role == LaneRole.Approach)
        {
            faults.Add(path, $"{field} is for exit lanes; remove it, or make lane {JsonPath.Quote(lane.Id)} an exit.");
        }
    }

    private static void CheckMovement(ModelUnderTest model, string path, int index, MovementDefinition movement)
    {
        RangeChecks range = new(model.Faults, path);
        range.Field("turn", movement.Turn);
        range.Field("saturationFlowVph", movement.SaturationFlowVph, 100, 10_000);
        range.Field("share", movement.Share, 0, 1);
        CheckEnd(model, path + ".fromLane", movement.FromLane, LaneRole.Approach);
        if (movement.ToLane.Length > 0)
        {
            CheckEnd(model, path + ".toLane", movement.ToLane, LaneRole.Exit);
        }

        int group = model.Groups.Resolve(movement.SignalGroup, path + ".signalGroup");
        if (model.IsPedestrian(group))
        {
            model.Faults.Add(
                path + ".signalGroup",
                $"signalGroup {model.Quoted(group)} is for pedestrians; name the group whose green releases the lane.");
        }

        int[] yieldsTo = model.Movements.ResolveAll(movement.YieldsTo, path + ".yieldsTo");
        for (int i = 0; i < yieldsTo.Length; i++)
        {
            CheckYield(model, JsonPath.Item(path + ".yieldsTo", i), (index, group), yieldsTo[i]);
        }

        int[] pedestrians = model.Groups.ResolveAll(movement.YieldsToPedestrians, path + ".yieldsToPedestrians");
        for (int i = 0; i < pedestrians.Length; i++)
        {
            CheckPedestrians(model, JsonPath.Item(path + ".yieldsToPedestrians", i), group, pedestrians[i]);
        }
    }

    private static void CheckEnd(ModelUnderTest model, string path, string id, LaneRole role)
    {
        int lane = model.Lanes.Resolve(id, path);
        if (lane >= 0 && model.Definition.Lanes[lane].Role != role)
        {
            string kind = role == LaneRole.Approach ? "an approach" : "an exit";
            model.Faults.Add(path, $"Lane {JsonPath.Quote(id)} is not {kind} lane; name one that is, or correct its role.");
        }
    }

    private static void CheckYield(ModelUnderTest model, string path, (int Index, int Group) movement, int yieldsTo)
    {
        if (yieldsTo == movement.Index)
        {
            model.Faults.Add(path, "A movement cannot give way to itself; remove it from its own list.");
        }
        else if (yieldsTo >= 0)
        {
            MovementDefinition other = model.Definition.Movements[yieldsTo];
            if (model.InConflict(movement.Group, model.Groups.Find(other.SignalGroup)))
            {
                model.Faults.Add(
                    path,
                    $"Movement {JsonPath.Quote(other.Id)} is never green at the same time, its group conflicts;"
                    + " remove it from yieldsTo or correct conflicts.");
            }
        }
    }

    private static void CheckPedestrians(ModelUnderTest model, string path, int group, int pedestrians)
    {
        if (pedestrians < 0)
        {
            return;
        }

        if (!model.IsPedestrian(pedestrians))
        {
            model.Faults.Add(
                path, $"Group {model.Quoted(pedestrians)} is not for pedestrians; name its movements in yieldsTo instead.");
        }
        else if (model.InConflict(group, pedestrians))
        {
            model.Faults.Add(
                path,
                $"Pedestrian group {model.Quoted(pedestrians)} never walks at the same time, it conflicts;"
                + " remove it from yieldsToPedestrians or correct conflicts.");
        }
    }

    private static void CheckShares(ModelUnderTest model, int lanes, int movements)
    {
        double[] sums = new double[lanes];
        int[] first = new int[lanes];
        Array.Fill(first, -1);
        for (int i = 0; i < movements; i++)
        {
            int lane = model.Lanes.Find(model.Definition.Movements[i].FromLane);
            if (lane >= 0)
            {
                sums[lane] += model.Definition.Movements[i].Share;
                first[lane] = first[lane] < 0 ? i : first[lane];
            }
        }

        for (int lane = 0; lane < lanes; lane++)
        {
            // A share that is not finite has been reported as such.
            if (first[lane] >= 0 && double.IsFinite(sums[lane]) && Math.Abs(sums[lane] - 1) > ShareTolerance)
            {
                model.Faults.Add(
                    JsonPath.Item("movements", first[lane]) + ".share",
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"The shares of the movements from lane {JsonPath.Quote(model.Definition.Lanes[lane].Id)} add up to {sums[lane]:0.###}; they must add up to 1."));
            }
        }
    }
}
