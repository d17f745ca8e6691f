using System.Numerics;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Planning;

/// <summary>
/// An intersection as the planner sees it: which lane each stage serves, for which part a stage leaves a lane's vehicles
/// waiting, who gives way to whom, and what every change of stage takes. Flat arrays, one row a stage, padded to whole
/// vectors. Pedestrian groups are planned like lanes, behind the approach lanes.
/// </summary>
internal sealed class StageModel
{
    // Behind a pedestrian clearance stands a buffer before conflicting traffic may start (MUTCD 4E.06: 3 s).
    private const int ClearedBufferSeconds = 3;

    // A movement this rare neither blocks its lane nor holds anybody up.
    private const float LeastShare = 1e-3f;

    private readonly Intersection _intersection;
    private readonly int[] _positionOfLane;
    private readonly int[] _positionOfPedestrians;
    private readonly int[] _firstYield;
    private readonly ulong[] _pedestrians;
    private readonly int[] _changeSeconds;
    private readonly int[] _clearSeconds;
    private readonly int[] _besideSeconds;
    private readonly int[] _minGreenWalking;
    private readonly int[] _minGreenIdle;
    private int _yieldCount;
    private int _foeCount;

    internal StageModel(Intersection intersection)
    {
        _intersection = intersection;
        _positionOfLane = new int[intersection.Lanes.Length];
        _positionOfPedestrians = new int[intersection.Groups.Length];
        Array.Fill(_positionOfLane, -1);
        Array.Fill(_positionOfPedestrians, -1);
        Lanes = CountLanes(intersection, _positionOfLane, _positionOfPedestrians);
        PedestrianCount = BitOperations.PopCount(intersection.PedestrianGroups);
        int count = Lanes.Length + PedestrianCount;
        Width = (count + VectorLanes - 1) / VectorLanes * VectorLanes;
        StageCount = intersection.Stages.Length;
        CrossingSeconds = new float[Width];
        GroupCount = intersection.Groups.Length;
        Vehicles = new ulong[StageCount];
        Serves = new bool[StageCount * Width];
        Red = new float[StageCount * Width];
        Shares = new float[intersection.Movements.Length];
        int pairs = 0;
        foreach (Movement movement in intersection.Movements)
        {
            pairs += movement.YieldsTo.Length + BitOperations.PopCount(movement.YieldsToPedestrians);
        }

        Yields = new YieldEntry[StageCount * intersection.Movements.Length];
        Foes = new YieldFoe[Math.Max(1, StageCount * pairs)];
        _firstYield = new int[StageCount + 1];
        MinGreenSeconds = new int[StageCount * StageCount];
        _pedestrians = new ulong[StageCount];
        _changeSeconds = new int[StageCount * StageCount];
        _clearSeconds = new int[StageCount * StageCount];
        _besideSeconds = new int[StageCount * StageCount];
        _minGreenWalking = new int[StageCount * StageCount];
        _minGreenIdle = new int[StageCount * StageCount];
        FillCrossings();
        FillChanges();
        foreach (Stage stage in intersection.Stages)
        {
            FillServed(stage);
        }
    }

    /// <summary>Floats of one vector: rows are padded to a multiple of it.</summary>
    internal const int VectorLanes = 8;

    /// <summary>Length of a row: approach lanes, pedestrian groups, padding.</summary>
    internal int Width { get; }

    /// <summary>Number of planned pedestrian groups.</summary>
    internal int PedestrianCount { get; }

    /// <summary>Number of stages.</summary>
    internal int StageCount { get; }

    /// <summary>Number of signal groups.</summary>
    internal int GroupCount { get; }

    /// <summary>Per stage: its groups other than pedestrian ones, one bit each.</summary>
    internal ulong[] Vehicles { get; }

    /// <summary>Index in the intersection of each planned approach lane.</summary>
    internal int[] Lanes { get; }

    /// <summary>Per stage and lane: true when at least one movement is green.</summary>
    internal bool[] Serves { get; }

    /// <summary>Per stage and lane: share of the vehicles whose movement is red although the lane is served.</summary>
    internal float[] Red { get; }

    /// <summary>Per movement: share of its lane's vehicles that make it.</summary>
    internal float[] Shares { get; }

    /// <summary>The movements that give way, stage by stage.</summary>
    internal YieldEntry[] Yields { get; }

    /// <summary>The foes of all entries.</summary>
    internal YieldFoe[] Foes { get; }

    /// <summary>Per pair of stages: seconds for which the second stage must run once reached from the first.</summary>
    internal int[] MinGreenSeconds { get; }

    /// <summary>Per planned pedestrian group, behind the lanes: seconds for which people cross once they have walk.</summary>
    internal float[] CrossingSeconds { get; }

    /// <summary>Longest of all moves: a change and the minimum green after it, seconds.</summary>
    internal int LongestMoveSeconds { get; private set; }

    /// <summary>Position of a lane among the planned ones, or -1.</summary>
    internal int PositionOfLane(int lane) => _positionOfLane[lane];

