using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Benchmarks;

/// <summary>Decoding a tick and encoding a directive: protobuf alone, and with the mapping to Core.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private readonly ControllerTick _tick = new();
    private readonly V1.ConnectResponse _response = new() { Directive = new V1.Directive() };
    private readonly byte[] _buffer = new byte[4_096];
    private Intersection _intersection = null!;
    private Directive _directive = null!;
    private byte[] _tickBytes = [];

    [GlobalSetup]
    public void SetUp()
    {
        _intersection = BenchmarkIntersections.Staged(groups: 8, lanesPerGroup: 3, "actuated");
        BusyIntersection busy = new(_intersection);
        ControllerTick fullest = busy.Ticks.MaxBy(tick => tick.Transitions.Length)!;
        V1.Tick message = new();
        TickMapper.Fill(fullest, message);
        _tickBytes = new V1.ConnectRequest { Tick = message }.ToByteArray();
        _directive = new Directive(_intersection.Groups.Length) { ValidUntilMs = 1_700_000_000_000, NextGroups = 3 };
    }

    [Benchmark(Baseline = true)]
    public V1.ConnectRequest ParseTick() => V1.ConnectRequest.Parser.ParseFrom(_tickBytes);

    [Benchmark]
    public int ParseAndMapTick()
    {
        V1.ConnectRequest request = V1.ConnectRequest.Parser.ParseFrom(_tickBytes);
        return TickMapper.Fill(request.Tick, _intersection, _tick, out int dropped) is null && dropped == 0
            ? _tick.Transitions.Length
            : throw new InvalidOperationException("The tick did not map.");
    }

    [Benchmark]
    public int MapAndWriteDirective()
    {
        DirectiveMapper.Fill(_directive, 1_699_999_997_000, _response.Directive);
        int size = _response.CalculateSize();
        _response.WriteTo(_buffer.AsSpan(0, size));
        return size;
    }
}
