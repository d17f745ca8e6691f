namespace TrafficControl.Optimization.FixedTime;

/// <summary>A sequence of stages with their splits while it is worked on.</summary>
/// <param name="Stages">Stage index of each split.</param>
/// <param name="DurationsS">Length of each split, whole seconds, the change from the stage before included.</param>
internal sealed record SplitPlan(int[] Stages, int[] DurationsS)
{
    internal int CycleS => DurationsS.Sum();
}
