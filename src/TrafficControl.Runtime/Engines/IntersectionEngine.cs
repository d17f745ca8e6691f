using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Core.Strategies;
using TrafficControl.Runtime.Mail;
using TrafficControl.Runtime.Neighbours;
using TrafficControl.Runtime.Snapshots;

namespace TrafficControl.Runtime.Engines;

/// <summary>
/// The engine of one intersection: a tick goes in, a directive comes out. Advanced by one thread at a time; everything else
/// reaches it through its mailbox and reads its snapshot. A tick allocates nothing.
/// </summary>
public sealed class IntersectionEngine
{
    private const long SnapshotPeriodMs = 100;
    private const long QuietSnapshotPeriodMs = 1_000;

    private readonly EngineOptions _options;
    private readonly SequenceGuard _sequence;
    private readonly SafetyMonitor _monitor;
    private readonly MaxRedGuard _maxRedGuard;
    private readonly ForecastBuilder _forecasts;
    private readonly Mailbox<Letter> _mailbox;
    private readonly Directive _last;
    private IntersectionState _state;
    private TimingPlan _plan;
    private IStrategy _strategy;
    private TimingPlan? _nextPlan;
    private IStrategy? _nextStrategy;
    private IntersectionSnapshot _snapshot;
    private LocalMode _localMode;
    private bool _sessionIsNew = true;
    private int _watchers;
    private long _directiveSequence;
    private long _publishedMs;
    private int _cyclePositionMs;

    /// <summary>Creates the engine of an intersection, running its default plan.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="options">How it runs.</param>
    public IntersectionEngine(Intersection intersection, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(options);
        Intersection = intersection;
        _options = options;
        _sequence = new SequenceGuard(Counters);
        _monitor = new SafetyMonitor(intersection);
        _maxRedGuard = new MaxRedGuard(intersection);
        _forecasts = new ForecastBuilder(intersection, Counters);
        _mailbox = new Mailbox<Letter>(options.MailboxCapacity);
        _last = new Directive(intersection.Groups.Length);
        _state = new IntersectionState(intersection);
        Neighbours = new NeighbourDesk(intersection, Counters);
        _plan = intersection.DefaultPlan;
        _strategy = StrategyFactory.Create(intersection, _plan);
        _snapshot = new IntersectionSnapshot
        {
            Intersection = intersection,
            Version = 1,
            Connection = ConnectionState.Disconnected,
            Plan = _plan,
        };
    }

    /// <summary>The intersection.</summary>
    public Intersection Intersection { get; }

    /// <summary>What happened on its link.</summary>
    public LinkCounters Counters { get; } = new();

    internal NeighbourDesk Neighbours { get; }

    /// <summary>What was last published. Any thread may read it.</summary>
    public IntersectionSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>
    /// A controller's session starts: its ticks start a new sequence, and its clock may differ. Called by the thread that will
    /// advance, after the session before has ended.
    /// </summary>
    /// <param name="lastDirectiveSequence">
    /// Sequence of the last directive the controller saw, 0 or more: numbering goes on from there after a restart.
    /// </param>
    public void BeginSession_TickThreadOnly(long lastDirectiveSequence = 0)
    {
        _directiveSequence = Math.Max(_directiveSequence, lastDirectiveSequence);
        Counters.CountSession();
        _sequence.BeginSession();
        _sessionIsNew = true;
    }

    /// <summary>Takes in a tick and, when it is accepted, fills the directive that answers it.</summary>
    /// <param name="tick">The tick; its indices and masks lie within the intersection.</param>
    /// <param name="directive">Filled when the verdict is <see cref="TickVerdict.Accepted"/>.</param>
    public TickVerdict Advance_TickThreadOnly(ControllerTick tick, Directive directive)
    {
        ArgumentNullException.ThrowIfNull(tick);
        ArgumentNullException.ThrowIfNull(directive);
        TickVerdict verdict = _sequence.Admit(tick);
        if (verdict != TickVerdict.Accepted)
        {
            return verdict;
        }

        if (_sessionIsNew)
        {
            JoinSession(tick.TimeMs);
        }
        else if (_sequence.Gap > 0)
        {
            _state.MarkGap();
            _monitor.LoseSight();
        }

        ReadMail();
        Neighbours.Read(_state.Queues, tick.TimeMs);
        _localMode = tick.Mode;
        _state.Apply(tick);
        ActivatePlanWhenLegal(tick.TimeMs);
        CheckReportedSignals(tick);
        Answer(tick, directive);
        return TickVerdict.Accepted;
    }

