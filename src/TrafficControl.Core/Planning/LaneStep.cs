using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TrafficControl.Core.Planning;

/// <summary>
/// One second of all lanes at once: arrivals join, green saves up discharge, heads may be blocked by a red or yielding
/// movement. A state is four rows: queue, tokens, probability that the head is blocked by red, and by giving way. For a
/// pedestrian group the last is how many seconds people will still be on the crossing.
/// </summary>
/// <remarks>
/// Works on whole vectors whose width is part of the code, with sums in a fixed order, so that every machine gets the same
/// bits.
/// </remarks>
internal sealed class LaneStep
{
    /// <summary>Rows of a state.</summary>
    internal const int RowsPerState = 4;

    // What a stop costs beside the time it takes, in seconds of waiting.
    private const float StopSeconds = 2;

    // Waiting calls of a pedestrian group from which on somebody will cross.
    private const float CalledQueue = 0.5f;

    // A movement with nearly all of its lane has nobody else to block.
    private const float DedicatedShare = 0.95f;

    // A lane with less than this has nobody worth a change of stage.
    private const float NobodyVehicles = 0.02f;

    // The first vehicle has this part of its headway behind it when green starts.
    private const float StartTokens = 0.35f;

    // Part of the time that people have for crossing in which turning drivers find them in their way.
    private const float CrossingBlocks = 0.9f;

    // Vehicles that leave at the end of green after they waited for a gap inside the junction.
    private const float Sneakers = 1;

    private readonly StageModel _model;
    private readonly PlanInput _input;
    private readonly int _width;
    private float[] _rates = [];
    private float[] _windows = [];
    private float[] _free = [];
    private float[] _moved = [];

    internal LaneStep(StageModel model, PlanInput input)
    {
        _model = model;
        _input = input;
        _width = model.Width;
    }

    /// <summary>Vehicles that left each lane in the second simulated last.</summary>
    internal ReadOnlySpan<float> Left => _moved.AsSpan(0, _width);

    /// <summary>Takes this thread's workspace and works out rates and gaps in it from the input as it is filled now.</summary>
    internal PlanWorkspace Prepare()
    {
        PlanWorkspace space = PlanWorkspace.OfThread;
        int rates = _model.StageCount * _width;
        int windows = _input.HorizonSeconds * _width;
        space.MakeRoomForSteps(rates, windows, _width);
        space.PreparedFor = this;
        _rates = space.Rates;
        _windows = space.Windows;
        _free = space.Free;
        _moved = space.Moved;
        for (int i = 0; i < rates; i++)
        {
            _rates[i] = _model.Serves[i] ? _input.RatePerSecond[i % _width] : 0;
        }

        for (int i = 0; i < windows; i++)
        {
            float sum = 0;
            for (int k = 0; k < PlanInput.GapSeconds; k++)
            {
                sum += _input.Arrivals[i + (k * _width)];
            }

            _windows[i] = sum;
        }

        return space;
    }

    /// <summary>True while this thread's workspace holds what <see cref="Prepare"/> worked out.</summary>
    internal bool IsPrepared => PlanWorkspace.OfThread.PreparedFor == this;

    /// <summary>Writes the state now into a slot.</summary>
    internal void Load(float[] lanes, int o)
    {
        _input.Queue.CopyTo(lanes, o);
        _input.Tokens.CopyTo(lanes, o + _width);
        _input.BlockedRed.CopyTo(lanes, o + (2 * _width));
        _input.BlockedYielding.CopyTo(lanes, o + (3 * _width));
    }

    /// <summary>By position, seconds for which people will still be on each crossing; probabilities for lanes.</summary>
    internal ReadOnlySpan<float> Crossing(float[] lanes, int o) => lanes.AsSpan(o + (3 * _width), _width);

