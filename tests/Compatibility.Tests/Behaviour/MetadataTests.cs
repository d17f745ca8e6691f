using System.Text;
using Grpc.Core;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary><see cref="Metadata"/> and its entries.</summary>
[TestFixture]
public sealed class MetadataTests
{
    private static readonly byte[] Bytes = [0, 1, 255];

    [TestCase("X-Request-Id", "x-request-id")]
    [TestCase("a.b_c-9", "a.b_c-9")]
    public void Entry_ValidName_IsLowerCased(string name, string expected)
    {
        Assert.That(new Metadata.Entry(name, "v").Key, Is.EqualTo(expected));
    }

    [TestCase("with space")]
    [TestCase(":path")]
    [TestCase("ümlaut")]
    [TestCase("a/b")]
    public void Entry_InvalidName_IsRefused(string name)
    {
        Assert.That(() => new Metadata.Entry(name, "v"), Throws.ArgumentException);
    }

    [Test]
    public void Entry_NullParts_AreRefused()
    {
        Assert.That(() => new Metadata.Entry(null!, "v"), Throws.ArgumentNullException);
        Assert.That(() => new Metadata.Entry("a", (string)null!), Throws.ArgumentNullException);
        Assert.That(() => new Metadata.Entry("a-bin", (byte[])null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Entry_TextUnderBinaryName_IsRefused()
    {
        Assert.That(() => new Metadata.Entry("trace-BIN", "v"), Throws.ArgumentException);
    }

    [Test]
    public void Entry_BytesUnderTextName_IsRefused()
    {
        Assert.That(() => new Metadata.Entry("trace", Bytes), Throws.ArgumentException);
    }

    [Test]
    public void Entry_Binary_KeepsItsOwnCopy()
    {
        byte[] given = [.. Bytes];
        var entry = new Metadata.Entry("trace-bin", given);
        given[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.That(entry.IsBinary, Is.True);
        Assert.That(entry.ValueBytes, Is.EqualTo(Bytes));
        Assert.That(() => entry.Value, Throws.InvalidOperationException);
    }

    [Test]
    public void Entry_Text_OffersItsAsciiBytes()
    {
        var entry = new Metadata.Entry("a", "text");

        Assert.That(entry.IsBinary, Is.False);
        Assert.That(entry.ValueBytes, Is.EqualTo(Encoding.ASCII.GetBytes("text")));
        Assert.That(entry.ToString(), Is.EqualTo("[Entry: key=a, value=text]"));
    }

    [Test]
    public void Get_RepeatedName_ReturnsTheLastInAnyCase()
    {
        var metadata = new Metadata { { "a", "1" }, { "b", "2" }, { "A", "3" }, { "c-bin", Bytes } };

        Assert.Multiple(() =>
        {
            Assert.That(metadata.GetValue("A"), Is.EqualTo("3"));
            Assert.That(metadata.GetAll("a").Select(entry => entry.Value), Is.EqualTo(new[] { "1", "3" }));
            Assert.That(metadata.GetValueBytes("c-bin"), Is.EqualTo(Bytes));
            Assert.That(metadata.Get("missing"), Is.Null);
            Assert.That(metadata.GetValue("missing"), Is.Null);
            Assert.That(metadata.GetValueBytes("missing"), Is.Null);
            Assert.That(metadata.GetAll("missing"), Is.Empty);
        });
    }

    [Test]
    public void List_Changed_KeepsOrder()
    {
        var metadata = new Metadata { { "a", "1" }, { "b", "2" } };
        metadata.Insert(0, new Metadata.Entry("z", "0"));
        metadata.RemoveAt(1);
        metadata[1] = new Metadata.Entry("y", "9");

        Assert.That(metadata.Select(entry => entry.Key), Is.EqualTo(new[] { "z", "y" }));
        Assert.That(metadata, Has.Count.EqualTo(2));
        Assert.That(metadata.IsReadOnly, Is.False);
    }

    [Test]
    public void Empty_Changed_Refuses()
    {
        Assert.That(Metadata.Empty, Is.Empty);
        Assert.That(Metadata.Empty.IsReadOnly, Is.True);
        Assert.That(() => Metadata.Empty.Add("a", "1"), Throws.InvalidOperationException);
        Assert.That(() => Metadata.Empty.Clear(), Throws.InvalidOperationException);
    }
}
