namespace TrafficControl.Runtime.Neighbours;

/// <summary>
/// Reports on their way from the thread that advances one intersection to the thread that advances another. Bounded and
/// without locks; allocates at construction only. One writer, one reader.
/// </summary>
/// <typeparam name="T">The report.</typeparam>
internal sealed class ReportRing<T>
    where T : struct, INeighbourReport
{
    /// <summary>Most reports that wait. At one a second, a reader this far behind has stopped.</summary>
    internal const int Capacity = 16;

    private readonly T[] _reports = new T[Capacity];
    private long _written;
    private long _read;

    /// <summary>Adds a report. False when the ring is full and the report is lost. Called by the writer.</summary>
    internal bool TryPost(in T report)
    {
        long written = _written;
        if (written - Volatile.Read(ref _read) >= Capacity)
        {
            return false;
        }

        _reports[written % Capacity] = report;
        Volatile.Write(ref _written, written + 1);
        return true;
    }

    /// <summary>
    /// Takes the oldest report if it is from before a tick, or from a clock that is far ahead and not ours to judge. A report of
    /// the tick's own instant stays: whether it has arrived yet is chance, and chance must not decide. Called by the reader.
    /// </summary>
    internal bool TryTakeBefore(long timeMs, long maxForwardMs, out T report)
    {
        long read = _read;
        report = default;
        if (read == Volatile.Read(ref _written))
        {
            return false;
        }

        ref T oldest = ref _reports[read % Capacity];
        if (oldest.TimeMs >= timeMs && oldest.TimeMs < timeMs + maxForwardMs)
        {
            return false;
        }

        report = oldest;
        Volatile.Write(ref _read, read + 1);
        return true;
    }
}
