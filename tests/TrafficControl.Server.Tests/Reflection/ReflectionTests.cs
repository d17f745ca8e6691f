using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using TrafficControl.Protocol.Reflection.V1;
using TrafficControl.Server.Reflection;
using TrafficControl.Server.Tests.Calls;
using HealthDescriptors = TrafficControl.Protocol.Health.V1.Health;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;
using V1Alpha = TrafficControl.Protocol.Reflection.V1Alpha;

namespace TrafficControl.Server.Tests.Reflection;

/// <summary>The reflection services over the descriptors of health and of reflection itself.</summary>
[TestFixture]
public sealed class ReflectionTests
{
    private const string HealthFile = "grpc/health/v1/health.proto";
    private const string ReflectionFile = "grpc/reflection/v1/reflection.proto";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ReflectionResponder _responder = new(
        new DescriptorIndex([ServerReflection.Descriptor, HealthDescriptors.Descriptor]));

    [Test]
    public void ListServices_OfTwo_NamesThemInOrder()
    {
        ServerReflectionResponse response = _responder.Answer(new ServerReflectionRequest { Host = "h", ListServices = "*" });

        Assert.That(
            response.ListServicesResponse.Service.Select(service => service.Name),
            Is.EqualTo(new[] { "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection" }));
        Assert.That(response.ValidHost, Is.EqualTo("h"));
        Assert.That(response.OriginalRequest.ListServices, Is.EqualTo("*"));
    }

    [Test]
    public void FileByFilename_Known_ReturnsItsDescriptor()
    {
        Assert.That(Files(new ServerReflectionRequest { FileByFilename = HealthFile }), Is.EqualTo(new[] { HealthFile }));
    }

    [TestCase("grpc.health.v1.Health", HealthFile)]
    [TestCase("grpc.health.v1.Health.Watch", HealthFile)]
    [TestCase("grpc.health.v1.HealthCheckRequest", HealthFile)]
    [TestCase("grpc.health.v1.HealthCheckRequest.service", HealthFile)]
    [TestCase("grpc.health.v1.HealthCheckResponse.ServingStatus", HealthFile)]
    [TestCase("grpc.health.v1.HealthCheckResponse.SERVING", HealthFile)]
    [TestCase("grpc.reflection.v1.ServerReflectionRequest.message_request", ReflectionFile)]
    public void FileContainingSymbol_OfEachKind_ReturnsItsFile(string symbol, string file)
    {
        Assert.That(Files(new ServerReflectionRequest { FileContainingSymbol = symbol }), Is.EqualTo(new[] { file }));
    }

    [TestCase("google.protobuf.FileDescriptorProto")]
    [TestCase("google.protobuf.DescriptorProto.ExtensionRange")]
    [TestCase("google.protobuf.FieldDescriptorProto.TYPE_INT32")]
    public void FileContainingSymbol_NestedInAnotherFile_ReturnsItsFile(string symbol)
    {
        var responder = new ReflectionResponder(new DescriptorIndex([new FakeImports().Service]));

        ServerReflectionResponse response = responder.Answer(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.That(NamesOf(response), Is.EqualTo(new[] { "google/protobuf/descriptor.proto" }));
    }

    [Test]
    public void FileContainingSymbol_WithImports_ReturnsItselfFirstThenEachImportOnce()
    {
        var responder = new ReflectionResponder(new DescriptorIndex([new FakeImports().Service]));

        ServerReflectionResponse response = responder.Answer(
            new ServerReflectionRequest { FileContainingSymbol = "test.imports.ImportingService" });

        Assert.That(
            NamesOf(response),
            Is.EqualTo(new[]
            {
                "test/importing.proto",
                "google/protobuf/timestamp.proto",
                "google/protobuf/api.proto",
                "google/protobuf/descriptor.proto",
                "google/protobuf/source_context.proto",
                "google/protobuf/type.proto",
                "google/protobuf/any.proto",
            }));
    }

    [Test]
    public void FileContainingExtension_Known_ReturnsTheFileThatDeclaresIt()
    {
        var responder = new ReflectionResponder(new DescriptorIndex([new FakeImports().Service]));

        ServerReflectionResponse response = responder.Answer(new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest
            {
                ContainingType = "google.protobuf.MethodOptions",
                ExtensionNumber = FakeImports.ExtensionNumber,
            },
        });

        Assert.That(NamesOf(response)[0], Is.EqualTo("test/importing.proto"));
    }

