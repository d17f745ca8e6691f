using System.Text;
using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary><see cref="Marshaller{T}"/> and <see cref="Method{TRequest,TResponse}"/>.</summary>
[TestFixture]
public sealed class MarshallerTests
{
    [Test]
    public void Marshaller_OverContexts_KeepsItsFunctionsAndOffersNothingOverArrays()
    {
        Action<string, SerializationContext> serializer = (text, context) => context.Complete(Encoding.UTF8.GetBytes(text));
        Func<DeserializationContext, string> deserializer = context => Encoding.UTF8.GetString(context.PayloadAsNewBuffer());
        Marshaller<string> marshaller = Marshallers.Create(serializer, deserializer);

        Assert.That(marshaller.ContextualSerializer, Is.SameAs(serializer));
        Assert.That(marshaller.ContextualDeserializer, Is.SameAs(deserializer));
        Assert.That(() => marshaller.Serializer("x"), Throws.InstanceOf<NotImplementedException>());
        Assert.That(() => marshaller.Deserializer([]), Throws.InstanceOf<NotImplementedException>());
    }

    [Test]
    public void Marshaller_OverArrays_AlsoWorksOverContexts()
    {
        var context = new ArrayContext();

        Marshallers.StringMarshaller.ContextualSerializer("grün", context);

        Assert.That(context.Payload, Is.EqualTo(Encoding.UTF8.GetBytes("grün")));
        Assert.That(Marshallers.StringMarshaller.ContextualDeserializer(new ArraySource(context.Payload)), Is.EqualTo("grün"));
    }

    [Test]
    public void Method_FullName_IsThePath()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "pkg.Service", "Call", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        Assert.That(method.FullName, Is.EqualTo("/pkg.Service/Call"));
        Assert.That(method.Type, Is.EqualTo(MethodType.Unary));
    }

    private sealed class ArrayContext : SerializationContext
    {
        public byte[] Payload { get; private set; } = [];

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class ArraySource(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
