using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Safety;

/// <summary>
/// The last in line over every output: checks each frame, and each directive, by its own timers and trusts neither
/// controller nor strategy. The first breach is latched until an operator clears it. One thread; allocates at
/// construction only; never throws for what a frame or a directive holds. The rules and their sources: SAFETY.md.
/// </summary>
public sealed class SafetyMonitor
{
    private readonly Intersection _intersection;
    private readonly IntervalTimers _intervals;
    private readonly MaxRedTimers _maxRed;
    private bool _hasFrame;
    private bool _isFlashing;
    private long _lastMs;

    /// <summary>Creates a monitor that has seen nothing.</summary>
    /// <param name="intersection">The intersection.</param>
    public SafetyMonitor(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        _intervals = new IntervalTimers(intersection);
        _maxRed = new MaxRedTimers(intersection);
    }

    /// <summary>The latched breach; its rule is <see cref="SafetyRule.None"/> while there is none.</summary>
    public SafetyBreach Breach { get; private set; } = SafetyBreach.None;

    /// <summary>True while a breach is latched: the intersection must flash.</summary>
    public bool IsLatched => Breach.Rule != SafetyRule.None;

    /// <summary>
    /// Checks the next frame against those before it. Returns the latched rule: the one this frame breaks, or the one
    /// an earlier frame or directive broke; none while nothing is latched.
    /// </summary>
    /// <param name="frame">
    /// The frame about to be shown, or reported as shown. The first one is taken as shown since long ago.
    /// </param>
    /// <param name="calls">
    /// Groups with a call: for these the red may not exceed its maximum. Groups that do not exist are ignored.
    /// </param>
    public SafetyRule CheckFrame(in SignalFrame frame, ulong calls)
    {
        if (!IsLatched)
        {
            Breach = FindBreach(frame);
        }

        Track(frame, calls);
        if (!IsLatched && !frame.IsFlash)
        {
            Breach = _maxRed.Check(frame.TimeMs);
        }

        return Breach.Rule;
    }

    /// <summary>
    /// Checks a directive about to leave, against the last frame. Returns the latched rule, as <see cref="CheckFrame"/>
    /// does. Times are not checked before the first frame: nothing is known of the controller's clock.
    /// </summary>
    /// <param name="directive">The directive.</param>
    public SafetyRule CheckDirective(Directive directive)
    {
        ArgumentNullException.ThrowIfNull(directive);
        if (!IsLatched && directive.Mode is not (DirectiveMode.LocalPlan or DirectiveMode.Flash))
        {
            Breach = FindBreach(directive);
        }

        return Breach.Rule;
    }

    /// <summary>
    /// An operator clears the latch; all timers start anew with the next frame. An intersection that flashes still has
    /// to leave flash as the rules say.
    /// </summary>
    public void Clear()
    {
        Breach = SafetyBreach.None;
        _hasFrame = false;
        _maxRed.Restart();
    }

    /// <summary>
    /// Frames were lost: what was shown in between is not known, so the next frame counts as the first. A latched
    /// breach stays.
    /// </summary>
    public void LoseSight()
    {
        _hasFrame = false;
        _isFlashing = false;
        _maxRed.Restart();
    }

    private SafetyBreach FindBreach(in SignalFrame frame)
    {
        if (_hasFrame && frame.TimeMs < _lastMs)
        {
            return new SafetyBreach(SafetyRule.TimeReversed, frame.TimeMs, -1, -1);
        }

        if (frame.IsFlash)
        {
            return SafetyBreach.None;
        }

        SafetyBreach breach = FrameRules.Check(_intersection, frame);
        if (breach.Rule != SafetyRule.None)
        {
            return breach;
        }

        if (_isFlashing)
        {
            int notRed = IntervalTimers.FirstNotRed(frame);
            return notRed < 0
                ? SafetyBreach.None
                : new SafetyBreach(SafetyRule.IllegalTransition, frame.TimeMs, notRed, -1);
        }

        return _hasFrame ? _intervals.Check(frame) : SafetyBreach.None;
    }

    private void Track(in SignalFrame frame, ulong calls)
    {
        if (frame.IsFlash)
        {
            _intervals.Flash();
            _maxRed.Restart();
        }
        else
        {
            if (_isFlashing)
            {
                _intervals.AdoptAfterFlash(frame);
            }
            else if (_hasFrame)
            {
                _intervals.Track(frame);
            }
            else
            {
                _intervals.Adopt(frame);
            }

            _maxRed.Track(frame, calls);
        }

        _hasFrame = true;
        _isFlashing = frame.IsFlash;
        _lastMs = frame.TimeMs;
    }

    private SafetyBreach FindBreach(Directive directive)
    {
        int wrongGroup = DirectiveRules.FindWrongGroup(_intersection, directive);
        if (wrongGroup >= 0 || directive.Mode != DirectiveMode.Groups)
        {
            return Illegal(wrongGroup);
        }

        SafetyBreach conflict = DirectiveRules.FindConflict(_intersection, directive, _lastMs);
        if (conflict.Rule != SafetyRule.None || !_hasFrame)
        {
            return conflict;
        }

        if (!DirectiveRules.HasSaneTimes(directive, _lastMs))
        {
            return Illegal(-1);
        }

        int broken = DirectiveRules.FindBrokenPromise(directive, _intervals, _lastMs);
        return broken < 0 ? SafetyBreach.None : Illegal(broken);
    }

    private SafetyBreach Illegal(int group) => new(SafetyRule.IllegalDirective, _lastMs, group, -1);
}
