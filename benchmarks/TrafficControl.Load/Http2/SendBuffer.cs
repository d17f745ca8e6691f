using System.Net.Sockets;

namespace TrafficControl.Load.Http2;

/// <summary>
/// Bytes on their way into a socket. Writers append under the connection's lock; what the socket does not take at once is
/// sent when it has room, and nobody waits for it.
/// </summary>
internal sealed class SendBuffer
{
    private const int FirstBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly Lock _lock;
    private byte[] _bytes = new byte[FirstBytes];
    private int _start;
    private int _end;
    private bool _isDraining;

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="socket">The socket, not blocking.</param>
    /// <param name="connectionLock">Held by whoever calls a member.</param>
    internal SendBuffer(Socket socket, Lock connectionLock)
    {
        _socket = socket;
        _lock = connectionLock;
    }

    /// <summary>Makes room at the end; the caller fills all of it.</summary>
    /// <param name="count">Bytes.</param>
    internal Span<byte> Append(int count)
    {
        if (_start == _end && !_isDraining)
        {
            _start = 0;
            _end = 0;
        }

        if (_end + count > _bytes.Length)
        {
            // While a rest is being sent its bytes must stay where they are, so a new array takes over.
            byte[] next = new byte[Math.Max(_bytes.Length * 2, _end - _start + count)];
            _bytes.AsSpan(_start, _end - _start).CopyTo(next);
            _bytes = next;
            _end -= _start;
            _start = 0;
        }

        _end += count;
        return _bytes.AsSpan(_end - count, count);
    }

    /// <summary>Gives the socket what it takes now.</summary>
    internal void Flush()
    {
        if (_isDraining || _start == _end)
        {
            return;
        }

        int sent = _socket.Send(_bytes.AsSpan(_start, _end - _start), SocketFlags.None, out SocketError error);
        if (error == SocketError.Success)
        {
            _start += sent;
        }
        else if (error is not (SocketError.WouldBlock or SocketError.IOPending or SocketError.NoBufferSpaceAvailable))
        {
            // The read loop finds out why the connection broke and says so.
            _start = _end;
        }

        if (_start < _end)
        {
            _isDraining = true;
            _ = DrainAsync();
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> rest;
                lock (_lock)
                {
                    if (_start == _end)
                    {
                        _isDraining = false;
                        return;
                    }

                    rest = _bytes.AsMemory(_start, _end - _start);
                }

                int sent = await _socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false);
                lock (_lock)
                {
                    _start += sent;
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is gone; its read loop reports it.
        }
    }
}
