using System.Runtime.CompilerServices;

namespace TrafficControl.Core.Planning;

/// <summary>One partial plan of the search, beside its lanes' state.</summary>
internal struct PlanNode
{
    /// <summary>Most changes of stage that a plan keeps.</summary>
    internal const int MaxChanges = 8;

    /// <summary>Cost so far, vehicle seconds.</summary>
    internal float Cost;

    /// <summary>Cost so far and estimate of what is left at the end, vehicle seconds.</summary>
    internal float Total;

    /// <summary>The first stage chosen; -1 before the first choice.</summary>
    internal int First;

    /// <summary>Groups other than pedestrian ones that have been green since the plan began, one bit each.</summary>
    internal ulong Standing;

    /// <summary>Number of changes.</summary>
    internal int Changes;

    /// <summary>Second of each change's decision.</summary>
    internal ChangeList ChangeAt;

    /// <summary>Stage of each change.</summary>
    internal ChangeList ChangeTo;

    /// <summary>A fixed list of numbers below 128.</summary>
    [InlineArray(MaxChanges)]
    internal struct ChangeList
    {
        private sbyte _first;
    }
}
