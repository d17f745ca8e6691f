using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrafficControl.Load.Http2;

/// <summary>
/// A client's end of an HTTP/2 connection without TLS, reduced to what gRPC streams need (RFC 9113): it gives the server as
/// much window as there is, keeps to the server's, answers SETTINGS and PING, and never makes a thread wait. Any thread may
/// send.
/// </summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private const int ReadBytes = 16 * 1024;
    private const int FirstWindow = 65_535;
    private const int MaxWindow = int.MaxValue;
    private const int TopUpBytes = 1 << 26;
    private const int MaxFrameBytes = 16_384;
    private const int SettingBytes = 6;
    private const ushort SettingHeaderTableSize = 1;
    private const ushort SettingEnablePush = 2;
    private const ushort SettingMaxStreams = 3;
    private const ushort SettingInitialWindow = 4;

    private readonly Lock _lock = new();
    private readonly Socket _socket;
    private readonly SendBuffer _send;
    private readonly IStreamSink _sink;
    private readonly string _authority;
    private readonly List<RawStream> _streams = [];
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private long _sendWindow = FirstWindow;
    private long _streamWindow = FirstWindow;
    private long _received;
    private bool _isClosed;
    private volatile bool _isDeaf;
    private int _maxStreams = int.MaxValue;

    private RawConnection(Socket socket, string authority, IStreamSink sink)
    {
        _socket = socket;
        _authority = authority;
        _sink = sink;
        _send = new SendBuffer(socket, _lock);
    }

    /// <summary>Connects and waits for the server's settings.</summary>
    /// <param name="server">The server.</param>
    /// <param name="sink">Hears what comes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">Who listens does not speak HTTP/2.</exception>
    internal static async Task<RawConnection> OpenAsync(IPEndPoint server, IStreamSink sink, CancellationToken cancellation)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
            socket.Blocking = false;
            RawConnection connection = new(socket, server.ToString(), sink);
            connection.Greet();
            connection._reading = connection.ReadAllAsync();
            await connection._settled.Task.WaitAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="path">Service and method, such as "/package.Service/Method".</param>
    /// <param name="tag">What the caller knows it by.</param>
    /// <exception cref="IOException">The connection carries as many streams as the server allows, or broke.</exception>
    internal RawStream OpenStream(string path, int tag)
    {
        byte[] headers = RequestHeaders.Encode(_authority, path);
        lock (_lock)
        {
            if (_isClosed || _streams.Count(stream => !stream.HasEnded) >= _maxStreams)
            {
                throw new IOException(_isClosed
                    ? "the connection broke before its streams were open"
                    : $"the server allows {_maxStreams} streams on a connection; use more connections");
            }

            RawStream stream = new(this, (_streams.Count * 2) + 1, _streamWindow, tag);
            _streams.Add(stream);
            AppendFrame(FrameType.Headers, FrameHeader.EndHeaders, stream.Id, headers.Length);
            headers.CopyTo(_send.Append(headers.Length));
            _send.Flush();
            return stream;
        }
    }

    /// <summary>
    /// Starts a message that fits into one frame; the caller fills all of it and then calls <see cref="Commit"/>. Holds the
    /// connection's lock in between.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="bytes">Length with the gRPC prefix, at most 16 384.</param>
    /// <param name="target">Where to write; empty when nothing may be sent now.</param>
    /// <param name="endsStream">True: nothing follows.</param>
    /// <returns>False, and the lock is not held, when the server's window is used up or the stream has ended.</returns>
    internal bool TryBegin(RawStream stream, int bytes, out Span<byte> target, bool endsStream = false)
    {
        _lock.Enter();
        if (stream.HasEnded || _isClosed || bytes > stream.SendWindow || bytes > _sendWindow)
        {
            _lock.Exit();
            target = [];
            return false;
        }

        stream.SendWindow -= bytes;
        _sendWindow -= bytes;
        AppendFrame(FrameType.Data, endsStream ? FrameHeader.EndStream : (byte)0, stream.Id, bytes);
        target = _send.Append(bytes);
        return true;
    }

    /// <summary>Ends what <see cref="TryBegin"/> began.</summary>
    /// <param name="flush">True: to the socket now; false: with what follows, at the latest when the read loop has read on.</param>
    internal void Commit(bool flush)
    {
        if (flush)
        {
            _send.Flush();
        }

        _lock.Exit();
    }

    /// <summary>Gives the socket what waits.</summary>
    internal void Flush()
    {
        lock (_lock)
        {
            _send.Flush();
        }
    }

    /// <summary>Sends a part of a message as large as window and frame allow.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="bytes">The rest of the message, prefix first.</param>
    /// <returns>Bytes taken; 0 when the server's window is used up.</returns>
    internal int SendPart(RawStream stream, ReadOnlySpan<byte> bytes)
    {
        int part;
        lock (_lock)
        {
            part = (int)Math.Min(Math.Min(bytes.Length, MaxFrameBytes), Math.Min(stream.SendWindow, _sendWindow));
        }

        if (part <= 0 || !TryBegin(stream, part, out Span<byte> target))
        {
            return 0;
        }

        bytes[..part].CopyTo(target);
        Commit(flush: true);
        return part;
    }

    /// <summary>Reads nothing more after what comes next: what the server sends backs up.</summary>
    internal void StopReading() => _isDeaf = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        _disposed.TrySetResult();
        _socket.Dispose();
        await _reading.ConfigureAwait(false);
    }

    private void Greet()
    {
        lock (_lock)
        {
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.CopyTo(_send.Append(24));
            AppendFrame(FrameType.Settings, 0, 0, 3 * SettingBytes);
            AppendSetting(SettingHeaderTableSize, 0);
            AppendSetting(SettingEnablePush, 0);
            AppendSetting(SettingInitialWindow, MaxWindow);
            AppendWindowUpdate(0, MaxWindow - FirstWindow);
            _send.Flush();
        }
    }

    private void AppendFrame(FrameType type, byte flags, int stream, int length) =>
        new FrameHeader(length, type, flags, stream).Write(_send.Append(FrameHeader.Bytes));

    private void AppendSetting(ushort setting, int value)
    {
        Span<byte> target = _send.Append(SettingBytes);
        BinaryPrimitives.WriteUInt16BigEndian(target, setting);
        BinaryPrimitives.WriteInt32BigEndian(target[2..], value);
    }

    private void AppendWindowUpdate(int stream, int bytes)
    {
        AppendFrame(FrameType.WindowUpdate, 0, stream, sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(_send.Append(sizeof(int)), bytes);
    }

    private async Task ReadAllAsync()
    {
        byte[] buffer = new byte[ReadBytes];
        int length = 0;
        string reason = "the server closed the connection";
        try
        {
            while (true)
            {
                int read = await _socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                long receivedAt = Stopwatch.GetTimestamp();
                length += read;
                int used = TakeFrames(buffer.AsSpan(0, length), receivedAt);
                buffer.AsSpan(used, length - used).CopyTo(buffer);
                length -= used;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                if (_isDeaf)
                {
                    await _disposed.Task.ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            reason = exception.Message;
        }

        Close(reason);
    }

    private int TakeFrames(ReadOnlySpan<byte> bytes, long receivedAt)
    {
        int at = 0;
        while (bytes.Length - at >= FrameHeader.Bytes)
        {
            FrameHeader header = FrameHeader.Read(bytes[at..]);
            if (bytes.Length - at < FrameHeader.Bytes + header.Length)
            {
                break;
            }

            TakeFrame(header, bytes.Slice(at + FrameHeader.Bytes, header.Length), receivedAt);
            at += FrameHeader.Bytes + header.Length;
        }

        lock (_lock)
        {
            if (_received >= TopUpBytes)
            {
                AppendWindowUpdate(0, (int)_received);
                _received = 0;
            }

            _send.Flush();
        }

        return at;
    }

    private void TakeFrame(in FrameHeader header, ReadOnlySpan<byte> payload, long receivedAt)
    {
        switch (header.Type)
        {
            case FrameType.Data:
                TakeData(header, payload, receivedAt);
                break;
            case FrameType.Headers when (header.Flags & FrameHeader.EndStream) != 0:
                End(StreamOf(header), Readable(payload));
                break;
            case FrameType.ResetStream:
                End(StreamOf(header), $"RST_STREAM, error code {BinaryPrimitives.ReadInt32BigEndian(payload)}");
                break;
            case FrameType.Settings when (header.Flags & FrameHeader.Ack) == 0:
                TakeSettings(payload);
                break;
            case FrameType.Ping when (header.Flags & FrameHeader.Ack) == 0:
                lock (_lock)
                {
                    AppendFrame(FrameType.Ping, FrameHeader.Ack, 0, payload.Length);
                    payload.CopyTo(_send.Append(payload.Length));
                }

                break;
            case FrameType.WindowUpdate:
                TakeWindowUpdate(header, BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
            case FrameType.GoAway:
                throw new IOException($"GOAWAY, error code {BinaryPrimitives.ReadInt32BigEndian(payload[4..])}");
            default:
                break;
        }
    }

    private void TakeData(in FrameHeader header, ReadOnlySpan<byte> payload, long receivedAt)
    {
        _received += header.Length;
        if (StreamOf(header) is not { } stream)
        {
            return;
        }

        stream.ReceivedBytes += header.Length;
        if (stream.ReceivedBytes >= TopUpBytes)
        {
            lock (_lock)
            {
                AppendWindowUpdate(stream.Id, (int)stream.ReceivedBytes);
            }

            stream.ReceivedBytes = 0;
        }

        ReadOnlySpan<byte> data = (header.Flags & FrameHeader.Padded) == 0 ? payload : payload[1..^payload[0]];
        stream.Take(data, _sink, receivedAt);
        if ((header.Flags & FrameHeader.EndStream) != 0)
        {
            End(stream, "the server ended the stream");
        }
    }

    private void TakeSettings(ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            for (int at = 0; at + SettingBytes <= payload.Length; at += SettingBytes)
            {
                long value = BinaryPrimitives.ReadUInt32BigEndian(payload[(at + 2)..]);
                switch (BinaryPrimitives.ReadUInt16BigEndian(payload[at..]))
                {
                    case SettingMaxStreams:
                        _maxStreams = (int)Math.Min(value, int.MaxValue);
                        break;
                    case SettingInitialWindow:
                        _streams.ForEach(stream => stream.SendWindow += value - _streamWindow);
                        _streamWindow = value;
                        break;
                    default:
                        break;
                }
            }

            AppendFrame(FrameType.Settings, FrameHeader.Ack, 0, 0);
        }

        _settled.TrySetResult();
    }

    private void TakeWindowUpdate(in FrameHeader header, int bytes)
    {
        lock (_lock)
        {
            if (header.Stream == 0)
            {
                _sendWindow += bytes;
            }
            else if (StreamOf(header) is { } stream)
            {
                stream.SendWindow += bytes;
            }
        }
    }

    private RawStream? StreamOf(in FrameHeader header)
    {
        int index = (header.Stream - 1) / 2;
        lock (_lock)
        {
            return header.Stream > 0 && index < _streams.Count ? _streams[index] : null;
        }
    }

    private void End(RawStream? stream, string reason)
    {
        if (stream is { HasEnded: false })
        {
            stream.HasEnded = true;
            _sink.OnEnded(stream, reason);
        }
    }

    private void Close(string reason)
    {
        RawStream[] streams;
        lock (_lock)
        {
            _isClosed = true;
            streams = [.. _streams];
        }

        _settled.TrySetException(new IOException(reason));
        foreach (RawStream stream in streams)
        {
            End(stream, reason);
        }
    }

    /// <summary>Trailers as far as they are text: enough to see the status and its message.</summary>
    private static string Readable(ReadOnlySpan<byte> block)
    {
        StringBuilder text = new();
        foreach (byte b in block)
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : ' ');
        }

        return $"trailers: {text.ToString().Trim()}";
    }
}
