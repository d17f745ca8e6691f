using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

/// <summary>The client against a server that says byte for byte what the test wants.</summary>
[TestFixture]
public sealed class TraciClientTests
{
    private TcpListener _listener = null!;
    private CancellationTokenSource _timeout = null!;

    [SetUp]
    public void Listen()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
    }

    [TearDown]
    public void Stop()
    {
        _listener.Dispose();
        _timeout.Dispose();
    }

    [Test]
    public async Task StepAsync_LoopAndState_TravelInOneMessageAndTheAnswerIsRead()
    {
        (TraciClient client, Socket server) = await ConnectAsync();
        using Socket owned = server;
        client.SetLightState("c", "Gr");
        client.SubscribeLoop("l1");
        ValueTask<TraciStep> step = client.StepAsync(_timeout.Token);
        byte[] sent = await ReceiveAsync(server);

        byte[] vehicle = Join(Typed("v7"), [0x0b], Big(5.0), [0x0b], Big(12.25), [0x0b], Big(-1.0), Typed("car"));
        byte[] subscription = Join(
            [0, .. BitConverter.GetBytes(0), 0xe0], Text("l1"), [1, 0x17, 0], [0x0f], Big(6), [0x09], Big(1), vehicle);
        BinaryPrimitives.WriteInt32BigEndian(subscription.AsSpan(1), subscription.Length);
        await SendAsync(server, Join(
            Status(0xc2, 0, ""), Status(0xd0, 0, ""), subscription, Status(0x02, 0, ""), Big(1), subscription));
        TraciStep result = await step;

        Assert.That(sent[..2], Is.EqualTo(new byte[] { 15, 0xc2 }), "set state: length and command");
        Assert.That(Encoding.Latin1.GetString(sent), Does.Contain("Gr").And.Contain("l1"));
        Assert.That(sent[^10..^8], Is.EqualTo(new byte[] { 10, 0x02 }), "the step comes last");
        Assert.That(result.Passages("l1"), Is.EqualTo(new[] { new LoopPassage("v7", 12.25, -1) }));
        Assert.That(result.Passages("other"), Is.Empty);
        await client.DisposeAsync();
    }

    [Test]
    public async Task StepAsync_VehiclesAroundAJunction_AreReadAndForgottenWhenNotReportedAgain()
    {
        (TraciClient client, Socket server) = await ConnectAsync();
        using Socket owned = server;
        client.SubscribeVehiclesAround("j", 250);
        ValueTask<TraciStep> step = client.StepAsync(_timeout.Token);
        byte[] sent = await ReceiveAsync(server);
        byte[] variables =
        [
            .. Join([0x51, 0], Typed("l_0")), .. Join([0x56, 0, 0x0b], Big(12.5)),
            .. Join([0x40, 0, 0x0b], Big(3.25)), .. Join([0x49, 0], Typed("bus")),
        ];
        byte[] subscription = Join(
            [0, .. BitConverter.GetBytes(0), 0x99], Text("j"), [0xa4, 4], Big(1), Text("v7"), variables);
        BinaryPrimitives.WriteInt32BigEndian(subscription.AsSpan(1), subscription.Length);
        await SendAsync(server, Join(Status(0x89, 0, ""), subscription, Status(0x02, 0, ""), Big(1), subscription));
        SumoVehicle[] first = [.. (await step).VehiclesAround("j")];
        ValueTask<TraciStep> next = client.StepAsync(_timeout.Token);
        await ReceiveAsync(server);
        await SendAsync(server, Join(Status(0x02, 0, ""), Big(0)));
        SumoVehicle[] second = [.. (await next).VehiclesAround("j")];

        Assert.That(sent[..2], Is.EqualTo(new byte[] { 37, 0x89 }), "length and command");
        Assert.That(sent[18..37], Is.EqualTo(Join(Text("j"), [0xa4], Big(250.0), [4, 0x51, 0x56, 0x40, 0x49])));
        Assert.That(first, Is.EqualTo(new[] { new SumoVehicle("v7", "l_0", 12.5, 3.25, "bus") }));
        Assert.That(second, Is.Empty);
        await client.DisposeAsync();
    }

    [Test]
    public async Task StepAsync_CommandRefused_NamesTheSubjectAndSumosReason()
    {
        (TraciClient client, Socket server) = await ConnectAsync();
        using Socket owned = server;
        client.SetLightState("nowhere", "G");
        ValueTask<TraciStep> step = client.StepAsync(_timeout.Token);
        await ReceiveAsync(server);
        await SendAsync(server, Join(Status(0xc2, 0xff, "Traffic light 'nowhere' is not known"), Status(0x02, 0, ""), Big(0)));

        Assert.That(async () => await step, Throws.TypeOf<SumoException>()
            .With.Message.Contains("nowhere").And.Message.Contains("is not known").And.Message.Contains("last words"));
        await client.DisposeAsync();
    }

    [Test]
    public async Task StepAsync_ConnectionClosed_SaysWhatSumoSaid()
    {
        (TraciClient client, Socket server) = await ConnectAsync();
        ValueTask<TraciStep> step = client.StepAsync(_timeout.Token);
        await ReceiveAsync(server);
        server.Dispose();

        Assert.That(async () => await step, Throws.TypeOf<SumoException>().With.Message.Contains("last words"));
        await client.DisposeAsync();
    }

    [Test]
    public async Task StepAsync_MessageThatEndsEarly_IsASumoException()
    {
        (TraciClient client, Socket server) = await ConnectAsync();
        using Socket owned = server;
        ValueTask<TraciStep> step = client.StepAsync(_timeout.Token);
        await ReceiveAsync(server);
        await SendAsync(server, [7, 0x02]);

        Assert.That(async () => await step, Throws.TypeOf<SumoException>().With.Message.Contains("ends before"));
        await client.DisposeAsync();
    }

    [Test]
    public void ConnectAsync_ProcessEnded_DoesNotWait()
    {
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listener.Stop();

        Assert.That(
            async () => await TraciClient.ConnectAsync(
                port, () => false, () => "last words", TimeSpan.FromMinutes(5), _timeout.Token),
            Throws.TypeOf<SumoException>().With.Message.Contains("ended before").And.Message.Contains("last words"));
    }

    private async Task<(TraciClient Client, Socket Server)> ConnectAsync()
    {
        Task<Socket> accepted = _listener.AcceptSocketAsync(_timeout.Token).AsTask();
        TraciClient client = await TraciClient.ConnectAsync(
            ((IPEndPoint)_listener.LocalEndpoint).Port, () => true, () => "last words", TimeSpan.FromSeconds(10), _timeout.Token);
        return (client, await accepted);
    }

    private async Task<byte[]> ReceiveAsync(Socket server)
    {
        byte[] length = await ExactlyAsync(server, 4);
        return await ExactlyAsync(server, BinaryPrimitives.ReadInt32BigEndian(length) - 4);
    }

    private async Task<byte[]> ExactlyAsync(Socket server, int count)
    {
        byte[] buffer = new byte[count];
        for (int have = 0; have < count;)
        {
            have += await server.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None, _timeout.Token);
        }

        return buffer;
    }

    // In two parts, because TCP promises nothing about the size of what arrives.
    private async Task SendAsync(Socket server, byte[] content)
    {
        byte[] message = Join(Big(content.Length + 4), content);
        await server.SendAsync(message.AsMemory(0, 5), SocketFlags.None, _timeout.Token);
        await server.SendAsync(message.AsMemory(5), SocketFlags.None, _timeout.Token);
    }

    private static byte[] Status(byte command, byte result, string text)
    {
        byte[] description = Text(text);
        return Join([(byte)(3 + description.Length), command, result], description);
    }

    private static byte[] Typed(string text) => Join([0x0c], Text(text));

    private static byte[] Text(string text) => Join(Big(text.Length), Encoding.Latin1.GetBytes(text));

    private static byte[] Big(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Big(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
