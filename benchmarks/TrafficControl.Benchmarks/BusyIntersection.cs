using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;

namespace TrafficControl.Benchmarks;

/// <summary>
/// A field controller under steady traffic whose ticks are recorded, so that a benchmark replays the same busy minutes
/// and does not measure the making of traffic.
/// </summary>
internal sealed class BusyIntersection
{
    internal const int TickCount = 6_000;


    internal BusyIntersection(Intersection intersection)
    {
        Intersection = intersection;
        GuardedController field = new(intersection);
        field.StartUp(0);
        Ticks = new ControllerTick[TickCount];
        bool[] isOn = new bool[intersection.Detectors.Length];
        for (int i = 0; i < TickCount; i++)
        {
            ControllerTick tick = new() { Sequence = i + 1, TimeMs = (i + 1) * 100L };
            for (int detector = 0; detector < isOn.Length; detector++)
            {
                // A vehicle every four seconds on each detector, spread over the detectors; occupied for half a second.
                int phase = (i + (detector * 7)) % 40;
                if (phase is 0 or 5)
                {
                    isOn[detector] = phase == 0;
                    tick.TryAdd(new DetectorTransition(tick.TimeMs, (ushort)detector, isOn[detector]));
                    Events++;
                }
            }

            field.Advance(tick, null);
            Ticks[i] = tick;
        }

        if (field.Monitor.Breach.Rule != SafetyRule.None)
        {
            throw new InvalidOperationException($"The recorded traffic broke {field.Monitor.Breach}.");
        }
    }

    internal Intersection Intersection { get; }

    internal ControllerTick[] Ticks { get; }

    internal int Events { get; }

}
