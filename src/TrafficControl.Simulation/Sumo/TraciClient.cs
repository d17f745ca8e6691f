using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Talks TraCI to a SUMO process over loopback TCP. Commands are collected and travel with the next step, so that a
/// simulated second costs one round trip. Used by one thread at a time.
/// </summary>
public sealed class TraciClient : IAsyncDisposable
{
    private const byte GetVersionCommand = 0x00;
    private const byte StepCommand = 0x02;
    private const byte CloseCommand = 0x7f;
    private const byte SubscribeJunctionContextCommand = 0x89;

    // The domain of vehicles, and the command that gets something of one.
    private const byte VehicleDomain = 0xa4;
    private const byte SetLightCommand = 0xc2;
    private const byte SubscribeLoopCommand = 0xd0;
    private const byte SubscribeLightCommand = 0xd2;
    private const byte SubscribeSimulationCommand = 0xdb;
    private const byte ResponseOffset = 0x10;
    private const byte IdListVariable = 0x00;
    private const byte VehicleDataVariable = 0x17;
    private const byte LightStateVariable = 0x20;
    private const byte SpeedVariable = 0x40;
    private const byte VehicleClassVariable = 0x49;
    private const byte LaneVariable = 0x51;
    private const byte LanePositionVariable = 0x56;
    private const byte TimeVariable = 0x66;
    private const byte WaitingTimeVariable = 0x7a;
    private const byte ExpectedVehiclesVariable = 0x7d;
    private const byte CompoundType = 0x0f;

    // TraCI's own mark for "from the first to the last step".
    private const double AlwaysMark = -1073741824.0;
    private const int MaxMessageBytes = 256 * 1024 * 1024;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(20);
    private readonly Socket _socket;
    private readonly Func<string> _diagnosis;
    private readonly TraciWriter _writer = new();
    private readonly TraciReader _reader = new();
    private readonly List<(byte Command, string Subject)> _pending = [];
    private readonly byte[] _length = new byte[4];
    private byte[] _received = new byte[4096];

    private TraciClient(Socket socket, Func<string> diagnosis)
    {
        _socket = socket;
        _diagnosis = diagnosis;
    }

    /// <summary>What SUMO reported with the last step.</summary>
    public TraciStep Last { get; } = new();

