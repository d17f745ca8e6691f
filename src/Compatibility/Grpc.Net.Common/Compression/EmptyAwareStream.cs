namespace Grpc.Net.Compression;

/// <summary>
/// Passes writes to a compressing stream and, when nothing was written, emits a valid empty stream at the end.
/// The framework's streams emit nothing for empty input, and a message flagged as compressed whose body has no bytes is
/// refused by other gRPC implementations.
/// </summary>
internal sealed class EmptyAwareStream(Stream compressor, Stream target, byte[] empty) : Stream
{
    private bool _written;
    private bool _disposed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_disposed;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
        if (_written)
        {
            compressor.Flush();
        }
    }

    // Before the first byte there is nothing to flush, and the framework's FlushAsync would start a stream that its
    // disposal does not finish.
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _written ? compressor.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!buffer.IsEmpty)
        {
            _written = true;
            compressor.Write(buffer);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        _written = true;
        return compressor.WriteAsync(buffer, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await compressor.DisposeAsync().ConfigureAwait(false);
            if (!_written)
            {
                await target.WriteAsync(empty).ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            compressor.Dispose();
            if (!_written)
            {
                target.Write(empty);
            }
        }

        base.Dispose(disposing);
    }
}
