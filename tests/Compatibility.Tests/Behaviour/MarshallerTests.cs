using System.Buffers;
using System.Text;
using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary><see cref="Marshaller{T}"/> and <see cref="Method{TRequest,TResponse}"/>.</summary>
[TestFixture]
public sealed class MarshallerTests
{
    [Test]
    public void Marshaller_OverContexts_AlsoWorksOverArrays()
    {
        Marshaller<string> marshaller = Marshallers.Create(
            (text, context) =>
            {
                context.SetPayloadLength(Encoding.UTF8.GetByteCount(text));
                context.GetBufferWriter().Write(Encoding.UTF8.GetBytes(text));
                context.Complete();
            },
            context => Encoding.UTF8.GetString(context.PayloadAsReadOnlySequence()));

        Assert.That(marshaller.Deserializer(marshaller.Serializer("grün")), Is.EqualTo("grün"));
    }

    [Test]
    public void Marshaller_OverArrays_AlsoWorksOverContexts()
    {
        var wrapped = new Marshaller<string>(
            Marshallers.StringMarshaller.ContextualSerializer, Marshallers.StringMarshaller.ContextualDeserializer);

        Assert.That(wrapped.Deserializer(wrapped.Serializer("grün")), Is.EqualTo("grün"));
    }

    [Test]
    public void Method_FullName_IsThePath()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "pkg.Service", "Call", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        Assert.That(method.FullName, Is.EqualTo("/pkg.Service/Call"));
        Assert.That(method.Type, Is.EqualTo(MethodType.Unary));
    }
}
