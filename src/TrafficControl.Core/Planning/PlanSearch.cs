namespace TrafficControl.Core.Planning;

/// <summary>
/// Looks for the sequence of stages with least delay: dynamic programming over time and stage that keeps the few best partial
/// plans of each. Bounded in operations, so the same input gives the same plan; there is always one, because staying is
/// always possible where changing is not. Works in the memory of its thread.
/// </summary>
internal sealed class PlanSearch
{
    private const int Kept = 2;
    private const int FineSeconds = 12;
    private const int CoarseSeconds = 2;
    private const int StayedSeconds = 5;

    // The last of the tolerances with which changes are looked for: 0 keeps every maximum, 1 the one that is due first.
    private const int AnyChange = 2;

    // What is left at the end: the queue waits for a green this far away, then leaves at saturation flow.
    private const float EndRedSeconds = 12;

    // Drivers go on this long into yellow; then the lane is lost until its next green.
    private const float YellowServiceSeconds = 1;

    // Two partial plans as equal as this are one.
    private const float SameTotal = 1e-4f;
    private const float SameCost = 1e-3f;

    private readonly StageModel _model;
    private readonly PlanInput _input;
    private readonly LaneStep _step;
    private readonly GreenLimits _limits;
    private readonly int _ring;
    private readonly int _stride;
    private readonly int _work;
    private readonly float[] _firstTotal;
    private readonly int _maxOperations;
    private float[] _lanes = [];
    private PlanNode[] _nodes = [];
    private int[] _counts = [];
    private int _operations;

    internal PlanSearch(StageModel model, PlanInput input, int maxOperations)
    {
        _model = model;
        _input = input;
        _maxOperations = maxOperations;
        _step = new LaneStep(model, input);
        _ring = Math.Min(input.HorizonSeconds, Math.Max(model.LongestMoveSeconds, CoarseSeconds)) + 1;
        _stride = LaneStep.RowsPerState * model.Width;
        int slots = _ring * model.StageCount * Kept;
        _work = slots;
        _firstTotal = new float[model.StageCount];
        _limits = new GreenLimits(model, input);
    }

    /// <summary>The best plan found.</summary>
    internal PlanNode Best { get; private set; }

    /// <summary>True when the last search could not begin with the stage that runs: a green of it reaches its maximum.</summary>
    internal bool IsMaxedOut { get; private set; }

    /// <summary>Seconds simulated for one lane row by the last search: what it cost.</summary>
    internal int Operations => _operations;

    /// <summary>Predicted cost of the best plan that starts with a stage, vehicle seconds; infinite when none was kept.</summary>
    internal float TotalOfFirst(int stage) => _firstTotal[stage];

    /// <summary>Searches from the input as it is filled now.</summary>
    internal void Run()
    {
        _operations = 0;
        Prepare();
        Array.Clear(_counts);
        Array.Fill(_firstTotal, float.PositiveInfinity);
        _limits.Prepare();
        IsMaxedOut = false;
        int start = PlaceRoot(out int stage);
        int horizon = _input.HorizonSeconds;
        Insert(start, stage);
        for (int t = start; t < horizon; t++)
        {
            for (int s = 0; s < _model.StageCount; s++)
            {
                int cell = ((t % _ring) * _model.StageCount) + s;
                for (int k = 0; k < _counts[cell]; k++)
                {
                    Expand(t, s, (cell * Kept) + k);
                }

                _counts[cell] = 0;
            }
        }

        TakeBest(horizon);
    }

    /// <summary>
    /// Predicted cost of one simple plan: a stage for its minimum, then another to the end of the horizon, vehicle seconds.
    /// </summary>
    /// <param name="first">The stage to begin with; when it runs already it goes on for a few seconds.</param>
    /// <param name="then">The stage after it.</param>
    internal float RollOut(int first, int then)
    {
        if (!_step.IsPrepared)
        {
            Prepare();
        }

        int horizon = _input.HorizonSeconds;
        int o = _work * _stride;
        int t = PlaceRoot(out int stage);
        int leave = Math.Min(horizon, t + StayedSeconds);
        t = first != stage ? Move(t, stage, first) : RunUntil(leave, t, first, o);
        t = t < horizon && then != first ? Move(t, first, then) : t;
        RunUntil(horizon, t, then, o);
        return _nodes[_work].Cost + _step.CostToGo(_lanes, o, then, EndRedSeconds);
    }