    /// <summary>Position of a pedestrian group among the planned lanes, or -1.</summary>
    internal int PositionOfPedestrians(int group) => _positionOfPedestrians[group];

    /// <summary>True when a stage shows green to a group.</summary>
    internal bool IsGreen(int stage, int group) => (_intersection.Stages[stage].Groups >> group & 1) != 0;

    /// <summary>
    /// What a change takes: seconds in which vehicles still go because people beside them have to clear first, and seconds
    /// from the decision to the new greens.
    /// </summary>
    /// <param name="from">The stage that is left.</param>
    /// <param name="to">The stage after it.</param>
    /// <param name="crossing">By position, seconds for which people will still be on each crossing.</param>
    internal (int HoldSeconds, int ChangeSeconds) ChangeOf(int from, int to, ReadOnlySpan<float> crossing)
    {
        ulong ending = _pedestrians[from] & ~_pedestrians[to];
        float restSeconds = 0;
        for (ulong rest = ending; rest != 0; rest &= rest - 1)
        {
            restSeconds = Math.Max(restSeconds, crossing[_positionOfPedestrians[BitOperations.TrailingZeroCount(rest)]]);
        }

        int cell = (from * StageCount) + to;
        int clear = (int)Math.Ceiling(restSeconds);
        int hold = Math.Min(clear, _besideSeconds[cell]);
        int change = hold + _changeSeconds[cell];
        return (hold, clear > 0 ? Math.Max(change, Math.Min(clear + ClearedBufferSeconds, _clearSeconds[cell])) : change);
    }

    /// <summary>The movements that give way in a stage.</summary>
    internal ReadOnlySpan<YieldEntry> YieldsOf(int stage) =>
        Yields.AsSpan(_firstYield[stage], _firstYield[stage + 1] - _firstYield[stage]);

    /// <summary>Takes in the turning shares as they are known now, and which pedestrians will need their time.</summary>
    /// <param name="queues">The estimate.</param>
    /// <param name="pedestrians">Pedestrian groups that walk or are called; the others cost no time.</param>
    internal void Refresh(QueueEstimator queues, ulong pedestrians)
    {
        for (int from = 0; from < StageCount; from++)
        {
            for (int to = 0; to < StageCount; to++)
            {
                int cell = (from * StageCount) + to;
                bool walksAfter = (_pedestrians[to] & ~_pedestrians[from] & pedestrians) != 0;
                MinGreenSeconds[cell] = walksAfter ? _minGreenWalking[cell] : _minGreenIdle[cell];
            }
        }

        foreach (Movement movement in _intersection.Movements)
        {
            Shares[movement.Index] = (float)queues.TurningShare(movement.Index);
        }

        _yieldCount = 0;
        _foeCount = 0;
        foreach (Stage stage in _intersection.Stages)
        {
            _firstYield[stage.Index] = _yieldCount;
            FillRed(stage);
            foreach (Movement movement in _intersection.Movements)
            {
                AddYield(stage, movement);
            }
        }

        _firstYield[StageCount] = _yieldCount;
    }

    private static int[] CountLanes(Intersection intersection, int[] ofLane, int[] ofPedestrians)
    {
        List<int> lanes = [];
        foreach (Lane lane in intersection.Lanes)
        {
            if (lane.Definition.Role == LaneRole.Approach && lane.Movements.Length > 0)
            {
                ofLane[lane.Index] = lanes.Count;
                lanes.Add(lane.Index);
            }
        }

        int position = lanes.Count;
        for (ulong rest = intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            ofPedestrians[BitOperations.TrailingZeroCount(rest)] = position++;
        }

        return [.. lanes];
    }

    private static int Seconds(int ms) => (ms + 999) / 1000;

    private void FillServed(Stage stage)
    {
        int row = stage.Index * Width;
        foreach (int lane in Lanes)
        {
            Serves[row + _positionOfLane[lane]] = (_intersection.Lanes[lane].Groups & stage.Groups) != 0;
        }

        for (ulong rest = _intersection.PedestrianGroups & stage.Groups; rest != 0; rest &= rest - 1)
        {
            Serves[row + _positionOfPedestrians[BitOperations.TrailingZeroCount(rest)]] = true;
        }
    }

    private void FillRed(Stage stage)
    {
        int row = stage.Index * Width;
        Array.Clear(Red, row, Width);
        foreach (Movement movement in _intersection.Movements)
        {
            int position = _positionOfLane[movement.FromLane];
            if (position >= 0 && (stage.Groups & (1UL << movement.Group)) == 0)
            {
                Red[row + position] += Shares[movement.Index];
            }
        }
    }

