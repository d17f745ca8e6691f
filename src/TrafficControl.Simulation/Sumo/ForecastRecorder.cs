using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Holds the forecasts of one light's directives until the state they speak of ends, then judges them.</summary>
internal sealed class ForecastRecorder
{
    // Longer than the last band of lead time is not judged; a state that lasts longer keeps its first forecasts.
    private const int MostHeld = 1_000;

    private readonly List<(GroupForecast Forecast, long SaidMs)>[] _held;
    private readonly long[] _promisedMs;
    private ulong _shown;
    private long _lastMs = long.MinValue;

    internal ForecastRecorder(int groupCount)
    {
        _held = [.. Enumerable.Range(0, groupCount).Select(_ => new List<(GroupForecast, long)>())];
        _promisedMs = new long[groupCount];
    }

    /// <summary>What was judged so far.</summary>
    internal ForecastTally Tally { get; } = new();

    /// <summary>Takes in a step: what the directive said of the state before it, and what shows from it on.</summary>
    internal void Record(Directive? directive, in SignalFrame frame, long timeMs)
    {
        ulong shown = frame.IsFlash ? 0 : frame.RightOfWay;
        ulong changed = _lastMs == long.MinValue ? 0 : shown ^ _shown;
        long stepMs = _lastMs == long.MinValue ? 0 : timeMs - _lastMs;
        for (int group = 0; group < _held.Length; group++)
        {
            if (directive is not null && _lastMs != long.MinValue)
            {
                Hold(group, directive.Forecasts[group], timeMs);
            }

            if ((changed >> group & 1) != 0)
            {
                Judge(group, timeMs, stepMs);
            }
            else if (_promisedMs[group] != 0 && timeMs >= _promisedMs[group] + stepMs)
            {
                EndPromise(group, isBroken: true);
            }
        }

        _shown = shown;
        _lastMs = timeMs;
    }

    private void Hold(int group, in GroupForecast forecast, long timeMs)
    {
        if (forecast.LikelyEndMs > timeMs && _held[group].Count < MostHeld)
        {
            _held[group].Add((forecast, timeMs));
        }

        long promisedMs = forecast.IsCommitted ? forecast.LikelyEndMs : 0;
        if (_promisedMs[group] != 0 && promisedMs != _promisedMs[group] && timeMs < _promisedMs[group])
        {
            EndPromise(group, isBroken: true);
        }

        _promisedMs[group] = promisedMs != 0 ? promisedMs : _promisedMs[group];
    }

    private void Judge(int group, long endMs, long stepMs)
    {
        foreach ((GroupForecast forecast, long saidMs) in _held[group])
        {
            Tally.Judge((_shown >> group & 1) != 0, forecast, saidMs, endMs);
        }

        _held[group].Clear();
        if (_promisedMs[group] != 0)
        {
            EndPromise(group, endMs < _promisedMs[group] || endMs >= _promisedMs[group] + stepMs);
        }
    }

    private void EndPromise(int group, bool isBroken)
    {
        Tally.CountPromise(isBroken);
        _promisedMs[group] = 0;
    }
}