    /// <summary>Returns to the moment at which the last search began to choose, for <see cref="AtRoot"/>.</summary>
    internal void ReturnToRoot()
    {
        if (!_step.IsPrepared)
        {
            Prepare();
        }

        PlaceRoot(out _);
    }

    /// <summary>
    /// Expected queue of a planned lane at that moment, vehicles, and the probability that its first waits for a gap.
    /// </summary>
    internal (float Queue, float Yielding) AtRoot(int position)
    {
        int o = (_work * _stride) + position;
        return (_lanes[o], _lanes[o + (3 * _model.Width)]);
    }

    private void Prepare()
    {
        PlanWorkspace space = _step.Prepare();
        space.MakeRoomForPlans((_work + 1) * _stride, _work + 1, _ring * _model.StageCount);
        _lanes = space.Lanes;
        _nodes = space.Nodes;
        _counts = space.Counts;
    }

    private int RunUntil(int end, int t, int stage, int o)
    {
        _operations += Math.Max(0, end - t);
        for (; t < end; t++)
        {
            _nodes[_work].Cost += _step.Run(_lanes, o, t, stage);
        }

        return t;
    }

    /// <summary>Part of a second of yellow, counted from its start, in which drivers still go.</summary>
    internal static float YellowPart(int second) => Math.Clamp(YellowServiceSeconds - second, 0, 1);

    /// <summary>Brings the working state to the first moment at which something can be chosen.</summary>
    private int PlaceRoot(out int stage)
    {
        int o = _work * _stride;
        _step.Load(_lanes, o);
        ref PlanNode node = ref _nodes[_work];
        node = default;
        node.First = -1;
        stage = _input.Stage;
        node.Standing = _model.Vehicles[stage];
        int t = 0;
        int horizon = _input.HorizonSeconds;
        if (_input.NextStage >= 0)
        {
            int next = _input.NextStage;
            int rest = Math.Min(horizon, _input.ChangeRestSeconds);
            for (; t < rest; t++)
            {
                node.Cost += _step.Change(_lanes, o, t, stage, next, YellowPart(_input.ChangeElapsedSeconds + t));
            }

            _step.StartGreen(_lanes, o, stage, next);
            node.Standing &= _model.Vehicles[next];
            stage = next;
        }

        int held = Math.Min(horizon, t + _input.HeldSeconds);
        for (; t < held; t++)
        {
            node.Cost += _step.Run(_lanes, o, t, stage);
        }

        _operations += t;
        return t;
    }

    private void Expand(int t, int stage, int slot)
    {
        bool isFirst = _nodes[slot].First < 0;
        ulong allowed = isFirst ? _input.AllowedFirst : ulong.MaxValue;
        bool mayChange = _nodes[slot].Changes < PlanNode.MaxChanges && _operations < _maxOperations;
        int leaveBy = _limits.IsActive
            ? _limits.LeaveBy(_nodes[slot].Standing, stage, _step.Crossing(_lanes, slot * _stride))
            : PlanInput.NoLimit;
        bool isMaxedOut = mayChange && t >= leaveBy;
        bool mayStay = (allowed & (1UL << stage)) != 0 && !isMaxedOut;
        int opened = mayChange ? Leave(t, stage, slot, allowed, mayStay) : 0;
        IsMaxedOut |= isFirst && isMaxedOut && opened > 0;
        if (mayStay || opened == 0)
        {
            Stay(t, stage, slot, leaveBy);
        }
    }

    /// <summary>
    /// Adds the plans that leave a stage now, those that keep a green beyond its maximum only when nothing else is left: the
    /// stages that end at least the green that is due first, and at last, for a limit above the maximum, any allowed one.
    /// Returns their number.
    /// </summary>
    private int Leave(int t, int stage, int slot, ulong allowed, bool mayStay)
    {
        int opened = 0;
        for (int tolerance = 0; tolerance <= AnyChange && opened == 0 && (tolerance == 0 || !mayStay); tolerance++)
        {
            for (int next = 0; next < _model.StageCount; next++)
            {
                if (next != stage && (allowed & (1UL << next)) != 0
                    && IsInTime(t, stage, next, slot, tolerance)
                    && (!mayStay || _step.IsWanted(_lanes, slot * _stride, t, next)))
                {
                    Switch(t, stage, next, slot);
                    opened++;
                }
            }
        }

        return opened;
    }

    private bool IsInTime(int t, int stage, int next, int slot, int tolerance) =>
        !_limits.IsActive || tolerance == AnyChange
        || (tolerance == 0
            ? _limits.Fits(_nodes[slot].Standing, stage, next, t, _step.Crossing(_lanes, slot * _stride))
            : _limits.EndsFirst(_nodes[slot].Standing, stage, next));

