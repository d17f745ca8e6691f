namespace TrafficControl.Load.Echoes;

/// <summary>Counts what an echo has answered. Any thread.</summary>
internal sealed class EchoCount
{
    private long _ticks;

    /// <summary>Ticks answered so far.</summary>
    internal long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Counts a tick.</summary>
    internal void Add() => Interlocked.Increment(ref _ticks);
}
