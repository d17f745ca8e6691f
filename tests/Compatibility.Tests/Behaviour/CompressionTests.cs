using System.IO.Compression;
using System.Reflection;
using Grpc.Net.Compression;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary>
/// The compression providers. Tests named <c>EmptyMessage</c> are about the one behaviour that differs from upstream on
/// purpose, and have nothing to say where the upstream packages are in use.
/// </summary>
[TestFixture]
public sealed class CompressionTests
{
    private static readonly ICompressionProvider[] Providers =
    [
        new GzipCompressionProvider(CompressionLevel.Fastest),
        new DeflateCompressionProvider(CompressionLevel.Fastest),
    ];

    [Test]
    public void EncodingName_OfEachProvider_IsTheProtocolsName()
    {
        Assert.That(Providers.Select(provider => provider.EncodingName), Is.EqualTo(new[] { "gzip", "deflate" }));
    }

    [TestCaseSource(nameof(Providers))]
    public async Task EmptyMessage_Compressed_IsAValidStream(ICompressionProvider provider)
    {
        RequireStandIns();
        var disposed = new MemoryStream();
        provider.CreateCompressionStream(disposed, null).Dispose();
        var disposedAsync = new MemoryStream();
        await using (Stream stream = provider.CreateCompressionStream(disposedAsync, CompressionLevel.Optimal))
        {
            await stream.WriteAsync(ReadOnlyMemory<byte>.Empty);
            await stream.FlushAsync();
        }

        // Without the stand-in's care this is where nothing at all would be written.
        Assert.That(disposed.ToArray(), Is.Not.Empty);
        Assert.That(disposedAsync.ToArray(), Is.EqualTo(disposed.ToArray()));
        Assert.That(Decompress(provider, disposed.ToArray()), Is.Empty);
    }

    [Test]
    public void EmptyMessage_Gzip_HasHeaderChecksumAndLength()
    {
        RequireStandIns();
        var target = new MemoryStream();
        Providers[0].CreateCompressionStream(target, null).Dispose();
        byte[] bytes = target.ToArray();

        Assert.That(bytes[..3], Is.EqualTo(new byte[] { 0x1F, 0x8B, 0x08 }));
        Assert.That(bytes[^8..], Is.All.Zero);
    }

    [TestCaseSource(nameof(Providers))]
    public void Message_WrittenInPieces_RoundTripsAndLeavesTheTargetOpen(ICompressionProvider provider)
    {
        byte[] message = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i % 251))];
        var target = new MemoryStream();
        using (Stream stream = provider.CreateCompressionStream(target, null))
        {
            stream.Write(message, 0, 1);
            stream.Write(message.AsSpan(1, 2000));
            stream.WriteByte(message[2001]);
            stream.Write(message.AsSpan(2002));
        }

        Assert.That(target.CanWrite, Is.True);
        Assert.That(Decompress(provider, target.ToArray()), Is.EqualTo(message));
    }

    private static void RequireStandIns()
    {
        string product = typeof(GzipCompressionProvider).Assembly.GetCustomAttribute<AssemblyProductAttribute>()!.Product;
        if (!product.Contains("stand-in", StringComparison.Ordinal))
        {
            Assert.Ignore("This test is about the stand-ins; the complete packages are in use (GrpcStandIns=false).");
        }
    }

    private static byte[] Decompress(ICompressionProvider provider, byte[] compressed)
    {
        using Stream stream = provider.CreateDecompressionStream(new MemoryStream(compressed));
        var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }
}