    private void Stay(int t, int stage, int slot, int leaveBy)
    {
        int seconds = Math.Min(t < FineSeconds ? 1 : CoarseSeconds, _input.HorizonSeconds - t);
        seconds = t < leaveBy ? Math.Min(seconds, leaveBy - t) : seconds;
        int o = Take(slot);
        ref PlanNode node = ref _nodes[_work];
        if (node.First < 0)
        {
            node.First = stage;
        }

        for (int i = 0; i < seconds; i++)
        {
            node.Cost += _step.Run(_lanes, o, t + i, stage);
        }

        _operations += seconds;
        Insert(t + seconds, stage);
    }

    private void Switch(int t, int stage, int next, int slot)
    {
        Take(slot);
        ref PlanNode node = ref _nodes[_work];
        if (node.First < 0)
        {
            node.First = next;
        }

        node.ChangeAt[node.Changes] = (sbyte)t;
        node.ChangeTo[node.Changes] = (sbyte)next;
        node.Changes++;
        int end = Move(t, stage, next);
        Insert(end, next);
    }

    /// <summary>Brings the working state through a change and the minimum green after it. Returns the second it ends.</summary>
    private int Move(int t, int stage, int next)
    {
        int o = _work * _stride;
        ref PlanNode node = ref _nodes[_work];
        int horizon = _input.HorizonSeconds;
        (int holdSeconds, int changeSeconds) = _model.ChangeOf(stage, next, _step.Crossing(_lanes, o));
        int minGreenSeconds = _model.MinGreenSeconds[(stage * _model.StageCount) + next];
        int hold = Math.Min(horizon, t + holdSeconds);
        int change = Math.Min(horizon, t + changeSeconds);
        int end = Math.Min(horizon, t + changeSeconds + minGreenSeconds);
        int now = t;
        for (; now < hold; now++)
        {
            node.Cost += _step.Run(_lanes, o, now, stage);
        }

        for (; now < change; now++)
        {
            node.Cost += _step.Change(_lanes, o, now, stage, next, YellowPart(now - hold));
        }

        _step.StartGreen(_lanes, o, stage, next);
        node.Standing &= _model.Vehicles[next];
        for (; now < end; now++)
        {
            node.Cost += _step.Run(_lanes, o, now, next);
        }

        _operations += end - t;
        return end;
    }

    private int Take(int slot)
    {
        int o = _work * _stride;
        Array.Copy(_lanes, slot * _stride, _lanes, o, _stride);
        _nodes[_work] = _nodes[slot];
        return o;
    }

    /// <summary>Keeps the working state among the best of its time and stage.</summary>
    private void Insert(int t, int stage)
    {
        int cell = ((t % _ring) * _model.StageCount) + stage;
        ref PlanNode node = ref _nodes[_work];
        node.Total = node.Cost + _step.CostToGo(_lanes, _work * _stride, stage, EndRedSeconds);
        int worst = -1;
        for (int k = 0; k < _counts[cell]; k++)
        {
            ref PlanNode other = ref _nodes[(cell * Kept) + k];
            if (Math.Abs(other.Total - node.Total) < SameTotal && Math.Abs(other.Cost - node.Cost) < SameCost)
            {
                return;
            }

            if (worst < 0 || other.Total > _nodes[worst].Total)
            {
                worst = (cell * Kept) + k;
            }
        }

        if (_counts[cell] < Kept)
        {
            Store((cell * Kept) + _counts[cell]++);
        }
        else if (node.Total < _nodes[worst].Total)
        {
            Store(worst);
        }
    }

    private void Store(int slot)
    {
        Array.Copy(_lanes, _work * _stride, _lanes, slot * _stride, _stride);
        _nodes[slot] = _nodes[_work];
    }

    private void TakeBest(int horizon)
    {
        int best = -1;
        for (int s = 0; s < _model.StageCount; s++)
        {
            int cell = ((horizon % _ring) * _model.StageCount) + s;
            for (int k = 0; k < _counts[cell]; k++)
            {
                int slot = (cell * Kept) + k;
                int first = _nodes[slot].First < 0 ? s : _nodes[slot].First;
                _firstTotal[first] = Math.Min(_firstTotal[first], _nodes[slot].Total);
                if (best < 0 || _nodes[slot].Total < _nodes[best].Total)
                {
                    best = slot;
                }
            }
        }

        Best = _nodes[best];
    }
}
