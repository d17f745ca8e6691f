using TrafficControl.Core.Controller;

namespace TrafficControl.Server.ControllerLink;

/// <summary>
/// Decides whether a directive has to be sent: always in simulated time; in real time when it asks for or promises something else
/// than the last one sent, or when half of that one's validity has passed.
/// </summary>
internal sealed class DirectiveFilter
{
    private readonly bool _isSimulated;
    private readonly int _validityMs;
    private readonly Directive _sent;
    private bool _hasSent;

    internal DirectiveFilter(bool isSimulated, int validityMs, int groupCount)
    {
        _isSimulated = isSimulated;
        _validityMs = validityMs;
        _sent = new Directive(groupCount);
    }

    internal bool MustSend(Directive directive, long tickTimeMs)
    {
        if (_isSimulated)
        {
            return true;
        }

        bool isNews = !_hasSent
            || directive.Mode != _sent.Mode
            || directive.NextGroups != _sent.NextGroups
            || directive.NotBeforeMs != _sent.NotBeforeMs
            || directive.Hold != _sent.Hold
            || directive.ForceOff != _sent.ForceOff
            || directive.Omit != _sent.Omit
            || directive.VehicleCalls != _sent.VehicleCalls
            || directive.PedestrianCalls != _sent.PedestrianCalls
            || directive.Reason != _sent.Reason
            || PromisesOtherwise(directive, _sent);
        if (!isNews && tickTimeMs < _sent.ValidUntilMs - (_validityMs / 2))
        {
            return false;
        }

        _sent.CopyFrom(directive);
        _hasSent = true;
        return true;
    }

    /// <summary>True when a committed end is news: what is announced must be heard at once.</summary>
    private static bool PromisesOtherwise(Directive directive, Directive sent)
    {
        for (int group = 0; group < directive.Forecasts.Length; group++)
        {
            ref readonly GroupForecast now = ref directive.Forecasts[group];
            if (now.IsCommitted
                && (!sent.Forecasts[group].IsCommitted || sent.Forecasts[group].LikelyEndMs != now.LikelyEndMs))
            {
                return true;
            }
        }

        return false;
    }
}
