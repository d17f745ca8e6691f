using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Runtime.Engines;
using TrafficControl.Runtime.Snapshots;
using TrafficControl.Server.Hosting;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.ControllerLink;

/// <summary>
/// The way of a tick through one session: message, tick, engine, directive, message. Only what outlives a tick belongs to the
/// session; the tick itself is a buffer of the thread.
/// </summary>
internal sealed class TickPump
{
    // A tick holds thousands of events at most, 150 KiB, and is filled, used and done with within one call of Answer, which
    // never waits. So a thread has one, not a session: a server has a thousand times as many sessions as threads.
    [ThreadStatic]
    private static ControllerTick? _tickOfThread;

    private readonly IntersectionEngine _engine;
    private readonly bool _isSimulated;
    private readonly bool _plansOnly;
    private readonly Directive _directive;
    private readonly V1.ConnectResponse _response;
    private readonly DirectiveFilter _filter;
    private TimingPlan? _toldPlan;
    private bool _hasNews;

    internal TickPump(IntersectionEngine engine, bool isSimulated, bool plansOnly, int validityMs)
    {
        _engine = engine;
        _isSimulated = isSimulated;
        _plansOnly = plansOnly;
        int groups = engine.Intersection.Groups.Length;
        _directive = new Directive(groups);
        _response = new V1.ConnectResponse { Directive = new V1.Directive() };
        _filter = new DirectiveFilter(isSimulated, validityMs, groups);
    }

    /// <summary>For a controller that runs plans by itself: the running plan, when it has not been told yet.</summary>
    internal V1.ConnectResponse? NextPlanUpdate()
    {
        TimingPlan plan = _engine.Snapshot.Plan;
        if (!_plansOnly || ReferenceEquals(plan, _toldPlan))
        {
            return null;
        }

        _toldPlan = plan;
        return new V1.ConnectResponse
        {
            PlanUpdate = new V1.PlanUpdate { Plan = IntersectionMapper.ToMessage(plan.Definition), IsLocalPlan = true },
        };
    }

    /// <summary>Advances the engine by a tick. Returns the message to send, or null when none is due.</summary>
    /// <exception cref="Grpc.Core.RpcException">The tick is malformed, or the clock stepped.</exception>
    internal V1.ConnectResponse? Answer(V1.Tick message)
    {
        _hasNews = false;
        ControllerTick tick = _tickOfThread ??= new ControllerTick();
        if (TickMapper.Fill(message, _engine.Intersection, tick, out int dropped) is { } fault)
        {
            throw RpcErrors.InvalidArgument(fault);
        }

        if (dropped > 0)
        {
            _engine.Counters.CountDroppedEvents(dropped);
        }

        switch (_engine.Advance_TickThreadOnly(tick, _directive))
        {
            case TickVerdict.ClockStep:
                throw RpcErrors.ClockStep();
            case TickVerdict.Accepted:
                _hasNews = true;
                TellNeighboursInLockStep();
                break;
            default:
                return null;
        }

        if (_plansOnly && _directive.Mode == DirectiveMode.Groups)
        {
            _directive.Mode = DirectiveMode.LocalPlan;
        }

        if (!_filter.MustSend(_directive, tick.TimeMs))
        {
            return null;
        }

        DirectiveMapper.Fill(_directive, tick.TimeMs, _response.Directive);
        _engine.Counters.CountDirective();
        return _response;
    }

    /// <summary>
    /// Simulated time goes on as soon as all directives are out, so what neighbours are to know by then is posted before.
    /// </summary>
    private void TellNeighboursInLockStep()
    {
        if (_isSimulated)
        {
            _engine.TellNeighbours_TickThreadOnly();
        }
    }

    /// <summary>Tells neighbours and watchers what the tick changed, after its directive has left.</summary>
    internal void Publish()
    {
        if (_hasNews)
        {
            _engine.Publish_TickThreadOnly();
            if (_engine.Snapshot.Connection != ConnectionState.Online)
            {
                _engine.PublishConnection(ConnectionState.Online);
            }
        }
    }
}
