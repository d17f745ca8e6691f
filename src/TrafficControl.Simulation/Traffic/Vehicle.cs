using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// One vehicle, from the moment it wants to come in. Positions are of its front, along its lane, in metres.
/// </summary>
internal struct Vehicle
{
    /// <summary>Position on the lane; negative while it still crosses the junction before the lane.</summary>
    internal double X;
    internal double V;
    internal double A;

    internal double LengthM;
    internal double MinGapM;
    internal double HeadwayS;
    internal double AccelerationMps2;
    internal double DecelerationMps2;

    /// <summary>2 sqrt(a b) of the car-following model.</summary>
    internal double BrakingTerm;

    /// <summary>Its desired speed as a multiple of the speed limit.</summary>
    internal double SpeedFactor;

    /// <summary>Speed limit while <see cref="X"/> is negative.</summary>
    internal double BoxSpeedMps;

    /// <summary>
    /// Draws its turns. Its own, so that every controller meets the same vehicles with the same routes.
    /// </summary>
    internal SplitMix64 Route;

    internal VehicleClasses Class;
    internal int Lane;

    /// <summary>Next vehicle downstream on the lane, or -1.</summary>
    internal int Ahead;

    /// <summary>
    /// Next vehicle upstream on the lane (or behind it in the queue outside, or free in the pool), or -1.
    /// </summary>
    internal int Behind;

    /// <summary>Movement at the end of the lane, or -1 on a lane out of the model.</summary>
    internal int Movement;

    /// <summary>True: it leaves the lane by the turn pocket.</summary>
    internal bool TakesPocket;

    /// <summary>True: it has decided to stop at the line and does so until green.</summary>
    internal bool StopCommitted;

    /// <summary>True: it waited for a gap until yellow and now completes its permissive turn.</summary>
    internal bool CompletesTurn;

    /// <summary>True from falling below the stopping speed until exceeding the moving speed.</summary>
    internal bool IsStopped;

    /// <summary>Lane on which its rear still is, or -1.</summary>
    internal int RearLane;

    /// <summary>What to add to <see cref="X"/> for the position on <see cref="RearLane"/>.</summary>
    internal double RearOffsetM;

    /// <summary>Position on <see cref="RearLane"/> at which its front left it.</summary>
    internal double RearFrontM;

    internal readonly double Rear => X - LengthM;
}
