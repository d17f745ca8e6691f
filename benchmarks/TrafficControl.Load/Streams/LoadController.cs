using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Streams;

/// <summary>
/// Where one virtual controller is in its script, and when each tick that is under way should have been sent. One thread
/// sends, one takes answers; they may be the same.
/// </summary>
internal sealed class LoadController
{
    // Over twenty seconds of ticks may be under way: longer is long lost.
    private const int Slots = 256;

    private readonly int _number;
    private readonly TickScript _script;
    private readonly long _firstMs;
    private readonly Slot[] _underWay = new Slot[Slots];
    private Position _position;

    /// <summary>Creates a controller before its first tick.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="script">What it will send, again and again.</param>
    /// <param name="firstMs">Event time of the start of the script, Unix milliseconds.</param>
    internal LoadController(int number, TickScript script, long firstMs)
    {
        _number = number;
        _script = script;
        _firstMs = firstMs;
    }

    /// <summary>Creates the controllers of a run, whose event time starts about now.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="scripts">Scripts to share among them.</param>
    internal static LoadController[] Create(int count, IReadOnlyList<TickScript> scripts)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long firstMs = now - (now % ScriptRecorder.AlignMs);
        return [.. Enumerable.Range(0, count).Select(i => new LoadController(i, scripts[i % scripts.Count], firstMs))];
    }

    /// <summary>Time of the next tick from the start of the script, milliseconds.</summary>
    internal long NextMs => _position.LapMs + _script.TimeMs(_position.Index);

    /// <summary>Sends the next tick.</summary>
    /// <param name="client">The link.</param>
    /// <param name="intendedAt">When it should leave, as Stopwatch counts.</param>
    /// <param name="flush">See <see cref="ILoadClient.TrySend"/>.</param>
    /// <returns>False when the link takes nothing now; the controller stays where it is.</returns>
    internal bool TrySend(ILoadClient client, long intendedAt, bool flush)
    {
        // A script that begins anew does not follow from its end: a gap in the sequence tells the engine so.
        Position before = _position;
        long sequence = before.Sequence + (before.Index == 0 && before.LapMs > 0 ? 2 : 1);
        ref Slot slot = ref _underWay[sequence % Slots];
        bool isRecorded = before.LapMs == 0;
        slot = new Slot(sequence, intendedAt, isRecorded, isRecorded ? _script.Answer(before.Index) : 0);

        // The answer may be here, and the next tick be wanted by its thread, before the sending returns.
        ScriptedTick tick = new(_script, before.Index, sequence, _firstMs + NextMs);
        bool isLast = before.Index + 1 == _script.Count;
        _position = new Position(sequence, isLast ? 0 : before.Index + 1, before.LapMs + (isLast ? _script.LengthMs : 0));
        if (!client.TrySend(_number, tick, flush))
        {
            _position = before;
            slot = default;
            return false;
        }

        return true;
    }

    /// <summary>Takes an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="intendedAt">When its tick should have left.</param>
    /// <param name="isWrong">True: the engine answered otherwise when the script was recorded.</param>
    /// <returns>False when no such tick is under way.</returns>
    internal bool TryTake(in DirectiveView answer, out long intendedAt, out bool isWrong)
    {
        ref Slot slot = ref _underWay[(int)((ulong)answer.TickSequence % Slots)];
        bool isUnderWay = slot.Sequence == answer.TickSequence && slot.Sequence > 0;
        intendedAt = slot.IntendedAt;
        isWrong = isUnderWay && slot.IsRecorded && slot.NextGroups != answer.NextGroups;
        slot = isUnderWay ? default : slot;
        return isUnderWay;
    }

    /// <summary>When the ticks that are still under way should have left. Called when nothing is sent any more.</summary>
    internal IEnumerable<long> Unanswered() =>
        _underWay.Where(slot => slot.Sequence > 0).Select(slot => slot.IntendedAt);

    private readonly record struct Position(long Sequence, int Index, long LapMs);

    private readonly record struct Slot(long Sequence, long IntendedAt, bool IsRecorded, ulong NextGroups);
}
