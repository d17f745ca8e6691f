using System.Numerics;

namespace TrafficControl.Core.Planning;

/// <summary>
/// By which second of a plan the greens that run when it begins have to end, because their maximum is reached. Greens that the
/// plan itself starts are not limited: who will oppose them is not known, and a plan that must end them at its horizon would
/// put off starting them. Allocates nothing.
/// </summary>
internal sealed class GreenLimits
{
    // A change may take longer than planned by the red that is added behind turns that gave way, and the next decision falls
    // up to a second after it.
    private const int SlackSeconds = 2 + 1;

    private readonly StageModel _model;
    private readonly PlanInput _input;

    internal GreenLimits(StageModel model, PlanInput input)
    {
        _model = model;
        _input = input;
    }

    /// <summary>True when a maximum can end a green within the horizon.</summary>
    internal bool IsActive { get; private set; }

    /// <summary>Takes in what is due now.</summary>
    internal void Prepare() =>
        IsActive = _input.GreenEndSeconds.AsSpan().ContainsAnyInRange((byte)0, (byte)_input.HorizonSeconds);

    /// <summary>The last second at which a stage can be left so that no green outlasts its maximum.</summary>
    /// <param name="standing">Groups that have been green since the plan began.</param>
    /// <param name="stage">The stage that runs.</param>
    /// <param name="crossing">By position, seconds for which people will still be on each crossing.</param>
    internal int LeaveBy(ulong standing, int stage, ReadOnlySpan<float> crossing) =>
        Earliest(standing & _model.Vehicles[stage]) - LongestHold(stage, crossing);

    /// <summary>True when no green that a change keeps reaches its maximum before another change can end it.</summary>
    internal bool Fits(ulong standing, int from, int to, int t, ReadOnlySpan<float> crossing)
    {
        int minGreenSeconds = _model.MinGreenSeconds[(from * _model.StageCount) + to];
        int end = t + _model.ChangeOf(from, to, crossing).ChangeSeconds + SlackSeconds + minGreenSeconds
            + LongestHold(to, crossing);
        return Earliest(standing & _model.Vehicles[from] & _model.Vehicles[to]) >= end;
    }

    /// <summary>True when a change ends the green whose maximum is reached first.</summary>
    internal bool EndsFirst(ulong standing, int from, int to)
    {
        ulong shown = standing & _model.Vehicles[from];
        return Earliest(shown & ~_model.Vehicles[to]) <= Earliest(shown);
    }

    /// <summary>Pedestrians who walk beside a green keep it until they have cleared.</summary>
    private int LongestHold(int stage, ReadOnlySpan<float> crossing)
    {
        int longest = 0;
        for (int next = 0; next < _model.StageCount; next++)
        {
            longest = Math.Max(longest, _model.ChangeOf(stage, next, crossing).HoldSeconds);
        }

        return longest;
    }

    private int Earliest(ulong groups)
    {
        int end = PlanInput.NoLimit;
        for (; groups != 0; groups &= groups - 1)
        {
            end = Math.Min(end, _input.GreenEndSeconds[BitOperations.TrailingZeroCount(groups)]);
        }

        return end;
    }
}
