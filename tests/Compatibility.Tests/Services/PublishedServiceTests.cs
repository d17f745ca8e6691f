using System.Text;
using Google.Protobuf.Reflection;

namespace TrafficControl.Compatibility.Tests.Services;

/// <summary>The health and reflection protos are, on the wire, the published ones.</summary>
[TestFixture]
public sealed class PublishedServiceTests
{
    private const string Approved = "Services/published.approved.txt";

    // Found in the assembly, not by namespace: the published files have others.
    private static readonly string[] Files =
    [
        "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto", "grpc/reflection/v1alpha/reflection.proto",
    ];

    [Test]
    public void Protos_Rendered_EqualThePublishedOnes()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        string rendered = string.Concat(Files.Select(name => Render(Find(name))));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(folder, "../../..", Approved), rendered);
        }

        Assert.That(rendered, Is.EqualTo(File.ReadAllText(Path.Combine(folder, Approved))));
    }

    private static FileDescriptor Find(string name) => typeof(PublishedServiceTests).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
        .OfType<FileDescriptor>()
        .Single(file => file.Name == name);

    private static string Render(FileDescriptor file)
    {
        var text = new StringBuilder();
        text.Append(file.Name).Append(" package ").Append(file.Package).Append('\n');
        foreach (ServiceDescriptor service in file.Services)
        {
            text.Append("service ").Append(service.FullName).Append('\n');
            foreach (MethodDescriptor method in service.Methods)
            {
                text.Append("  rpc ").Append(method.Name)
                    .Append(method.IsClientStreaming ? " stream " : " ").Append(method.InputType.FullName)
                    .Append(" ->")
                    .Append(method.IsServerStreaming ? " stream " : " ").Append(method.OutputType.FullName)
                    .Append('\n');
            }
        }

        foreach (EnumDescriptor type in file.EnumTypes)
        {
            Render(type, text);
        }

        foreach (MessageDescriptor message in file.MessageTypes)
        {
            Render(message, text);
        }

        return text.ToString();
    }

    private static void Render(MessageDescriptor message, StringBuilder text)
    {
        text.Append("message ").Append(message.FullName).Append('\n');
        foreach (FieldDescriptor field in message.Fields.InFieldNumberOrder())
        {
            string type = field.FieldType switch
            {
                FieldType.Message => field.MessageType.FullName,
                FieldType.Enum => field.EnumType.FullName,
                _ => field.FieldType.ToString(),
            };
            text.Append("  ").Append(field.FieldNumber).Append(' ').Append(field.Name).Append(' ').Append(type)
                .Append(field.IsRepeated ? " repeated" : string.Empty)
                .Append(field.HasPresence ? " presence" : string.Empty)
                .Append(field.ContainingOneof is { } oneof ? $" oneof {oneof.Name}" : string.Empty)
                .Append('\n');
        }

        foreach (EnumDescriptor type in message.EnumTypes)
        {
            Render(type, text);
        }

        foreach (MessageDescriptor nested in message.NestedTypes)
        {
            Render(nested, text);
        }
    }

    private static void Render(EnumDescriptor type, StringBuilder text)
    {
        text.Append("enum ").Append(type.FullName).Append('\n');
        foreach (EnumValueDescriptor value in type.Values)
        {
            text.Append("  ").Append(value.Number).Append(' ').Append(value.Name).Append('\n');
        }
    }
}
