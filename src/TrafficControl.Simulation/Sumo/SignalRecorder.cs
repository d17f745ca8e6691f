namespace TrafficControl.Simulation.Sumo;

/// <summary>Notes what watched lights show, each change once.</summary>
internal sealed class SignalRecorder
{
    private readonly List<(long TimeMs, string State)>[] _changes;

    internal SignalRecorder(IReadOnlyList<string> lights)
    {
        Lights = lights;
        _changes = [.. lights.Select(_ => new List<(long, string)>())];
    }

    internal IReadOnlyList<string> Lights { get; }

    internal IReadOnlyList<SignalTrace> Traces =>
        [.. Lights.Select((light, i) => new SignalTrace(light, _changes[i]))];

    /// <summary>Takes in what was shown in the step that began at a time.</summary>
    internal void Record(TraciStep step, long timeMs)
    {
        for (int i = 0; i < _changes.Length; i++)
        {
            string state = step.LightState(Lights[i]);
            if (_changes[i].Count == 0 || _changes[i][^1].State != state)
            {
                _changes[i].Add((timeMs, state));
            }
        }
    }
}