    private void AddYield(Stage stage, Movement movement)
    {
        float share = Shares[movement.Index];
        int lane = _positionOfLane[movement.FromLane];
        bool yields = movement.YieldsTo.Length > 0 || movement.YieldsToPedestrians != 0;
        if (!yields || share < LeastShare || lane < 0 || (stage.Groups & (1UL << movement.Group)) == 0)
        {
            return;
        }

        int firstFoe = _foeCount;
        foreach (int other in movement.YieldsTo)
        {
            Movement foe = _intersection.Movements[other];
            float foeShare = Shares[other];
            int foeLane = _positionOfLane[foe.FromLane];
            if ((stage.Groups & (1UL << foe.Group)) == 0 || foeLane < 0 || foeLane == lane || foeShare < LeastShare)
            {
                continue;
            }

            AddFoe(firstFoe, foeLane, foeShare);
        }

        for (ulong rest = movement.YieldsToPedestrians & stage.Groups; rest != 0; rest &= rest - 1)
        {
            AddFoe(firstFoe, _positionOfPedestrians[BitOperations.TrailingZeroCount(rest)], 1);
        }

        if (_foeCount > firstFoe)
        {
            Yields[_yieldCount++] = new YieldEntry(lane, movement.Group, share, firstFoe, _foeCount - firstFoe);
        }
    }

    private void AddFoe(int firstFoe, int lane, float share)
    {
        for (int i = firstFoe; i < _foeCount; i++)
        {
            if (Foes[i].Lane == lane)
            {
                Foes[i] = new YieldFoe(lane, Math.Min(1, Foes[i].Share + share));
                return;
            }
        }

        Foes[_foeCount++] = new YieldFoe(lane, Math.Min(1, share));
    }

    private void FillCrossings()
    {
        for (ulong rest = _intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            SignalGroupDefinition definition = _intersection.Groups[group].Definition;
            CrossingSeconds[_positionOfPedestrians[group]] = (definition.MinGreenMs + definition.PedClearanceMs) / 1000f;
        }
    }

    private void FillChanges()
    {
        foreach (Stage from in _intersection.Stages)
        {
            _pedestrians[from.Index] = from.Groups & _intersection.PedestrianGroups;
            Vehicles[from.Index] = from.Groups & _intersection.VehicleGroups;
            foreach (Stage to in _intersection.Stages)
            {
                FillChange(from, to);
            }
        }
    }

    private void FillChange(Stage from, Stage to)
    {
        ulong ending = from.Groups & ~to.Groups;
        ulong starting = to.Groups & ~from.Groups;
        (int changeMs, int minGreenMs) = Ending(ending & _intersection.VehicleGroups);
        int minGreenWalkingMs = minGreenMs;
        int walkingMs = 0;
        int besideMs = 0;
        for (ulong t = starting; t != 0; t &= t - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(t)];
            minGreenWalkingMs = Math.Max(minGreenWalkingMs, group.Definition.MinGreenMs);
            minGreenMs = Math.Max(minGreenMs, group.IsPedestrian ? 0 : group.Definition.MinGreenMs);
            for (ulong f = ending; f != 0; f &= f - 1)
            {
                SignalGroup before = _intersection.Groups[BitOperations.TrailingZeroCount(f)];
                int intergreenMs = _intersection.IntergreenMs(before.Index, group.Index);
                if (!before.IsPedestrian)
                {
                    changeMs = Math.Max(changeMs, intergreenMs);
                    continue;
                }

                // Pedestrians walk beside a vehicle group that stays green until they have cleared, then shows its yellow.
                bool isBeside = before.ConcurrentWith >= 0 && (ending & (1UL << before.ConcurrentWith)) != 0;
                besideMs = isBeside ? Math.Max(besideMs, before.Definition.PedClearanceMs) : besideMs;
                walkingMs = isBeside ? walkingMs : Math.Max(walkingMs, intergreenMs);
            }
        }

        int cell = (from.Index * StageCount) + to.Index;
        _changeSeconds[cell] = Seconds(changeMs);
        _clearSeconds[cell] = Seconds(walkingMs);
        _besideSeconds[cell] = Seconds(besideMs);
        _minGreenWalking[cell] = Math.Max(1, Seconds(minGreenWalkingMs));
        _minGreenIdle[cell] = Math.Max(1, Seconds(minGreenMs));
        int longest = Math.Max(_clearSeconds[cell], _besideSeconds[cell] + _changeSeconds[cell]);
        LongestMoveSeconds = Math.Max(
            LongestMoveSeconds, Math.Max(longest, _changeSeconds[cell]) + _minGreenWalking[cell]);
    }

    /// <summary>
    /// What the end of groups takes where nothing conflicting starts after them: their yellow and red clearance, and then the
    /// shortest red before one of them may return.
    /// </summary>
    private (int YellowMs, int RedMs) Ending(ulong groups)
    {
        int yellowMs = 0;
        int redMs = 0;
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            SignalGroupDefinition group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)].Definition;
            yellowMs = Math.Max(yellowMs, group.YellowMs + group.RedClearanceMs);
            redMs = Math.Max(redMs, group.RedRevertMs - group.RedClearanceMs);
        }

        return (yellowMs, redMs);
    }
}
