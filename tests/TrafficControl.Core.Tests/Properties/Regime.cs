using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Properties;

/// <summary>
/// How a scenario is driven: so that long sequences of one kind occur, not just noise from step to step.
/// </summary>
internal sealed class Regime
{
    public Regime(Dice dice)
    {
        ShortStepPercent = dice.Pick<int>([100, 75, 50, 0]);
        OddStepPercent = dice.Pick<int>([0, 0, 10]);
        NewDirectivePercent = dice.Pick<int>([1, 5, 20, 100]);
        NoDirectivePercent = dice.Pick<int>([0, 10, 50, 100]);
        GarbagePercent = dice.Pick<int>([0, 20, 80]);
        FlashPermille = dice.Pick<int>([0, 0, 2, 10]);
        TransitionsPerStep = dice.Pick<int>([0, 1, 3]);
        StartsRunning = dice.Chance(50);
    }

    /// <summary>Steps of 100 ms; most others are of 1 s.</summary>
    public int ShortStepPercent { get; }

    /// <summary>Steps of any other length, 0 to 1 s.</summary>
    public int OddStepPercent { get; }

    /// <summary>Steps at which another directive comes.</summary>
    public int NewDirectivePercent { get; }

    /// <summary>Of the new directives, how many are none at all, so that the local plan runs.</summary>
    public int NoDirectivePercent { get; }

    /// <summary>Of the fields of a directive, how many hold garbage.</summary>
    public int GarbagePercent { get; }

    /// <summary>Of a thousand new directives, how many ask for flash.</summary>
    public int FlashPermille { get; }

    /// <summary>Most detector transitions in a step.</summary>
    public int TransitionsPerStep { get; }

    /// <summary>True: takes over running signals; false: starts from dark.</summary>
    public bool StartsRunning { get; }
}
