using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Makes the streams of one message encoding.</summary>
public interface ICompressionProvider
{
    /// <summary>Gets the name sent in <c>grpc-encoding</c>.</summary>
    string EncodingName { get; }

    /// <summary>
    /// Wraps <paramref name="stream"/>, which stays open, so that what is written reaches it compressed.
    /// </summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>
    /// Wraps <paramref name="stream"/>, which stays open, so that what is read from it is decompressed.
    /// </summary>
    Stream CreateDecompressionStream(Stream stream);
}
