using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

/// <summary>
/// An adaptive strategy with a commitment and a signal controller in random traffic; every end of green or red is held against
/// what was announced.
/// </summary>
internal sealed class AnnouncedRun
{
    internal const int TickMs = 100;
    private const long StartMs = 1_700_000_000_000;

    // The first green of all comes out of the start-up, before anything can be announced.
    private const long SettledMs = StartMs + 60_000;

    private readonly Intersection _intersection;
    private readonly IntersectionState _state;
    private readonly AdaptiveStrategy _strategy;
    private readonly SignalController _signals;
    private readonly ControllerTick _tick = new();
    private readonly Dice _dice;
    private readonly int _commitmentMs;
    private readonly int _togglePermille;
    private readonly bool[] _isOn;
    private readonly Announcement[] _ends;
    private readonly Announcement[] _starts;
    private readonly List<string> _faults = [];
    private long _nowMs = StartMs;

    internal AnnouncedRun(IntersectionDefinition definition, int commitmentMs, int seed)
    {
        _commitmentMs = commitmentMs;
        TimingPlanDefinition plan = new() { Id = "kept", Strategy = StrategyKind.Adaptive, CommitmentMs = commitmentMs };
        _intersection = Intersection.Create(definition with { Plans = [plan], DefaultPlan = "kept", LocalPlan = "kept" });
        _state = new IntersectionState(_intersection);
        _strategy = new AdaptiveStrategy(_intersection, _intersection.DefaultPlan);
        _signals = new SignalController(_intersection);
        _signals.StartUp(_nowMs);
        _dice = new Dice(seed);
        _togglePermille = _dice.Pick<int>([2, 10, 40]);
        _isOn = new bool[_intersection.Detectors.Length];
        _ends = new Announcement[_intersection.Groups.Length];
        _starts = new Announcement[_intersection.Groups.Length];
    }

    internal IReadOnlyList<string> Faults => _faults;

    internal int AnnouncedEnds { get; private set; }

    internal int AnnouncedStarts { get; private set; }

    internal int Waits { get; private set; }

    internal AnnouncedRun Run(int seconds)
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
        SignalFrame before = _signals.Frame;
        _tick.Clear();
        _tick.TimeMs = _nowMs;
        _tick.Signals = before;
        for (ushort detector = 0; detector < _isOn.Length; detector++)
        {
            if (_dice.Between(0, 999) < (_isOn[detector] ? 100 : _togglePermille))
            {
                _isOn[detector] = !_isOn[detector];
                _tick.TryAdd(new DetectorTransition(_nowMs, detector, _isOn[detector]));
            }
        }

        _tick.PedestrianCalls = _dice.Between(0, 999) < 5 ? _dice.Bits() & _intersection.PedestrianGroups : 0;
        _state.Apply(_tick);
        Decision decision = _strategy.Decide(_state);
        Waits += decision.Reason == DecisionReason.Committed ? 1 : 0;
        for (int group = 0; group < _ends.Length; group++)
        {
            bool isShown = (before.RightOfWay >> group & 1) != 0;
            Hear(ref _ends[group], _strategy.Outlook.PromisedEndMs[group], isShown, $"end of {group}");
            Hear(ref _starts[group], _strategy.Outlook.PromisedStartMs[group], !isShown, $"start of {group}");
        }

        SignalFrame after = _signals.Advance(_nowMs, new SignalCommand(
            decision.Groups, decision.NotBeforeMs, decision.Hold, decision.ForceOff, decision.Omit,
            _state.Demand.PedestrianCalls));
        for (int group = 0; group < _ends.Length; group++)
        {
            ulong mask = 1UL << group;
            AnnouncedEnds += See(ref _ends[group], before.RightOfWay & ~after.RightOfWay & mask, mask, $"end of {group}");
            AnnouncedStarts += See(ref _starts[group], after.RightOfWay & ~before.RightOfWay & mask, mask, $"start of {group}");
        }
    }

    /// <summary>What was announced may not be taken back or moved before its time.</summary>
    private void Hear(ref Announcement heard, long promisedMs, bool isOpen, string what)
    {
        // What is due with this tick may be done with before it shows.
        if (promisedMs == heard.AtMs || (promisedMs == 0 && heard.AtMs == _nowMs))
        {
            return;
        }

        if (heard.AtMs != 0 && heard.AtMs >= _nowMs && isOpen)
        {
            _faults.Add($"{_nowMs - StartMs}: {what} was announced for {heard.AtMs - StartMs}, now for {promisedMs - StartMs}");
        }

        heard = new Announcement(promisedMs, _nowMs);
    }

    /// <summary>What shows has to come when it was announced, and long enough before.</summary>
    private int See(ref Announcement heard, ulong changed, ulong mask, string what)
    {
        bool isVehicle = (_intersection.VehicleGroups & mask) != 0;
        Announcement was = heard;
        if (changed == 0)
        {
            if (was.AtMs != 0 && was.AtMs < _nowMs - 5_000)
            {
                _faults.Add($"{_nowMs - StartMs}: {what} was announced for {was.AtMs - StartMs} and did not come");
                heard = default;
            }

            return 0;
        }

        heard = default;
        if (was.AtMs == 0)
        {
            if (isVehicle && _nowMs > SettledMs)
            {
                _faults.Add($"{_nowMs - StartMs}: {what} was not announced");
            }

            return 0;
        }

        if (was.AtMs != _nowMs)
        {
            _faults.Add($"{_nowMs - StartMs}: {what} was announced for {was.AtMs - StartMs}");
        }

        if (isVehicle && _nowMs - was.SaidMs < _commitmentMs)
        {
            _faults.Add($"{_nowMs - StartMs}: {what} was announced only at {was.SaidMs - StartMs}");
        }

        return 1;
    }

    private readonly record struct Announcement(long AtMs, long SaidMs);
}
