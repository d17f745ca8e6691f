namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Moves all vehicles by a step: first every acceleration from the state before, then every position, then the lanes.
/// </summary>
internal sealed class VehicleMotion
{
    private const double StopSpeedMps = 1;
    private const double MovingSpeedMps = 3;

    private readonly RoadMap _map;
    private readonly VehiclePool _vehicles;
    private readonly StopLineRules _rules;
    private readonly DetectorRecorder[] _recorders;
    private readonly int[] _leaving;
    private int _leavingCount;
    private long _stepIndex;
    private long _nowMs;

    internal VehicleMotion(RoadMap map, VehiclePool vehicles, StopLineRules rules, DetectorRecorder[] recorders)
    {
        _map = map;
        _vehicles = vehicles;
        _rules = rules;
        _recorders = recorders;
        // In a step each lane lets at most one vehicle go at its end and one into its pocket.
        _leaving = new int[map.Lanes.Length * 2];
    }

    internal long Inserted { get; private set; }

    internal long Finished { get; private set; }

    internal long Stops { get; private set; }

    internal long RedCrossings { get; private set; }

    /// <summary>Sum over the vehicles of the time beyond that at their desired speed, seconds.</summary>
    internal double DelayS { get; private set; }

    internal void Step(long nowMs, int stepMs)
    {
        _nowMs = nowMs;
        foreach (RoadLane lane in _map.Lanes)
        {
            Accelerate(lane);
        }

        foreach (RoadLane lane in _map.Lanes)
        {
            Move(lane, stepMs);
        }

        for (int i = 0; i < _leavingCount; i++)
        {
            LeaveLane(_leaving[i], stepMs);
        }

        _leavingCount = 0;
        _stepIndex++;
    }

    internal void Insert(ArrivalProcess arrivals)
    {
        int index = arrivals.First;
        if (index < 0)
        {
            return;
        }

        RoadLane lane = arrivals.Lane;
        ref Vehicle me = ref _vehicles[index];
        double speed = lane.SpeedMps * me.SpeedFactor;
        if (lane.Tail >= 0)
        {
            ref readonly Vehicle tail = ref _vehicles[lane.Tail];
            double room = tail.Rear - me.MinGapM;
            if (room < 0)
            {
                return;
            }

            // The speed from which it can still stop comfortably behind the last vehicle, were that to brake likewise.
            double safe = Math.Sqrt((tail.V * tail.V) + (2 * me.DecelerationMps2 * room));
            speed = Math.Min(speed, safe);
            if (room < Math.Min(speed, tail.V) * me.HeadwayS)
            {
                return;
            }
        }

        arrivals.RemoveFirst(_vehicles);
        me.X = 0;
        me.V = speed;
        ChooseRoute(lane, ref me);
        lane.Append(_vehicles, index);
        Inserted++;
        Sense(lane, ref me, -1, 0, 1);
    }

    private void ChooseRoute(RoadLane lane, ref Vehicle me)
    {
        double unit = me.Route.NextUnit();
        me.TakesPocket = false;
        me.Movement = -1;
        if (lane.Pocket >= 0)
        {
            if (unit < lane.PocketShare)
            {
                me.TakesPocket = true;
                return;
            }

            unit = (unit - lane.PocketShare) / (1 - lane.PocketShare);
        }

        foreach (int movement in lane.Movements)
        {
            // The last one takes what rounding leaves of the shares.
            me.Movement = movement;
            unit -= _map.Movements[movement].Share;
            if (unit < 0)
            {
                return;
            }
        }
    }

    private void Accelerate(RoadLane lane)
    {
        int ahead = -1;
        for (int i = lane.Head; i >= 0; i = _vehicles[i].Behind)
        {
            ref Vehicle me = ref _vehicles[i];
            double desired = lane.SpeedMps * me.SpeedFactor;
            double interaction = 0;
            if (me.X < 0)
            {
                desired = Math.Min(desired, me.BoxSpeedMps);
            }

            if (ahead >= 0)
            {
                ref readonly Vehicle leader = ref _vehicles[ahead];
                // Who turns into the pocket passes those who stand beyond its opening.
                if (!me.TakesPocket || leader.Rear < lane.PocketEntryM)
                {
                    interaction = CarFollowing.Interaction(me, leader.Rear - me.X, leader.V);
                }
            }

            if (me.TakesPocket)
            {
                interaction = Math.Max(interaction, FollowInto(me, _map.Lanes[lane.Pocket], lane.PocketEntryM - me.X));
            }
            else if (me.Movement >= 0 && lane.LengthM - me.X < StopLineRules.HorizonM)
            {
                interaction = Math.Max(interaction, ApproachStopLine(lane, ref me, ahead < 0, ref desired));
            }

            me.A = CarFollowing.Acceleration(me, desired, interaction);
            ahead = i;
        }
    }

