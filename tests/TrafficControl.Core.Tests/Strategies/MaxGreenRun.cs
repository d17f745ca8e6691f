using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

/// <summary>
/// An adaptive strategy and a signal controller in random traffic: how long each vehicle green went on after the first
/// conflicting call that still waits, as the sum of what the field shows.
/// </summary>
internal sealed class MaxGreenRun
{
    private const int TickMs = 100;
    private const long StartMs = 1_700_000_000_000;

    private readonly Intersection _intersection;
    private readonly IntersectionState _state;
    private readonly AdaptiveStrategy _strategy;
    private readonly SignalController _signals;
    private readonly ControllerTick _tick = new();
    private readonly Dice _dice;
    private readonly int _togglePermille;
    private readonly bool[] _isOn;
    private readonly long[] _opposedSinceMs;
    private readonly ulong[] _opposing;
    private long _nowMs = StartMs;

    internal MaxGreenRun(IntersectionDefinition definition, int commitmentMs, int seed, int maxGreenSet = 1)
    {
        // The longest red comes before the longest green, so here nobody's is near.
        TimingPlanDefinition plan = new()
        {
            Id = "max",
            Strategy = StrategyKind.Adaptive,
            CommitmentMs = commitmentMs,
            MaxGreenSet = maxGreenSet,
            MaxRedMs = 900_000,
        };
        _intersection = Intersection.Create(definition with { Plans = [plan], DefaultPlan = "max", LocalPlan = "max" });
        _state = new IntersectionState(_intersection);
        _strategy = new AdaptiveStrategy(_intersection, _intersection.DefaultPlan);
        _signals = new SignalController(_intersection);
        _signals.StartUp(_nowMs);
        _dice = new Dice(seed);
        _togglePermille = _dice.Pick<int>([10, 40, 120]);
        _isOn = new bool[_intersection.Detectors.Length];
        _opposedSinceMs = new long[_intersection.Groups.Length];
        _opposing = new ulong[_intersection.Groups.Length];
        foreach (SignalGroup group in _intersection.Groups)
        {
            ulong together = 0;
            foreach (Stage stage in _intersection.Stages)
            {
                together |= (stage.Groups & group.Mask) != 0 ? stage.Groups : 0;
            }

            _opposing[group.Index] = group.Conflicts | (_intersection.AllGroups & ~together);
        }
    }

    /// <summary>The longest that a green went on beyond its maximum, milliseconds; negative: none reached it.</summary>
    internal long WorstExcessMs { get; private set; } = long.MinValue;

    /// <summary>Greens that ended because of their maximum.</summary>
    internal int MaxOuts { get; private set; }

    internal MaxGreenRun Run(int seconds)
    {
        for (int i = 0; i < seconds * 1000 / TickMs; i++)
        {
            Step();
        }

        return this;
    }

    private void Step()
    {
        _nowMs += TickMs;
        _tick.Clear();
        _tick.TimeMs = _nowMs;
        _tick.Signals = _signals.Frame;
        for (ushort detector = 0; detector < _isOn.Length; detector++)
        {
            if (_dice.Between(0, 999) < (_isOn[detector] ? 60 : _togglePermille))
            {
                _isOn[detector] = !_isOn[detector];
                _tick.TryAdd(new DetectorTransition(_nowMs, detector, _isOn[detector]));
            }
        }

        _tick.PedestrianCalls = _dice.Between(0, 999) < 5 ? _dice.Bits() & _intersection.PedestrianGroups : 0;
        _state.Apply(_tick);
        ulong before = _state.Signals.Frame.Green;
        Decision decision = _strategy.Decide(_state);
        MaxOuts += decision.Reason == DecisionReason.MaxOut && (before & ~decision.Groups) != 0 ? 1 : 0;
        SignalFrame after = _signals.Advance(_nowMs, new SignalCommand(
            decision.Groups, decision.NotBeforeMs, decision.Hold, decision.ForceOff, decision.Omit,
            _state.Demand.PedestrianCalls));
        for (ulong rest = _intersection.VehicleGroups; rest != 0; rest &= rest - 1)
        {
            Measure(BitOperations.TrailingZeroCount(rest), after.Green);
        }
    }

    private void Measure(int group, ulong green)
    {
        bool isOpposed = (green >> group & 1) != 0 && (_opposing[group] & _state.Demand.Calls) != 0;
        ref long sinceMs = ref _opposedSinceMs[group];
        sinceMs = !isOpposed ? 0 : sinceMs == 0 ? _nowMs : sinceMs;
        if (isOpposed)
        {
            long excessMs = _nowMs - sinceMs - _intersection.Groups[group].Definition.MaxGreenMs;
            WorstExcessMs = Math.Max(WorstExcessMs, excessMs);
        }
    }
}