    [Test]
    public void AllExtensionNumbersOfType_WithOneAndWithout_ListsThem()
    {
        var responder = new ReflectionResponder(new DescriptorIndex([new FakeImports().Service]));

        ExtensionNumberResponse one = responder.Answer(
            new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" })
            .AllExtensionNumbersResponse;
        ExtensionNumberResponse none = responder.Answer(
            new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.Timestamp" })
            .AllExtensionNumbersResponse;

        Assert.That(one.BaseTypeName, Is.EqualTo("google.protobuf.MethodOptions"));
        Assert.That(one.ExtensionNumber, Is.EqualTo(new[] { FakeImports.ExtensionNumber }));
        Assert.That(none.ExtensionNumber, Is.Empty);
    }

    private static readonly ServerReflectionRequest[] Unknown =
    [
        new() { FileByFilename = "no/such.proto" },
        new() { FileContainingSymbol = "no.such.Symbol" },
        new() { FileContainingSymbol = string.Empty },
        new()
        {
            FileContainingExtension = new ExtensionRequest
            {
                ContainingType = "grpc.health.v1.HealthCheckRequest", ExtensionNumber = 100,
            },
        },
        new() { AllExtensionNumbersOfType = "no.such.Message" },
        new() { AllExtensionNumbersOfType = "grpc.health.v1.Health" },
    ];

    [TestCaseSource(nameof(Unknown))]
    public void Answer_UnknownName_IsNotFound(ServerReflectionRequest request)
    {
        ServerReflectionResponse response = _responder.Answer(request);

        Assert.That(response.ErrorResponse.ErrorCode, Is.EqualTo((int)StatusCode.NotFound));
        Assert.That(response.ErrorResponse.ErrorMessage, Does.EndWith("is unknown."));
        Assert.That(response.OriginalRequest, Is.EqualTo(request));
    }

    [Test]
    public void Answer_NothingAsked_IsInvalidArgument()
    {
        Assert.That(
            _responder.Answer(new ServerReflectionRequest()).ErrorResponse.ErrorCode,
            Is.EqualTo((int)StatusCode.InvalidArgument));
    }

    [Test]
    public async Task StreamV1_SeveralQuestions_AreAnsweredInOrderAndErrorsDoNotEndIt()
    {
        FakeStreamReader<ServerReflectionRequest> reader = new FakeStreamReader<ServerReflectionRequest>()
            .With(new ServerReflectionRequest { FileByFilename = "no/such.proto" })
            .With(new ServerReflectionRequest { ListServices = string.Empty })
            .End();
        var writer = new FakeStreamWriter<ServerReflectionResponse>();

        await new ReflectionServiceV1(_responder)
            .ServerReflectionInfo(reader, writer, new FakeServerCallContext()).WaitAsync(Patience);

        Assert.That((await writer.ReadAsync()).ErrorResponse, Is.Not.Null);
        Assert.That((await writer.ReadAsync()).ListServicesResponse.Service, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task StreamV1Alpha_Question_IsAnsweredAsInV1()
    {
        FakeStreamReader<V1Alpha.ServerReflectionRequest> reader = new FakeStreamReader<V1Alpha.ServerReflectionRequest>()
            .With(new V1Alpha.ServerReflectionRequest { Host = "h", FileContainingSymbol = "grpc.health.v1.Health" })
            .End();
        var writer = new FakeStreamWriter<V1Alpha.ServerReflectionResponse>();

        await new ReflectionServiceV1Alpha(_responder)
            .ServerReflectionInfo(reader, writer, new FakeServerCallContext()).WaitAsync(Patience);

        V1Alpha.ServerReflectionResponse response = await writer.ReadAsync();
        Assert.That(response.ValidHost, Is.EqualTo("h"));
        Assert.That(response.FileDescriptorResponse.FileDescriptorProto.Single(), Is.EqualTo(
            HealthDescriptors.Descriptor.File.SerializedData));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Stream_ClientGone_EndsQuietly(bool tokenIsCancelledFirst)
    {
        using var call = new CancellationTokenSource();
        FakeStreamReader<ServerReflectionRequest> reader =
            new FakeStreamReader<ServerReflectionRequest>().End(new IOException("reset"));
        if (tokenIsCancelledFirst)
        {
            await call.CancelAsync();
        }

        Task stream = new ReflectionServiceV1(_responder).ServerReflectionInfo(
            reader, new FakeStreamWriter<ServerReflectionResponse>(), new FakeServerCallContext(call.Token));

        Assert.That(async () => await stream.WaitAsync(Patience), Throws.Nothing);
    }

    private static string[] NamesOf(ServerReflectionResponse response) =>
    [
        .. response.FileDescriptorResponse.FileDescriptorProto
            .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name),
    ];

    private string[] Files(ServerReflectionRequest request) => NamesOf(_responder.Answer(request));

    /// <summary>
    /// A service whose file imports files that import files and declares an extension, which no file of the server
    /// does.
    /// </summary>
    private sealed class FakeImports
    {
        public const int ExtensionNumber = 50001;

        public FakeImports()
        {
            var file = new FileDescriptorProto
            {
                Name = "test/importing.proto",
                Package = "test.imports",
                Syntax = "proto3",
                Dependency =
                {
                    "google/protobuf/timestamp.proto",
                    "google/protobuf/api.proto",
                    "google/protobuf/descriptor.proto",
                },
                Service =
                {
                    new ServiceDescriptorProto
                    {
                        Name = "ImportingService",
                        Method =
                        {
                            new MethodDescriptorProto
                            {
                                Name = "Call",
                                InputType = ".google.protobuf.Timestamp",
                                OutputType = ".google.protobuf.Api",
                            },
                        },
                    },
                },
                Extension =
                {
                    new FieldDescriptorProto
                    {
                        Name = "note",
                        Number = ExtensionNumber,
                        Type = FieldDescriptorProto.Types.Type.String,
                        Label = FieldDescriptorProto.Types.Label.Optional,
                        Extendee = ".google.protobuf.MethodOptions",
                    },
                },
            };
            FileDescriptor[] dependencies =
            [
                SourceContextReflection.Descriptor, AnyReflection.Descriptor, TypeReflection.Descriptor,
                TimestampReflection.Descriptor, ApiReflection.Descriptor, DescriptorReflection.Descriptor,
            ];
            Service = FileDescriptor.BuildFromByteStrings(
                [.. dependencies.Select(dependency => dependency.SerializedData), Google.Protobuf.MessageExtensions.ToByteString(file)])
                .Single(built => built.Name == file.Name).Services[0];
        }

        public ServiceDescriptor Service { get; }
    }
}