    private double ApproachStopLine(RoadLane lane, ref Vehicle me, bool isFirst, ref double desired)
    {
        double distance = lane.LengthM - me.X;
        RoadMovement movement = _map.Movements[me.Movement];
        if (movement.TurnSpeedMps < desired)
        {
            // Slows down for the turn at 1.5 m/s2.
            desired = Math.Min(desired, Math.Sqrt((movement.TurnSpeedMps * movement.TurnSpeedMps) + (3 * distance)));
        }

        if (_rules.MustStop(ref me, isFirst, distance, _nowMs))
        {
            // A metre before the line: the model stops its minimum gap short of an obstacle.
            return CarFollowing.Interaction(me, distance - 1 + me.MinGapM, 0);
        }

        return isFirst && movement.ToLane >= 0
            ? FollowInto(me, _map.Lanes[movement.ToLane], distance + RoadMap.BoxM)
            : 0;
    }

    /// <summary>Interaction with the last vehicle of the lane that begins at a distance ahead.</summary>
    private double FollowInto(in Vehicle me, RoadLane next, double distanceM)
    {
        if (next.Tail < 0)
        {
            return 0;
        }

        ref readonly Vehicle tail = ref _vehicles[next.Tail];
        return CarFollowing.Interaction(me, distanceM + tail.Rear, tail.V);
    }

    private void Move(RoadLane lane, int stepMs)
    {
        double stepS = stepMs / 1000.0;
        int ahead = -1;
        for (int i = lane.Head; i >= 0; i = _vehicles[i].Behind)
        {
            ref Vehicle me = ref _vehicles[i];
            double x0 = me.X;
            double v1 = me.V + (me.A * stepS);
            // Ballistic update; who would reverse stops where its braking ends.
            double x1 = v1 >= 0 ? x0 + ((me.V + v1) * 0.5 * stepS) : x0 - (me.V * me.V / (2 * me.A));
            me.V = Math.Max(0, v1);
            if (ahead >= 0 && !(me.TakesPocket && _vehicles[ahead].Rear >= lane.PocketEntryM))
            {
                Limit(ref me, x0, ref x1, _vehicles[ahead].Rear - 0.2);
            }

            bool leaves = LeavesLane(lane, ref me, ahead < 0, x0, ref x1);
            me.X = x1;
            UpdateStop(lane, ref me);
            DelayS += stepS - ((x1 - x0) / (lane.SpeedMps * me.SpeedFactor));
            Sense(lane, ref me, x0, x1, stepMs);
            if (leaves)
            {
                _leaving[_leavingCount++] = i;
            }

            ahead = i;
        }
    }

    /// <summary>
    /// Whether a vehicle leaves its lane in this step; when there is no room for it beyond, it is held at the end.
    /// </summary>
    private bool LeavesLane(RoadLane lane, ref Vehicle me, bool isFirst, double x0, ref double x1)
    {
        double end = me.TakesPocket ? lane.PocketEntryM : lane.LengthM;
        if (x1 < end)
        {
            return false;
        }

        int next = me.TakesPocket ? lane.Pocket : me.Movement < 0 ? -1 : _map.Movements[me.Movement].ToLane;
        bool mayLeave = me.TakesPocket ? lane.AdmittedPocketStep != _stepIndex : isFirst;
        if (mayLeave && (next < 0 || HasEntryRoom(_map.Lanes[next], x1 - end - (me.TakesPocket ? 0 : RoadMap.BoxM))))
        {
            if (me.TakesPocket)
            {
                lane.AdmittedPocketStep = _stepIndex;
            }

            if (next >= 0)
            {
                _map.Lanes[next].AdmittedStep = _stepIndex;
            }

            return true;
        }

        Limit(ref me, x0, ref x1, end - 0.01);
        return false;
    }

    private bool HasEntryRoom(RoadLane next, double entryM) =>
        next.AdmittedStep != _stepIndex && (next.Tail < 0 || _vehicles[next.Tail].Rear >= entryM + 0.2);

    private static void Limit(ref Vehicle me, double x0, ref double x1, double limit)
    {
        if (x1 > limit)
        {
            x1 = Math.Max(x0, limit);
            me.V = 0;
        }
    }

    private void UpdateStop(RoadLane lane, ref Vehicle me)
    {
        if (!me.IsStopped && me.V < StopSpeedMps)
        {
            me.IsStopped = true;
            lane.StoppedCount++;
            lane.Stops++;
            Stops++;
        }
        else if (me.IsStopped && me.V > MovingSpeedMps)
        {
            me.IsStopped = false;
            lane.StoppedCount--;
        }
    }

