using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Decides whether a vehicle has to stop at its stop line: signals, traffic to give way to, room beyond the junction.
/// </summary>
internal sealed class StopLineRules
{
    /// <summary>
    /// A driver stops for yellow when this deceleration is enough (HCM and ITE use 3.0 m/s2, 10 ft/s2).
    /// </summary>
    internal const double ComfortStopMps2 = 3;

    /// <summary>
    /// Distance at which drivers start to look at the stop line, metres: stopping from 20 m/s at 2 m/s2, and some.
    /// </summary>
    internal const double HorizonM = 120;

    /// <summary>
    /// Time the first driver of a queue takes to set off after the start of green. Short, because the smooth start of
    /// the car-following model is most of the start-up lost time already; together they make about 2 s.
    /// </summary>
    private const int ReactionMs = 400;

    /// <summary>
    /// Critical gap of a permissive turn in seconds (4.5: HCM 2010 exhibit 18-12, and the UTDF default).
    /// </summary>
    private const double CriticalGapS = 4.5;

    /// <summary>Time a vehicle that has crossed its stop line needs to leave the conflict area.</summary>
    private const int ConflictClearanceMs = 1_500;

    /// <summary>
    /// Least speed assumed of traffic to give way to: a queue that starts is near, however slow it still is.
    /// </summary>
    private const double LeastApproachMps = 3;

    /// <summary>Distance up to which a driver looks for traffic to give way to, metres.</summary>
    private const double LookoutM = 80;

    private readonly RoadMap _map;
    private readonly VehiclePool _vehicles;
    private readonly SignalFrame[] _frames;
    private readonly long[][] _greenSinceMs;

    internal StopLineRules(TrafficNetwork network, RoadMap map, VehiclePool vehicles)
    {
        _map = map;
        _vehicles = vehicles;
        _frames = new SignalFrame[network.Junctions.Length];
        _greenSinceMs = [.. network.Junctions.Select(junction => new long[junction.Groups.Length])];
    }

    internal ref readonly SignalFrame Frame(int junction) => ref _frames[junction];

    /// <summary>Takes over what a junction shows from now on.</summary>
    internal void SetSignals(int junction, in SignalFrame frame, long nowMs)
    {
        ulong started = Green(frame) & ~Green(_frames[junction]);
        long[] since = _greenSinceMs[junction];
        for (int group = 0; started != 0 && group < since.Length; group++)
        {
            if ((started & (1UL << group)) != 0)
            {
                since[group] = nowMs;
            }
        }

        _frames[junction] = frame;
    }

    /// <summary>True when the movement may cross on what is shown: green, or still yellow.</summary>
    internal bool IsReleased(RoadMovement movement) =>
        ((Green(_frames[movement.Junction]) | Yellow(_frames[movement.Junction])) & movement.GroupMask) != 0;

    /// <summary>Whether a vehicle has to stop at the end of its lane.</summary>
    /// <param name="me">The vehicle; remembers a decision to stop until green.</param>
    /// <param name="isFirst">True when nobody is between it and the stop line.</param>
    /// <param name="distanceM">From its front to the stop line.</param>
    /// <param name="nowMs">Now.</param>
    internal bool MustStop(ref Vehicle me, bool isFirst, double distanceM, long nowMs)
    {
        RoadMovement movement = _map.Movements[me.Movement];
        bool canStop = me.V < 0.5 || me.V * me.V <= 2 * ComfortStopMps2 * distanceM;
        if ((Green(_frames[movement.Junction]) & movement.GroupMask) != 0)
        {
            me.StopCommitted = false;
            bool reacts = nowMs - _greenSinceMs[movement.Junction][movement.Group] < ReactionMs && me.V < 0.3;
            return isFirst && canStop && (reacts || HasNoRoom(me, movement) || HasToGiveWay(movement, nowMs));
        }

        bool isYellow = (Yellow(_frames[movement.Junction]) & movement.GroupMask) != 0;
        if (isYellow && isFirst && IsSneaker(me, movement, distanceM, nowMs))
        {
            me.CompletesTurn = true;
        }

        // Who has once decided to stop does not change his mind; who could not stop may find that he can.
        me.StopCommitted |= canStop;
        return me.StopCommitted && !me.CompletesTurn;
    }

    // A flashing junction releases nobody: its masks mean nothing.
    private static ulong Green(in SignalFrame frame) => frame.IsFlash ? 0 : frame.Green;

    private static ulong Yellow(in SignalFrame frame) => frame.IsFlash ? 0 : frame.Yellow;

    /// <summary>
    /// The first vehicle that waits for a gap turns as soon as yellow stops the others. In the street it waits within
    /// the junction, beyond its stop line, so it completes its turn even when red has begun.
    /// </summary>
    private bool IsSneaker(in Vehicle me, RoadMovement movement, double distanceM, long nowMs) =>
        movement.YieldsTo.Length > 0 && distanceM < 3 && !HasNoRoom(me, movement) && !HasToGiveWay(movement, nowMs);

    /// <summary>True when the vehicle would have to stand in the junction because the road beyond is full.</summary>
    private bool HasNoRoom(in Vehicle me, RoadMovement movement)
    {
        if (movement.ToLane < 0)
        {
            return false;
        }

        RoadLane lane = _map.Lanes[movement.ToLane];
        double need = me.LengthM + me.MinGapM;
        if (lane.Tail < 0)
        {
            return false;
        }

        ref readonly Vehicle tail = ref _vehicles[lane.Tail];
        return lane.LengthM - lane.OccupiedM < need || (tail.V < 2 && tail.Rear < need);
    }

    private bool HasToGiveWay(RoadMovement movement, long nowMs)
    {
        foreach (int other in movement.YieldsTo)
        {
            RoadMovement conflict = _map.Movements[other];
            if (nowMs - conflict.LastCrossingMs < ConflictClearanceMs
                || (IsReleased(conflict) && HasArrival(conflict, other)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a vehicle of a movement reaches its stop line within the critical gap.</summary>
    private bool HasArrival(RoadMovement conflict, int conflictIndex)
    {
        RoadLane lane = _map.Lanes[conflict.FromLane];
        for (int i = lane.Head; i >= 0; i = _vehicles[i].Behind)
        {
            ref readonly Vehicle vehicle = ref _vehicles[i];
            double distance = lane.LengthM - vehicle.X;
            if (distance > LookoutM)
            {
                return false;
            }

            if (vehicle.TakesPocket)
            {
                continue;
            }

            if (vehicle.Movement == conflictIndex)
            {
                return !vehicle.StopCommitted && distance <= CriticalGapS * Math.Max(vehicle.V, LeastApproachMps);
            }

            // Behind a vehicle that waits for a gap itself nobody can come: two such opposite each other turn together.
            if (vehicle.V < 0.5 && _map.Movements[vehicle.Movement].YieldsTo.Length > 0)
            {
                return false;
            }
        }

        return false;
    }
}