    /// <summary>True when a stage has somebody to serve: queued, or arriving within the next seconds.</summary>
    internal bool IsWanted(float[] lanes, int o, int t, int stage)
    {
        int later = Math.Min(_input.HorizonSeconds - 1, t + PlanInput.GapSeconds);
        int latest = Math.Min(_input.HorizonSeconds - 1, later + PlanInput.GapSeconds);
        for (int lane = 0; lane < _width; lane++)
        {
            float coming = _windows[(t * _width) + lane] + _windows[(later * _width) + lane]
                + _windows[(latest * _width) + lane];
            if (_rates[(stage * _width) + lane] > 0 && lanes[o + lane] + coming > NobodyVehicles)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A second of green. Returns its cost in vehicle seconds.</summary>
    internal float Run(float[] lanes, int o, int t, int stage)
    {
        ReadOnlySpan<YieldEntry> yields = _model.YieldsOf(stage);
        GiveWay(yields, lanes, o, t);
        float cost = Advance(lanes, o, t, stage, stage, 1);
        Walk(lanes, o);
        foreach (ref readonly YieldEntry entry in yields)
        {
            int lane = entry.Lane;
            ref float blocked = ref lanes[o + (3 * _width) + lane];
            if (blocked > 0)
            {
                // Whoever moved up is, with the movement's share, another one who waits for a gap.
                blocked = 1 - ((1 - blocked) * (1 - (entry.Share * _moved[lane])));
            }

            _free[lane] = 1;
        }

        return cost;
    }

    /// <summary>A second of a change: lanes that are green in both stages go on, the others do while the yellow lets them.</summary>
    internal float Change(float[] lanes, int o, int t, int from, int to, float yellowPart)
    {
        ReadOnlySpan<YieldEntry> yields = _model.YieldsOf(from);
        foreach (ref readonly YieldEntry entry in yields)
        {
            // Who stays green goes as soon as the others have stopped at their yellow; who ends waits inside the junction.
            bool goesOn = yellowPart == 0 && _model.IsGreen(to, entry.Group);
            _free[entry.Lane] *= goesOn ? 1 : 1 - entry.Share;
        }

        float cost = Advance(lanes, o, t, from, to, yellowPart);
        Walk(lanes, o);
        foreach (ref readonly YieldEntry entry in yields)
        {
            _free[entry.Lane] = 1;
        }

        return cost;
    }

    /// <summary>Turns to the greens of the next stage.</summary>
    internal void StartGreen(float[] lanes, int o, int from, int to)
    {
        foreach (ref readonly YieldEntry entry in _model.YieldsOf(from))
        {
            if (_model.IsGreen(to, entry.Group))
            {
                continue;
            }

            ref float queue = ref lanes[o + entry.Lane];
            queue -= Math.Min(queue, Sneakers * entry.Share);
        }

        for (int lane = 0; lane < _width; lane++)
        {
            bool was = _model.Serves[(from * _width) + lane];
            bool becomes = _model.Serves[(to * _width) + lane];
            if (becomes && !was)
            {
                lanes[o + _width + lane] = StartTokens;
            }

            bool keepsRed = becomes && was && _model.Red[(to * _width) + lane] >= _model.Red[(from * _width) + lane];
            if (!keepsRed)
            {
                lanes[o + (2 * _width) + lane] = 0;
            }

            if (!becomes || !was)
            {
                bool cross = becomes && lanes[o + lane] >= CalledQueue;
                lanes[o + (3 * _width) + lane] = cross ? _model.CrossingSeconds[lane] : 0;
            }
        }
    }

    /// <summary>What the queues left at the end will cost: a red until their next green, then their discharge.</summary>
    internal float CostToGo(float[] lanes, int o, int stage, float redSeconds)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        Vector256<float> red = Vector256.Create(redSeconds);
        Vector256<float> half = Vector256.Create(0.5f);
        for (int i = 0; i < _width; i += StageModel.VectorLanes)
        {
            Vector256<float> queue = At(lanes, o + i);
            Vector256<float> served = Vector256.GreaterThan(At(_rates, (stage * _width) + i), Vector256<float>.Zero);
            Vector256<float> wait = Vector256.AndNot(red, served);
            Vector256<float> rate = Vector256.Max(At(_input.RatePerSecond, i), Vector256.Create(0.01f));
            sum += At(_input.Weight, i) * ((queue * wait) + (queue * queue * half / rate));
        }

        return Sum(sum);
    }

    private static Vector256<float> At(float[] row, int i) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(row), (nuint)i);

