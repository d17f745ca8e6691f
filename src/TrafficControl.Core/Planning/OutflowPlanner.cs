using TrafficControl.Core.Model;

namespace TrafficControl.Core.Planning;

/// <summary>
/// Runs a plan once more through the lane model and writes down who leaves towards which exit lane, second by second. Linear
/// in lanes and seconds; works in the memory of its thread.
/// </summary>
internal sealed class OutflowPlanner
{
    private readonly Intersection _intersection;
    private readonly StageModel _model;
    private readonly PlanInput _input;
    private readonly LaneStep _step;
    private readonly float[] _lanes;

    internal OutflowPlanner(Intersection intersection, StageModel model, PlanInput input)
    {
        _intersection = intersection;
        _model = model;
        _input = input;
        _step = new LaneStep(model, input);
        _lanes = new float[LaneStep.RowsPerState * model.Width];
    }

    /// <summary>Fills the outflow of a plan from the input as it is filled now.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ageSeconds">Seconds since it was made; changes from before are done or under way.</param>
    /// <param name="outflow">Vehicles per second by lane of the intersection and second, a row a lane; cleared first.</param>
    /// <param name="seconds">Length of a row.</param>
    internal void Run(in PlanNode plan, int ageSeconds, Span<float> outflow, int seconds)
    {
        outflow.Clear();
        _step.Prepare();
        _step.Load(_lanes, 0);
        Row row = new(outflow, Math.Min(seconds, _input.HorizonSeconds), seconds);
        int stage = _input.Stage;
        int t = 0;
        int heldUntil = _input.HeldSeconds;
        if (_input.NextStage >= 0)
        {
            t = Change(row, t, stage, _input.NextStage, _input.ChangeElapsedSeconds, _input.ChangeRestSeconds);
            stage = _input.NextStage;
            heldUntil += t;
        }

        int next = 0;
        while (next < plan.Changes && ageSeconds > 0 && plan.ChangeAt[next] < ageSeconds)
        {
            next++;
        }

        while (t < row.End)
        {
            if (next < plan.Changes && t >= heldUntil && t >= plan.ChangeAt[next] - ageSeconds)
            {
                int to = plan.ChangeTo[next++];
                int cell = (stage * _model.StageCount) + to;
                if (to == stage)
                {
                    continue;
                }

                (int hold, int change) = _model.ChangeOf(stage, to, _step.Crossing(_lanes, 0));
                t = Stay(row, t, t + hold, stage);
                t = Change(row, t, stage, to, 0, change - hold);
                heldUntil = t + _model.MinGreenSeconds[cell];
                stage = to;
            }
            else
            {
                t = Stay(row, t, t + 1, stage);
            }
        }
    }

    private int Stay(in Row row, int t, int until, int stage)
    {
        for (; t < until && t < row.End; t++)
        {
            _step.Run(_lanes, 0, t, stage);
            Record(row, t, stage);
        }

        return t;
    }

    private int Change(in Row row, int t, int from, int to, int elapsed, int rest)
    {
        for (int i = 0; i < rest && t < row.End; i++)
        {
            _step.Change(_lanes, 0, t, from, to, PlanSearch.YellowPart(elapsed + i));
            Record(row, t++, from);
        }

        _step.StartGreen(_lanes, 0, from, to);
        return t;
    }

    /// <summary>Splits what left each lane among its movements that are green, by their shares.</summary>
    private void Record(in Row row, int t, int stage)
    {
        ReadOnlySpan<float> left = _step.Left;
        ulong green = _intersection.Stages[stage].Groups;
        for (int position = 0; position < _model.Lanes.Length; position++)
        {
            if (left[position] <= 0)
            {
                continue;
            }

            int[] movements = _intersection.Lanes[_model.Lanes[position]].Movements;
            float share = 1 - _model.Red[(stage * _model.Width) + position];
            foreach (int index in movements)
            {
                Movement movement = _intersection.Movements[index];
                if (movement.ToLane >= 0 && (green >> movement.Group & 1) != 0 && share > 0)
                {
                    row.Outflow[(movement.ToLane * row.Stride) + t] +=
                        left[position] * _model.Shares[index] / share;
                }
            }
        }
    }

    private readonly ref struct Row(Span<float> outflow, int end, int stride)
    {
        internal Span<float> Outflow { get; } = outflow;

        internal int End { get; } = end;

        internal int Stride { get; } = stride;
    }
}
