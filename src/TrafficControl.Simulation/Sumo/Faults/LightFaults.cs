using System.Globalization;
using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>
/// The faults of one light's loops and cameras in one run. A loop fails as a whole: for every detector it feeds.
/// </summary>
internal sealed class LightFaults
{
    private readonly SumoLight _light;
    private readonly LoopFaults?[] _loops;
    private readonly TrackFaults[] _tracks;
    private readonly ControllerTick _seen = new();
    private readonly List<string> _failures = [];

    /// <summary>Chooses what strikes the detectors of a light.</summary>
    /// <param name="faults">Faults of the run.</param>
    /// <param name="light">The light.</param>
    /// <param name="seed">Seed of the run.</param>
    internal LightFaults(DetectorFaults faults, SumoLight light, int seed)
    {
        _light = light;
        _loops = new LoopFaults?[light.Loops.Count];
        _tracks = [];
        if (faults.Items.Count == 0)
        {
            return;
        }

        SensorCondition all = ForAll(faults);
        SensorCondition[] conditions = [.. light.Definition.Detectors.Select(_ => all)];
        foreach (DetectorFault fault in faults.Items.Where(fault => fault.Target.Length > 0))
        {
            Strike(fault, conditions, seed);
        }

        for (int detector = 0; detector < conditions.Length; detector++)
        {
            int loop = light.DetectorLoops[detector];
            if (loop >= 0)
            {
                _loops[loop] ??= new LoopFaults(conditions[detector], seed, light.Loops[loop].Id);
            }
        }

        _tracks = [.. light.Tracks.Select(tracks => new TrackFaults(
            conditions[tracks.Detector], seed, light.Definition.Detectors[tracks.Detector].Id, tracks))];
    }

    /// <summary>Replaces what a loop saw in a step by what it reports.</summary>
    internal void Apply(int loop, List<(long TimeMs, bool IsOn)> transitions, long fromMs, long toMs) =>
        _loops[loop]?.Apply(transitions, fromMs, toMs);

    /// <summary>Where what the cameras see is to be written: the tick itself, when they are sound.</summary>
    /// <param name="tick">The tick of the step.</param>
    internal ControllerTick Through(ControllerTick tick)
    {
        _seen.Clear();
        return _tracks.Length == 0 ? tick : _seen;
    }

    /// <summary>Writes what faulty cameras report of a step into its tick.</summary>
    /// <param name="toMs">End of the step.</param>
    /// <param name="tick">The tick of the step.</param>
    internal void ReportTracks(long toMs, ControllerTick tick)
    {
        foreach (TrackFaults tracks in _tracks)
        {
            tracks.Report(_seen.Tracks, toMs, tick);
        }
    }

    /// <summary>What failed and how much was altered, one sentence each; empty without faults.</summary>
    internal IEnumerable<string> Describe()
    {
        foreach (string failure in _failures)
        {
            yield return failure;
        }

        FaultCounts loops = Sum(_loops.Select(loop => loop?.Counts ?? default));
        if (Array.Exists(_loops, loop => loop is not null))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_light.Id}: of {loops.Seen} presences {loops.Missed} missed, {loops.Duplicated} duplicated; "
                + $"{loops.Added} false");
        }

        FaultCounts tracks = Sum(_tracks.Select(camera => camera.Counts));
        if (_tracks.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_light.Id}: of {tracks.Seen} observations {tracks.Missed} missed; "
                + $"{tracks.Duplicated} objects duplicated, {tracks.Added} false");
        }
    }

    private static FaultCounts Sum(IEnumerable<FaultCounts> counts) =>
        counts.Aggregate(default(FaultCounts), (a, b) => a + b);

    private static SensorCondition ForAll(DetectorFaults faults)
    {
        double Share(DetectorFaultKind kind) => faults.Items.FirstOrDefault(fault => fault.Kind == kind)?.Share ?? 0;
        int Time(DetectorFaultKind kind) => faults.Items.FirstOrDefault(fault => fault.Kind == kind)?.TimeMs ?? 0;
        return new SensorCondition
        {
            MissedShare = Share(DetectorFaultKind.Missed),
            FalseShare = Share(DetectorFaultKind.False),
            DuplicatedShare = Share(DetectorFaultKind.Duplicated),
            DelayMs = Time(DetectorFaultKind.Delayed),
            SkewMs = Time(DetectorFaultKind.ClockSkew),
        };
    }

    private void Strike(DetectorFault fault, SensorCondition[] conditions, int seed)
    {
        int drawn = fault.Target == FaultTargets.Random
            ? FaultTargets.Draw(fault, _light, seed, detector => conditions[detector].Failure is null)
            : -1;
        int[] struck = [.. drawn < 0 ? FaultTargets.Named(fault, _light) : [drawn]];
        foreach (int detector in struck)
        {
            _failures.Add($"{_light.Id}: {fault.Text} strikes {_light.Definition.Detectors[detector].Id}");
            for (int other = 0; other < conditions.Length; other++)
            {
                int loop = _light.DetectorLoops[other];
                if (other == detector || (loop >= 0 && loop == _light.DetectorLoops[detector]))
                {
                    conditions[other] = conditions[other] with { Failure = fault.Kind };
                }
            }
        }
    }
}