    /// <summary>
    /// Tells neighbours, once a second of event time. Called by the same thread after a tick: in real time when the directive has
    /// left, in lock-step simulation before it leaves, so that the neighbours' next ticks are sure to know. Allocates nothing.
    /// </summary>
    public void TellNeighbours_TickThreadOnly() => Neighbours.Tell(_state, _strategy);

    /// <summary>
    /// Tells neighbours, unless they have been told, and watchers. Called after the directive has left, by the same thread;
    /// allocates a snapshot when one is due.
    /// </summary>
    public void Publish_TickThreadOnly()
    {
        TellNeighbours_TickThreadOnly();
        long now = _state.NowMs;

        // Unwatched, a snapshot a second is enough for queries; watched, one whenever something can be seen to change.
        long period = Volatile.Read(ref _watchers) > 0 ? SnapshotPeriodMs : QuietSnapshotPeriodMs;
        if (now >= _publishedMs + period || now < _publishedMs)
        {
            PublishSnapshot(ConnectionState.Online);
        }
    }

    /// <summary>Publishes that the connection changed. Called by the thread that owns the session, or after it ended.</summary>
    /// <param name="connection">The new state.</param>
    public void PublishConnection(ConnectionState connection)
    {
        IntersectionSnapshot seen;
        IntersectionSnapshot next;
        do
        {
            seen = Snapshot;
            if (seen.Connection == connection)
            {
                return;
            }

            next = seen with { Version = seen.Version + 1, Connection = connection };
        }
        while (Interlocked.CompareExchange(ref _snapshot, next, seen) != seen);
    }

    /// <summary>
    /// Starts with another plan than the file's default, such as the one that was active before a restart. Called before the
    /// first session; after that, <see cref="TryActivatePlan"/> changes plans.
    /// </summary>
    /// <param name="plan">A plan compiled for the intersection.</param>
    public void StartWith_BeforeFirstSession(TimingPlan plan)
    {
        _strategy = StrategyFactory.Create(Intersection, plan);
        _plan = plan;
        IntersectionSnapshot seen = Snapshot;
        Interlocked.Exchange(ref _snapshot, seen with { Version = seen.Version + 1, Plan = plan });
    }

    /// <summary>Asks for another plan, from its next legal point on. False when the mailbox is full.</summary>
    /// <param name="plan">A plan compiled for the intersection, in its file or not.</param>
    public bool TryActivatePlan(TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return TryPost(new Letter(MailKind.ActivatePlan, plan, StrategyFactory.Create(Intersection, plan)));
    }

    /// <summary>Asks to clear a latched breach. False when the mailbox is full.</summary>
    public bool TryClearBreach() => TryPost(new Letter(MailKind.ClearBreach));

    internal void StartNeighbours() => Neighbours.ConnectTo(_state.Queues);

    internal void AddWatcher() => Interlocked.Increment(ref _watchers);

    internal void RemoveWatcher() => Interlocked.Decrement(ref _watchers);

    private bool TryPost(in Letter letter)
    {
        if (_mailbox.TryPost(letter))
        {
            return true;
        }

        Counters.CountDroppedMail();
        return false;
    }

    /// <summary>
    /// The first tick of a session. After a short absence what was known still helps; after a clock step its times mean
    /// nothing, and everything starts anew. This is the one place a tick may allocate.
    /// </summary>
    private void JoinSession(long timeMs)
    {
        _sessionIsNew = false;
        long absence = timeMs - _state.NowMs;
        if (absence is < 0 or > SequenceGuard.MaxForwardMs)
        {
            _state = new IntersectionState(Intersection);
            _strategy = StrategyFactory.Create(Intersection, _plan);
            Neighbours.ConnectTo(_state.Queues);
            _forecasts.Forget();
            _publishedMs = 0;
        }
        else
        {
            _state.MarkGap();
        }

        _monitor.LoseSight();
    }

    private void ReadMail()
    {
        for (int i = 0; i < _options.MailboxCapacity && _mailbox.TryTake(out Letter letter); i++)
        {
            if (letter.Kind == MailKind.ClearBreach)
            {
                _monitor.Clear();
            }
            else
            {
                _nextPlan = letter.Plan;
                _nextStrategy = letter.Strategy;
            }
        }
    }

    /// <summary>A new plan starts where the old one's cycle ends, or, without a cycle, when no interval is under way.</summary>
    private void ActivatePlanWhenLegal(long timeMs)
    {
        int position = _plan.CyclePositionMs(timeMs);
        bool cycleEnded = position < _cyclePositionMs;
        _cyclePositionMs = position;
        if (_nextPlan is null || _nextStrategy is null)
        {
            return;
        }

        if (_plan.Definition.CycleMs > 0 ? cycleEnded : IsBetweenIntervals())
        {
            _plan = _nextPlan;
            _strategy = _nextStrategy;
            _nextPlan = null;
            _nextStrategy = null;
            _cyclePositionMs = _plan.CyclePositionMs(timeMs);
        }
    }

