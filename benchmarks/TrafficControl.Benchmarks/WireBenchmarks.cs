using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Benchmarks;

/// <summary>
/// A tick and a directive to bytes and back: protobuf alone, and with the mapping to Core. The tick is the fullest of
/// five busy minutes, the directive forecasts all eight groups.
/// </summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private const long TimeMs = 1_700_000_000_000;

    private readonly ControllerTick _fullest = new();
    private readonly ControllerTick _tick = new();
    private readonly V1.ConnectRequest _request = new() { Tick = new V1.Tick() };
    private readonly V1.ConnectResponse _response = new() { Directive = new V1.Directive() };
    private readonly byte[] _buffer = new byte[4_096];
    private Intersection _intersection = null!;
    private Directive _sent = null!;
    private Directive _received = null!;
    private byte[] _tickBytes = [];
    private byte[] _directiveBytes = [];

    [GlobalSetup]
    public void SetUp()
    {
        BusyIntersection busy = BusyIntersection.Of(groups: 8, lanes: 24, "actuated");
        _intersection = busy.Intersection;
        int fullest = Enumerable.Range(0, BusyIntersection.TickCount).MaxBy(index =>
        {
            busy.Load(index, _fullest);
            return _fullest.Transitions.Length;
        });
        busy.Load(fullest, _fullest);
        TickMapper.Fill(_fullest, _request.Tick);
        _tickBytes = _request.ToByteArray();
        int groups = _intersection.Groups.Length;
        _received = new Directive(groups);
        _sent = new Directive(groups) { TickSequence = 7, Sequence = 8, ValidUntilMs = TimeMs + 3_000, NextGroups = 3 };
        for (int group = 0; group < groups; group++)
        {
            _sent.Forecasts[group] = new GroupForecast(
                TimeMs + 5_000, TimeMs + 60_000, TimeMs + 12_000, 80, IsCommitted: false);
        }

        DirectiveMapper.Fill(_sent, TimeMs, _response.Directive);
        _directiveBytes = _response.ToByteArray();
    }

    [Benchmark(Baseline = true)]
    public V1.ConnectRequest ParseTick()
    {
        V1.ConnectRequest request = V1.ConnectRequest.Parser.ParseFrom(_tickBytes);
        return request.Tick.Transitions.Count == _fullest.Transitions.Length
            ? request
            : throw new InvalidOperationException("The tick lost events.");
    }

    [Benchmark]
    public int ParseAndMapTick()
    {
        V1.ConnectRequest request = V1.ConnectRequest.Parser.ParseFrom(_tickBytes);
        return TickMapper.Fill(request.Tick, _intersection, _tick, out int dropped) is null && dropped == 0
            && _tick.Transitions.Length == _fullest.Transitions.Length
            ? _tick.Transitions.Length
            : throw new InvalidOperationException("The tick did not map.");
    }

    [Benchmark]
    public int MapAndWriteTick()
    {
        TickMapper.Fill(_fullest, _request.Tick);
        return Write(_request, _tickBytes.Length);
    }

    [Benchmark]
    public long ParseAndMapDirective()
    {
        V1.ConnectResponse response = V1.ConnectResponse.Parser.ParseFrom(_directiveBytes);
        DirectiveMapper.Fill(response.Directive, TimeMs, _received);
        return _received.Sequence == _sent.Sequence && _received.Forecasts[^1] == _sent.Forecasts[^1]
            ? _received.Sequence
            : throw new InvalidOperationException("The directive did not map.");
    }

    [Benchmark]
    public int MapAndWriteDirective()
    {
        DirectiveMapper.Fill(_sent, TimeMs, _response.Directive);
        return Write(_response, _directiveBytes.Length);
    }

    private int Write(IMessage message, int expected)
    {
        int size = message.CalculateSize();
        message.WriteTo(_buffer.AsSpan(0, size));
        return size == expected
            ? size
            : throw new InvalidOperationException($"{size} bytes; {expected} were expected.");
    }
}