    /// <summary>Connects to a SUMO process that may still be starting.</summary>
    /// <param name="port">Port on the loopback address.</param>
    /// <param name="isRunning">False once the process has ended, so that there is nothing left to wait for.</param>
    /// <param name="diagnosis">What the process last wrote, for error messages.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SumoException">The process ended, or the time ran out.</exception>
    public static async Task<TraciClient> ConnectAsync(
        int port, Func<bool> isRunning, Func<string> diagnosis, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isRunning);
        ArgumentNullException.ThrowIfNull(diagnosis);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken).ConfigureAwait(false);
                return new TraciClient(socket, diagnosis);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                if (!isRunning())
                {
                    throw new SumoException($"SUMO ended before it accepted a connection. {diagnosis()}", e);
                }

                if (Stopwatch.GetElapsedTime(start) > timeout)
                {
                    throw new SumoException(
                        $"SUMO did not accept a connection on port {port} within {timeout.TotalSeconds:0} s. {diagnosis()}", e);
                }
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(RetryPause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for SUMO's TraCI version and name.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SumoException">The connection was lost or the answer makes no sense.</exception>
    public async Task<(int Api, string Software)> GetVersionAsync(CancellationToken cancellationToken)
    {
        Begin(GetVersionCommand, "version", 0);
        await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        ReadStatus(_pending[0]);
        _pending.Clear();
        _reader.CommandLength();
        _reader.Byte();
        return (_reader.Integer(), _reader.String());
    }

    /// <summary>Asks for the vehicles on a loop with every step to come. Takes effect with the next step.</summary>
    /// <param name="loop">Identifier of the loop.</param>
    public void SubscribeLoop(string loop) => Subscribe(SubscribeLoopCommand, loop, VehicleDataVariable);

    /// <summary>
    /// Asks for the state of a traffic light with every step to come. Takes effect with the next step.
    /// </summary>
    /// <param name="light">Identifier of the traffic light.</param>
    public void SubscribeLight(string light) => Subscribe(SubscribeLightCommand, light, LightStateVariable);

    /// <summary>
    /// Asks for time and number of vehicles with every step to come. Takes effect with the next step.
    /// </summary>
    public void SubscribeSimulation() =>
        Subscribe(SubscribeSimulationCommand, "", TimeVariable, ExpectedVehiclesVariable);

    /// <summary>
    /// Asks for the vehicles within a radius of a junction with every step to come. Takes effect with the next step.
    /// </summary>
    /// <param name="junction">Identifier of the junction.</param>
    /// <param name="radiusM">Radius, metres.</param>
    public void SubscribeVehiclesAround(string junction, double radiusM)
    {
        ArgumentNullException.ThrowIfNull(junction);
        ReadOnlySpan<byte> variables = [LaneVariable, LanePositionVariable, SpeedVariable, VehicleClassVariable];
        Begin(
            SubscribeJunctionContextCommand, junction,
            (3 * sizeof(double)) + TraciWriter.SizeOf(junction) + 2 + variables.Length);
        _writer.Double(AlwaysMark);
        _writer.Double(AlwaysMark);
        _writer.String(junction);
        _writer.Byte(VehicleDomain);
        _writer.Double(radiusM);
        WriteVariables(variables);
    }

    /// <summary>Sets the state of a traffic light. Takes effect at the start of the next step.</summary>
    /// <param name="light">Identifier of the traffic light.</param>
    /// <param name="state">One letter per link.</param>
    public void SetLightState(string light, string state)
    {
        ArgumentNullException.ThrowIfNull(light);
        ArgumentNullException.ThrowIfNull(state);
        Begin(SetLightCommand, light, 1 + TraciWriter.SizeOf(light) + 1 + TraciWriter.SizeOf(state));
        _writer.Byte(LightStateVariable);
        _writer.String(light);
        _writer.Byte(TraciReader.StringType);
        _writer.String(state);
    }

    /// <summary>Sends the commands collected, simulates one step, and takes in what is subscribed.</summary>
    /// <param name="cancellationToken">Ends the wait; the connection is of no use afterwards.</param>
    /// <returns><see cref="Last"/>, filled anew.</returns>
    /// <exception cref="SumoException">
    /// SUMO refused a command, ended, or sent something that makes no sense.
    /// </exception>
    public async ValueTask<TraciStep> StepAsync(CancellationToken cancellationToken)
    {
        Begin(StepCommand, "step", sizeof(double));
        _writer.Double(0);
        await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        Last.ForgetVehicles();
        foreach ((byte Command, string Subject) command in _pending)
        {
            ReadStatus(command);
            if (command.Command == StepCommand)
            {
                for (int results = _reader.Integer(); results > 0; results--)
                {
                    ReadSubscription();
                }
            }
            else if (command.Command is SubscribeLoopCommand or SubscribeLightCommand or SubscribeSimulationCommand
                or SubscribeJunctionContextCommand)
            {
                ReadSubscription();
            }
        }

        _pending.Clear();
        return Last;
    }

    /// <summary>
    /// Asks for how long each vehicle in the net has stood without a break, in seconds; 0 for one that moves. A vehicle
    /// stands below 0.1 m/s.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SumoException">The connection was lost or the answer makes no sense.</exception>
    public async Task<IReadOnlyList<double>> GetStandingTimesAsync(CancellationToken cancellationToken)
    {
        Get(VehicleDomain, IdListVariable, "");
        await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        ReadGetHeader(_pending[0]);
        _pending.Clear();
        string[] vehicles = _reader.TypedStrings();
        if (vehicles.Length == 0)
        {
            return [];
        }

        foreach (string vehicle in vehicles)
        {
            Get(VehicleDomain, WaitingTimeVariable, vehicle);
        }

        await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        List<double> times = [];
        foreach ((byte Command, string Subject) command in _pending)
        {
            ReadGetHeader(command);
            times.Add(_reader.TypedDouble());
        }

        _pending.Clear();
        return times;
    }

    /// <summary>Tells SUMO to end; it writes its outputs then.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SumoException">The connection was lost.</exception>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        Begin(CloseCommand, "close", 0);
        await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        _pending.Clear();
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Begin(byte command, string subject, int payloadBytes)
    {
        _pending.Add((command, subject));
        _writer.Command(command, payloadBytes);
    }

    private void Subscribe(byte command, string subject, params ReadOnlySpan<byte> variables)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Begin(command, subject, (2 * sizeof(double)) + TraciWriter.SizeOf(subject) + 1 + variables.Length);
        _writer.Double(AlwaysMark);
        _writer.Double(AlwaysMark);
        _writer.String(subject);
        WriteVariables(variables);
    }

    private void WriteVariables(ReadOnlySpan<byte> variables)
    {
        _writer.Byte((byte)variables.Length);
        foreach (byte variable in variables)
        {
            _writer.Byte(variable);
        }
    }

    private void Get(byte command, byte variable, string subject)
    {
        Begin(command, subject, 1 + TraciWriter.SizeOf(subject));
        _writer.Byte(variable);
        _writer.String(subject);
    }

    private void ReadGetHeader((byte Command, string Subject) sent)
    {
        ReadStatus(sent);
        _reader.CommandLength();
        _reader.Byte();
        _reader.Byte();
        _reader.String();
    }

    private async ValueTask ExchangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte> message = _writer.Finish();
            while (message.Length > 0)
            {
                message = message[await _socket.SendAsync(message, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
            }

            _writer.Clear();
            await ReceiveAsync(_length, cancellationToken).ConfigureAwait(false);
            int length = BinaryPrimitives.ReadInt32BigEndian(_length) - _length.Length;
            if (length is < 0 or > MaxMessageBytes)
            {
                throw new SumoException($"SUMO announced a message of {length} bytes; this is not TraCI.");
            }

            if (_received.Length < length)
            {
                _received = new byte[Math.Max(length, _received.Length * 2)];
            }

            await ReceiveAsync(_received.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            _reader.Reset(_received, length);
        }
        catch (SocketException e)
        {
            throw new SumoException($"The connection to SUMO was lost at '{_pending[^1].Subject}'. {_diagnosis()}", e);
        }
    }

    private async ValueTask ReceiveAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (target.Length > 0)
        {
            int received = await _socket.ReceiveAsync(target, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (received == 0)
            {
                throw new SumoException($"SUMO closed the connection at '{_pending[^1].Subject}'. {_diagnosis()}");
            }

            target = target[received..];
        }
    }

    private void ReadStatus((byte Command, string Subject) sent)
    {
        _reader.CommandLength();
        byte command = _reader.Byte();
        byte result = _reader.Byte();
        string description = _reader.String();
        if (command != sent.Command)
        {
            throw new SumoException($"SUMO answered command 0x{command:x2} where 0x{sent.Command:x2} was sent.");
        }

        if (result != 0)
        {
            throw new SumoException(
                $"SUMO refused command 0x{sent.Command:x2} for '{sent.Subject}': {description}. {_diagnosis()}");
        }
    }

    private void ReadSubscription()
    {
        _reader.CommandLength();
        byte response = _reader.Byte();
        string subject = _reader.String();
        if (response == SubscribeJunctionContextCommand + ResponseOffset)
        {
            ReadVehiclesAround(subject);
            return;
        }

        for (int variables = _reader.Byte(); variables > 0; variables--)
        {
            byte variable = _reader.Byte();
            if (_reader.Byte() != 0)
            {
                throw new SumoException($"SUMO cannot report variable 0x{variable:x2} of '{subject}': {_reader.TypedString()}");
            }

            ReadVariable((byte)(response - ResponseOffset), subject, variable);
        }
    }

    private void ReadVariable(byte subscription, string subject, byte variable)
    {
        switch (subscription, variable)
        {
            case (SubscribeLoopCommand, VehicleDataVariable):
                ReadVehicleData(Last.Refill(subject));
                break;
            case (SubscribeLightCommand, LightStateVariable):
                Last.SetLight(subject, _reader.TypedString());
                break;
            case (SubscribeSimulationCommand, TimeVariable):
                Last.TimeS = _reader.TypedDouble();
                break;
            case (SubscribeSimulationCommand, ExpectedVehiclesVariable):
                Last.ExpectedVehicles = _reader.TypedInteger();
                break;
            default:
                throw new SumoException($"SUMO reported variable 0x{variable:x2} of '{subject}', which was not asked for.");
        }
    }

    private void ReadVehiclesAround(string junction)
    {
        List<SumoVehicle> vehicles = Last.RefillVehicles(junction);
        _reader.Byte();
        int variables = _reader.Byte();
        for (int count = _reader.Integer(); count > 0; count--)
        {
            SumoVehicle vehicle = new(_reader.PooledString(), "", 0, 0, "");
            for (int i = 0; i < variables; i++)
            {
                vehicle = ReadVehicleVariable(vehicle);
            }

            vehicles.Add(vehicle);
        }
    }

    private SumoVehicle ReadVehicleVariable(in SumoVehicle vehicle)
    {
        byte variable = _reader.Byte();
        if (_reader.Byte() != 0)
        {
            throw new SumoException($"SUMO cannot report variable 0x{variable:x2} of '{vehicle.Id}': {_reader.TypedString()}");
        }

        return variable switch
        {
            LaneVariable => vehicle with { Lane = _reader.TypedPooledString() },
            LanePositionVariable => vehicle with { PositionM = _reader.TypedDouble() },
            SpeedVariable => vehicle with { SpeedMps = _reader.TypedDouble() },
            VehicleClassVariable => vehicle with { VehicleClass = _reader.TypedPooledString() },
            _ => throw new SumoException(
                $"SUMO reported variable 0x{variable:x2} of '{vehicle.Id}', which was not asked for."),
        };
    }

    private void ReadVehicleData(List<LoopPassage> passages)
    {
        _reader.Expect(CompoundType, "a compound");
        _reader.Integer();
        for (int vehicles = _reader.TypedInteger(); vehicles > 0; vehicles--)
        {
            string vehicle = _reader.TypedString();
            _reader.TypedDouble();
            double entry = _reader.TypedDouble();
            double leave = _reader.TypedDouble();
            _reader.TypedString();
            passages.Add(new LoopPassage(vehicle, entry, leave));
        }
    }
}
