using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using TrafficControl.Compatibility.Tests.Protos;

namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>The files that are compared.</summary>
internal static class Assemblies
{
    /// <summary>Gets the simple names of the stand-ins.</summary>
    public static IReadOnlySet<string> StandIns { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "Grpc.Core.Api", "Grpc.Net.Common" };

    /// <summary>Gets the files of the stand-ins by simple name.</summary>
    public static IReadOnlyDictionary<string, string> StandInFiles { get; } =
        new[] { typeof(Status).Assembly, typeof(GzipCompressionProvider).Assembly }
            .ToDictionary(assembly => assembly.GetName().Name!, assembly => assembly.Location, StringComparer.Ordinal);

    /// <summary>Gets the real assemblies, and this one for its generated stubs.</summary>
    public static IReadOnlyList<string> Users { get; } =
    [
        typeof(GrpcServiceOptions).Assembly.Location,
        typeof(GrpcChannel).Assembly.Location,
        typeof(EchoService).Assembly.Location,
    ];
}
