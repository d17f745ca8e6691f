using System.IO.Compression;
using Grpc.Net.Compression;

namespace TrafficControl.Compatibility.Tests.Calls;

/// <summary>
/// Counts the messages that really were compressed; the headers that would tell are kept from callers.
/// </summary>
internal sealed class CountingProvider(ICompressionProvider inner) : ICompressionProvider
{
    private int _compressed;
    private int _decompressed;

    public string EncodingName => inner.EncodingName;

    public int Compressed => _compressed;

    public int Decompressed => _decompressed;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
    {
        Interlocked.Increment(ref _compressed);
        return inner.CreateCompressionStream(stream, compressionLevel);
    }

    public Stream CreateDecompressionStream(Stream stream)
    {
        Interlocked.Increment(ref _decompressed);
        return inner.CreateDecompressionStream(stream);
    }
}