    private bool IsBetweenIntervals()
    {
        SignalFrame frame = _state.Signals.Frame;
        if ((frame.Ending | frame.RedClearance) != 0)
        {
            return false;
        }

        for (ulong rest = frame.RightOfWay; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            int served = Intersection.Groups[group].Definition.MinGreenMs;
            if (_state.NowMs < _state.Signals.RightOfWayStartMs(group) + served)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the field shows is checked while the engine or the local plan answers for it, not when people or preemption do.</summary>
    private void CheckReportedSignals(ControllerTick tick)
    {
        bool answersForIt = tick.Mode is LocalMode.Following or LocalMode.LocalPlan;
        _monitor.CheckFrame(tick.Signals, answersForIt ? _state.Demand.CallsForMaxRed : 0);
    }

    private void Answer(ControllerTick tick, Directive directive)
    {
        Decision decision = _maxRedGuard.Apply(_state, _strategy.Decide(_state));
        directive.Clear();
        directive.TickSequence = tick.Sequence;
        directive.Sequence = ++_directiveSequence;
        directive.ValidUntilMs = tick.TimeMs + _options.DirectiveValidityMs;
        directive.Reason = decision.Reason;
        directive.NextGroups = decision.Groups;
        directive.NotBeforeMs = decision.NotBeforeMs;
        directive.Hold = decision.Hold & ~decision.ForceOff & Intersection.AllGroups;
        directive.ForceOff = decision.ForceOff & Intersection.AllGroups;
        directive.Omit = decision.Omit & Intersection.AllGroups;
        if (!Intersection.IsConflictFree(decision.Groups))
        {
            directive.NextGroups = tick.Signals.RightOfWay;
            directive.Reason = DecisionReason.Rejected;
        }

        // Nobody keeps a promise while somebody else decides.
        bool isOverruled = _maxRedGuard.IsActive || _monitor.IsLatched || directive.Reason == DecisionReason.Rejected;
        directive.Costs = decision.Costs;
        _forecasts.Fill(
            _state, decision, isOverruled ? null : _strategy.Outlook, _maxRedGuard, directive, _localMode == LocalMode.Following);
        _monitor.CheckDirective(directive);
        if (_monitor.IsLatched)
        {
            directive.Mode = DirectiveMode.Flash;
            directive.Reason = DecisionReason.SafetyBreach;
            directive.NextGroups = 0;
            directive.NotBeforeMs = 0;
            directive.Hold = 0;
            directive.ForceOff = 0;
            directive.Costs = default;
            directive.Forecasts.Clear();
        }

        _last.CopyFrom(directive);
    }

    private int[] FailedDetectors()
    {
        List<int> failed = [];
        for (int detector = 0; detector < Intersection.Detectors.Length; detector++)
        {
            if (_state.Queues.IsFailed(detector))
            {
                failed.Add(detector);
            }
        }

        return [.. failed];
    }

    private void PublishSnapshot(ConnectionState connection)
    {
        _publishedMs = _state.NowMs;
        float[] queues = new float[Intersection.Lanes.Length];
        LaneBasis[] bases = new LaneBasis[queues.Length];
        foreach (Lane lane in Intersection.Lanes)
        {
            queues[lane.Index] = (float)_state.Queues.QueueVehicles(lane.Index);
            bases[lane.Index] = lane.Definition.Role == LaneRole.Exit
                ? default
                : new LaneBasis(
                    _state.Queues.Evidence(lane.Index),
                    (int)Math.Round(_state.Queues.HeadwayS(lane.Index) * 1_000),
                    (float)_state.Queues.QueueDeviationVehicles(lane.Index));
        }

        IntersectionSnapshot next = new()
        {
            Intersection = Intersection,
            Version = Snapshot.Version + 1,
            Connection = connection,
            Plan = _plan,
            Frame = _state.Signals.Frame,
            LocalMode = _localMode,
            DirectiveMode = _last.Mode,
            Reason = _last.Reason,
            NextGroups = _last.NextGroups,
            Costs = _last.Costs,
            Calls = _state.Demand.Calls,
            LaneQueues = queues,
            LaneBases = bases,
            FailedDetectors = FailedDetectors(),
            Forecasts = _last.Forecasts.ToArray(),
            Breach = _monitor.Breach,
        };
        Interlocked.Exchange(ref _snapshot, next);
    }
}