    private static void Put(Vector256<float> value, float[] row, int i) =>
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(row), (nuint)i);

    private static float Sum(Vector256<float> v)
    {
        Vector128<float> pair = v.GetLower() + v.GetUpper();
        return pair.GetElement(0) + pair.GetElement(1) + (pair.GetElement(2) + pair.GetElement(3));
    }

    /// <summary>How free each yielding movement's way is; a head that waits for a gap blocks its lane.</summary>
    private void GiveWay(ReadOnlySpan<YieldEntry> yields, float[] lanes, int o, int t)
    {
        foreach (ref readonly YieldEntry entry in yields)
        {
            float free = 1;
            for (int i = entry.FirstFoe; i < entry.FirstFoe + entry.FoeCount; i++)
            {
                YieldFoe foe = _model.Foes[i];
                float present = foe.Lane < _model.Lanes.Length
                    ? Math.Min(1, lanes[o + foe.Lane] + _windows[(t * _width) + foe.Lane])
                    : CrossingBlocks * Math.Min(1, lanes[o + (3 * _width) + foe.Lane]);
                free *= 1 - (foe.Share * present);
            }

            float stopped = entry.Share * (1 - free);
            if (entry.Share > DedicatedShare)
            {
                _free[entry.Lane] *= 1 - stopped;
                continue;
            }

            ref float blocked = ref lanes[o + (3 * _width) + entry.Lane];
            blocked = Math.Max(blocked * (1 - free), stopped);
            _free[entry.Lane] *= 1 - blocked;
        }
    }

    /// <summary>Lets the people on the crossings walk on for a second.</summary>
    private void Walk(float[] lanes, int o)
    {
        int end = o + (3 * _width) + _model.Lanes.Length + _model.PedestrianCount;
        for (int i = o + (3 * _width) + _model.Lanes.Length; i < end; i++)
        {
            lanes[i] = Math.Max(0, lanes[i] - 1);
        }
    }

    /// <summary>Moves every lane on by a second; a lane discharges at the lower of its rates in the two stages.</summary>
    private float Advance(float[] lanes, int o, int t, int stage, int other, float part)
    {
        Vector256<float> one = Vector256<float>.One;
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < _width; i += StageModel.VectorLanes)
        {
            Vector256<float> full = At(_rates, (stage * _width) + i);
            Vector256<float> kept = Vector256.Min(full, At(_rates, (other * _width) + i));
            Vector256<float> rate = kept + (Vector256.Create(part) * (full - kept));
            Vector256<float> isGreen = Vector256.GreaterThan(rate, Vector256<float>.Zero);
            Vector256<float> red = At(_model.Red, (stage * _width) + i);
            Vector256<float> headIsRed = At(lanes, o + (2 * _width) + i);
            Vector256<float> arrivals = At(_input.Arrivals, (t * _width) + i);
            Vector256<float> queue = At(lanes, o + i) + arrivals;
            Vector256<float> blocked = Vector256.ConditionalSelect(isGreen, Vector256.Max(headIsRed, red), headIsRed);
            Vector256<float> tokens = isGreen & Vector256.Min(At(lanes, o + _width + i) + rate, Vector256.Max(one, rate));

            // A blocked head uses up its discharge too: otherwise the model lets a vehicle go each second that never goes.
            Vector256<float> used = Vector256.Min(queue, tokens);
            Vector256<float> left = used * (one - blocked) * At(_free, i) * At(_input.Downstream, i);
            queue -= left;
            sum += At(_input.Weight, i)
                * (queue + (Vector256.Create(StopSeconds) * Vector256.Min(arrivals, queue)));
            Put(queue, lanes, o + i);
            Put(tokens - used, lanes, o + _width + i);
            Put(
                Vector256.ConditionalSelect(isGreen, one - ((one - blocked) * (one - (red * left))), blocked),
                lanes, o + (2 * _width) + i);
            Put(left, _moved, i);
        }

        return Sum(sum);
    }
}
