using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Load.Traffic;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Runtime.Engines;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Runs;

/// <summary>What intersections take without a server: their files, their engines before the first tick, and after traffic.</summary>
internal static class EngineMemory
{
    /// <summary>Measures.</summary>
    /// <param name="shape">How many, and what they are given.</param>
    /// <param name="model">The junction all are made from.</param>
    /// <param name="scripts">Scripts to share among them.</param>
    /// <param name="minutes">Minutes of event time they are given, at most the length of a script.</param>
    internal static EngineMemoryReport Measure(LoadShape shape, Intersection model, IReadOnlyList<TickScript> scripts, int minutes)
    {
        byte[] file = IntersectionFile.Write(model.Definition);
        long atFirst = GC.GetTotalMemory(forceFullCollection: true);
        Intersection[] files = new Intersection[shape.Controllers];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = Intersection.Create(IntersectionFile.Parse(file).Definition! with { Id = Junctions.IdOf(i) });
        }

        long withFiles = GC.GetTotalMemory(forceFullCollection: true);
        IntersectionEngine[] engines =
            Array.ConvertAll(files, intersection => new IntersectionEngine(intersection, new EngineOptions()));
        long withEngines = GC.GetTotalMemory(forceFullCollection: true);
        ControllerTick tick = new();
        Directive directive = new(model.Groups.Length);
        for (int i = 0; i < engines.Length; i++)
        {
            Play(engines[i], scripts[i % scripts.Count], minutes * 60_000L, tick, directive);
        }

        double kib = 1_024.0 * shape.Controllers;
        long withTraffic = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(engines);
        return new EngineMemoryReport(
            (withFiles - atFirst) / kib, (withEngines - withFiles) / kib, (withTraffic - withFiles) / kib);
    }

    private static void Play(IntersectionEngine engine, TickScript script, long untilMs, ControllerTick tick, Directive directive)
    {
        engine.BeginSession_TickThreadOnly();
        byte[] frame = new byte[script.MaxBytes];
        for (int i = 0; i < script.Count && script.TimeMs(i) <= untilMs; i++)
        {
            Span<byte> bytes = frame.AsSpan(0, script.Bytes(i));
            script.Write(i, i + 1, ScriptRecorder.AlignMs + script.TimeMs(i), bytes);
            V1.ConnectRequest request = V1.ConnectRequest.Parser.ParseFrom(bytes[TickScript.PrefixBytes..]);
            if (TickMapper.Fill(request.Tick, engine.Intersection, tick, out _) is { } fault)
            {
                throw new InvalidOperationException(fault);
            }

            engine.Advance_TickThreadOnly(tick, directive);
            engine.Publish_TickThreadOnly();
        }
    }
}
