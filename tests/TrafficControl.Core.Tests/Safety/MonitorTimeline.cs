using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Safety;

/// <summary>
/// Shows a monitor one frame after another. A frame is a letter per group, A B P C in this order: r red, G green, y
/// yellow, c red clearance, W walk, f flashing don't walk; or "flash". Times are milliseconds from
/// <see cref="StartMs"/>.
/// </summary>
internal sealed class MonitorTimeline
{
    /// <summary>Event time of the timeline's 0.</summary>
    public const long StartMs = 1_700_000_000_000;

    /// <summary>Longest red of every group of <see cref="Junction"/>.</summary>
    public const int MaxRedMs = 120_000;

    public const int A = 0;
    public const int B = 1;
    public const int P = 2;
    public const int C = 3;

    public MonitorTimeline(IntersectionDefinition? definition = null)
    {
        Intersection = Intersection.Create(definition ?? Junction());
        Monitor = new SafetyMonitor(Intersection);
    }

    public Intersection Intersection { get; }

    public SafetyMonitor Monitor { get; }

    /// <summary>Groups with a call in every frame shown from now on.</summary>
    public ulong Calls { get; set; }

    /// <summary>
    /// A main street A with a walk P and an arrow C beside it, and a side street B that conflicts with all three.
    /// Vehicles: min green 5 s, yellow 3 s, red clearance 1 s (C: none), red revert 2 s. P: walk 7 s, clearance 10 s,
    /// red revert 2 s. Intergreens A to B 4.5 s, B to P 6 s, others the clearance. Max red 120 s. Start-up all red 3 s.
    /// </summary>
    public static IntersectionDefinition Junction() => IntersectionSamples.TwoStage() with
    {
        Id = "monitored",
        SignalGroups =
        [
            IntersectionSamples.Vehicle("A") with { MaxRedMs = MaxRedMs },
            IntersectionSamples.Vehicle("B") with { MaxRedMs = MaxRedMs },
            IntersectionSamples.Pedestrian("P", "A") with { MaxRedMs = MaxRedMs },
            IntersectionSamples.Vehicle("C") with
            {
                Kind = SignalGroupKind.Arrow, RedClearanceMs = 0, MaxRedMs = MaxRedMs,
            },
        ],
        Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("B", "P"), ("B", "C")),
        Intergreens = [new IntergreenDefinition("A", "B", 4_500), new IntergreenDefinition("B", "P", 6_000)],
        Stages = [new StageDefinition("S1", ["A", "P", "C"]), new StageDefinition("S2", ["B"])],
        Movements =
        [
            IntersectionSamples.Through("A1", "a", "out", "A"), IntersectionSamples.Through("B1", "b", "out", "B"),
            IntersectionSamples.Through("C1", "c", "out", "C"),
        ],
        Lanes =
        [
            IntersectionSamples.Approach("a"), IntersectionSamples.Approach("b"), IntersectionSamples.Approach("c"),
            IntersectionSamples.Exit("out"),
        ],
        Detectors =
        [
            IntersectionSamples.StopBar("dA", "a", "A"), IntersectionSamples.StopBar("dB", "b", "B"),
            IntersectionSamples.StopBar("dC", "c", "C"),
            new DetectorDefinition { Id = "bP", Kind = DetectorKind.PushButton, Calls = ["P"] },
        ],
    };

    public static SignalFrame Frame(long atMs, string shown)
    {
        SignalFrame frame = new(StartMs + atMs, 0, IsFlash: shown == "flash");
        if (frame.IsFlash)
        {
            return frame;
        }

        for (int group = 0; group < shown.Length; group++)
        {
            ulong mask = 1UL << group;
            frame = shown[group] switch
            {
                'G' => frame with { Green = frame.Green | mask },
                'y' => frame with { Yellow = frame.Yellow | mask },
                'c' => frame with { RedClearance = frame.RedClearance | mask },
                'W' => frame with { Walk = frame.Walk | mask },
                'f' => frame with { PedClearance = frame.PedClearance | mask },
                'r' => frame,
                _ => throw new ArgumentException($"'{shown[group]}' is no indication.", nameof(shown)),
            };
        }

        return frame;
    }

    public SafetyRule Show(long atMs, string shown) => Monitor.CheckFrame(Frame(atMs, shown), Calls);

    /// <summary>Shows frames that must all be sound.</summary>
    public MonitorTimeline Sound(params (long AtMs, string Shown)[] frames)
    {
        foreach ((long atMs, string shown) in frames)
        {
            SafetyRule rule = Show(atMs, shown);
            Assert.That(rule, Is.EqualTo(SafetyRule.None), $"{shown} at {atMs} ms: {Monitor.Breach}");
        }

        return this;
    }

    /// <summary>Shows a frame that must break a rule, and name it and its groups.</summary>
    public void Breaks(SafetyRule rule, int group, int otherGroup, long atMs, string shown)
    {
        SafetyRule returned = Show(atMs, shown);

        Assert.That(returned, Is.EqualTo(rule));
        Assert.That(Monitor.Breach, Is.EqualTo(new SafetyBreach(rule, StartMs + atMs, group, otherGroup)));
        Assert.That(Monitor.IsLatched, Is.True);
    }
}
