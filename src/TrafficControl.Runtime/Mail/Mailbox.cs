using System.Collections.Concurrent;

namespace TrafficControl.Runtime.Mail;

/// <summary>
/// A bounded queue from any thread to the one that advances an intersection. Posting never waits: a full box refuses.
/// Taking never locks.
/// </summary>
/// <typeparam name="T">What is posted.</typeparam>
internal sealed class Mailbox<T>
{
    private readonly ConcurrentQueue<T> _queue = new();
    private readonly int _capacity;
    private int _count;

    internal Mailbox(int capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Posts a letter. False when the box is full and the letter is lost.</summary>
    internal bool TryPost(T letter)
    {
        if (Interlocked.Increment(ref _count) > _capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _queue.Enqueue(letter);
        return true;
    }

    /// <summary>Looks at the oldest letter without taking it.</summary>
    internal bool TryPeek(out T? letter) => _queue.TryPeek(out letter);

    /// <summary>Takes the oldest letter.</summary>
    internal bool TryTake(out T? letter)
    {
        if (!_queue.TryDequeue(out letter))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }
}
