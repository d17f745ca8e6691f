namespace TrafficControl.Core.Planning;

/// <summary>
/// What a plan starts from: queues, arrivals second by second, heads that may be blocked, the stage that runs. Filled before
/// every search; allocated once. Rows have the stage model's width.
/// </summary>
internal sealed class PlanInput
{
    internal PlanInput(StageModel model, int horizonSeconds)
    {
        HorizonSeconds = horizonSeconds;
        Queue = new float[model.Width];
        Tokens = new float[model.Width];
        BlockedRed = new float[model.Width];
        BlockedYielding = new float[model.Width];
        Downstream = new float[model.Width];
        Weight = new float[model.Width];
        RatePerSecond = new float[model.Width];
        Arrivals = new float[(horizonSeconds + GapSeconds) * model.Width];
        GreenEndSeconds = new byte[model.GroupCount];
        Array.Fill(GreenEndSeconds, NoLimit);
    }

    /// <summary>Seconds of arriving traffic that a driver who gives way looks ahead.</summary>
    internal const int GapSeconds = 4;

    /// <summary>Stands for the end of a green that no maximum ends within a plan.</summary>
    internal const byte NoLimit = byte.MaxValue;

    /// <summary>Length of the plan, seconds.</summary>
    internal int HorizonSeconds { get; }

    /// <summary>Vehicles that wait.</summary>
    internal float[] Queue { get; }

    /// <summary>Discharge saved up: 1 lets a vehicle go at once.</summary>
    internal float[] Tokens { get; }

    /// <summary>Probability that the first vehicle waits for a movement that is red.</summary>
    internal float[] BlockedRed { get; }

    /// <summary>Probability that the first vehicle waits for a gap.</summary>
    internal float[] BlockedYielding { get; }

    /// <summary>Part of the flow that the exits can take, 0 to 1.</summary>
    internal float[] Downstream { get; }

    /// <summary>Cost of one waiting vehicle for one second.</summary>
    internal float[] Weight { get; }

    /// <summary>Vehicles per second that leave in green.</summary>
    internal float[] RatePerSecond { get; }

    /// <summary>Vehicles that would reach the line in each second, row by row; the rows after the horizon feed the gaps.</summary>
    internal float[] Arrivals { get; }

    /// <summary>The stage that runs, or is being left.</summary>
    internal int Stage { get; set; }

    /// <summary>The stage being changed to, or -1.</summary>
    internal int NextStage { get; set; }

    /// <summary>Seconds of a change under way that have passed.</summary>
    internal int ChangeElapsedSeconds { get; set; }

    /// <summary>Seconds before the new greens start, while a change is under way.</summary>
    internal int ChangeRestSeconds { get; set; }

    /// <summary>Seconds for which the stage must still run: minimum green, or a promise given.</summary>
    internal int HeldSeconds { get; set; }

    /// <summary>Per group that shows green: seconds from now by which it has to end.</summary>
    internal byte[] GreenEndSeconds { get; }

    /// <summary>Stages that may be chosen first, one bit each.</summary>
    internal ulong AllowedFirst { get; set; }
}