    /// <summary>
    /// Moves a vehicle from the end of its lane, or the opening of its pocket, to the next lane or out of the model.
    /// </summary>
    private void LeaveLane(int index, int stepMs)
    {
        ref Vehicle me = ref _vehicles[index];
        RoadLane lane = _map.Lanes[me.Lane];
        double offset = me.TakesPocket ? lane.PocketEntryM : lane.LengthM;
        int next = me.TakesPocket ? lane.Pocket : -1;
        if (!me.TakesPocket && me.Movement >= 0)
        {
            RoadMovement movement = _map.Movements[me.Movement];
            movement.LastCrossingMs = _nowMs;
            movement.Crossings++;
            RedCrossings += _rules.IsReleased(movement) || me.CompletesTurn ? 0 : 1;
            next = movement.ToLane;
            offset += next < 0 ? 0 : RoadMap.BoxM;
            me.BoxSpeedMps = movement.TurnSpeedMps;
        }

        lane.Remove(_vehicles, index);
        if (next < 0)
        {
            SenseDisappearance(lane, me, stepMs);
            _vehicles.Release(index);
            Finished++;
            return;
        }

        double x0 = me.X - offset - (me.V * stepMs / 1000.0);
        me.X -= offset;
        me.RearLane = lane.Index;
        me.RearOffsetM = offset;
        me.RearFrontM = me.TakesPocket ? lane.PocketEntryM : lane.LengthM;
        me.StopCommitted = false;
        me.CompletesTurn = false;
        RoadLane target = _map.Lanes[next];
        ChooseRoute(target, ref me);
        target.Append(_vehicles, index);
        // A zone may begin with the lane: the front has to come from before it.
        SenseEntries(target, me, Math.Min(x0, -0.01), me.X, stepMs);
    }

    /// <summary>
    /// Records the detector zones that a vehicle entered and left by moving from one position to another.
    /// </summary>
    private void Sense(RoadLane lane, ref Vehicle me, double x0, double x1, int stepMs)
    {
        if (me.RearLane >= 0)
        {
            RoadLane rearLane = _map.Lanes[me.RearLane];
            SenseExits(rearLane, me, x0 + me.RearOffsetM, x1 + me.RearOffsetM, me.RearFrontM, stepMs);
            if (me.Rear + me.RearOffsetM >= rearLane.LengthM)
            {
                me.RearLane = -1;
            }
        }

        SenseEntries(lane, me, x0, x1, stepMs);
        SenseExits(lane, me, x0, x1, x1, stepMs);
    }

    private void SenseEntries(RoadLane lane, in Vehicle me, double x0, double x1, int stepMs)
    {
        foreach (ref readonly DetectorZone zone in lane.Zones.AsSpan())
        {
            if (x0 < zone.StartM && x1 >= zone.StartM && (zone.Classes & me.Class) != 0)
            {
                Record(zone, (zone.StartM - x0) / (x1 - x0), stepMs, true);
            }
        }
    }

    /// <summary>
    /// Records the zones that the rear left. A zone counts only when the front had reached it on this lane.
    /// </summary>
    private void SenseExits(RoadLane lane, in Vehicle me, double x0, double x1, double frontM, int stepMs)
    {
        foreach (ref readonly DetectorZone zone in lane.Zones.AsSpan())
        {
            double end = zone.EndM + me.LengthM;
            if (x0 < end && x1 >= end && frontM >= zone.StartM && (zone.Classes & me.Class) != 0)
            {
                Record(zone, (end - x0) / (x1 - x0), stepMs, false);
            }
        }
    }

    /// <summary>A vehicle that leaves the model leaves every zone it is in.</summary>
    private void SenseDisappearance(RoadLane lane, in Vehicle me, int stepMs)
    {
        foreach (ref readonly DetectorZone zone in lane.Zones.AsSpan())
        {
            if (me.X >= zone.StartM && me.Rear < zone.EndM && (zone.Classes & me.Class) != 0)
            {
                Record(zone, 1, stepMs, false);
            }
        }

        if (me.RearLane < 0)
        {
            return;
        }

        foreach (ref readonly DetectorZone zone in _map.Lanes[me.RearLane].Zones.AsSpan())
        {
            if (me.RearFrontM >= zone.StartM && me.Rear + me.RearOffsetM < zone.EndM && (zone.Classes & me.Class) != 0)
            {
                Record(zone, 1, stepMs, false);
            }
        }
    }

    private void Record(in DetectorZone zone, double fraction, int stepMs, bool isEntry) =>
        _recorders[zone.Junction].Record(_nowMs + (long)(fraction * stepMs), zone.Detector, isEntry);
}
