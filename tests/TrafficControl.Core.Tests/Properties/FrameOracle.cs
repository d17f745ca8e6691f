using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Tests.Properties;

/// <summary>
/// Judges a whole recording of frames by looking back through it, from the intersection file as written. Deliberately
/// naive and slow, and sharing no code or idea with the safety monitor: it remembers nothing and searches the recording
/// for everything.
/// </summary>
internal sealed class FrameOracle
{
    private const char Flash = '*';
    private const char Impossible = '?';

    private readonly IntersectionDefinition _file;
    private readonly long[] _timeMs;
    private readonly ulong[] _calls;

    // What each group showed in each frame: r red, G green, y yellow, c red clearance, W walk, f flashing don't walk.
    private readonly char[][] _shown;
    private readonly int[,] _intergreenMs;
    private readonly bool[,] _conflict;

    private FrameOracle(IntersectionDefinition file, IReadOnlyList<SignalFrame> frames, IReadOnlyList<ulong> calls)
    {
        _file = file;
        _timeMs = [.. frames.Select(frame => frame.TimeMs)];
        _calls = [.. calls];
        int count = file.SignalGroups.Count;
        _shown = [.. frames.Select(frame => Enumerable.Range(0, count).Select(group => Letter(frame, group)).ToArray())];
        _conflict = new bool[count, count];
        _intergreenMs = new int[count, count];
        for (int from = 0; from < count; from++)
        {
            for (int to = 0; to < count; to++)
            {
                string[] pair = [file.SignalGroups[from].Id, file.SignalGroups[to].Id];
                _conflict[from, to] = file.Conflicts.TryGetValue(pair[0], out IReadOnlyList<string>? row) && row.Contains(pair[1]);
                SignalGroupDefinition ending = file.SignalGroups[from];
                int clearanceMs = ending.YellowMs + ending.RedClearanceMs + ending.PedClearanceMs;
                _intergreenMs[from, to] = !_conflict[from, to] ? 0 : file.Intergreens
                    .Where(intergreen => intergreen.From == pair[0] && intergreen.To == pair[1])
                    .Select(intergreen => intergreen.Ms).Append(clearanceMs).Max();
            }
        }
    }

    /// <summary>The first thing wrong with a recording in words, or null when there is nothing.</summary>
    /// <param name="file">The intersection file.</param>
    /// <param name="frames">Every frame shown.</param>
    /// <param name="calls">For each frame, the groups with a call.</param>
    public static string? FindFault(IntersectionDefinition file, IReadOnlyList<SignalFrame> frames, IReadOnlyList<ulong> calls)
    {
        FrameOracle oracle = new(file, frames, calls);
        for (int now = 0; now < frames.Count; now++)
        {
            string? fault = oracle.FaultAt(now);
            if (fault is not null)
            {
                return $"{fault} (frame {now}, {frames[now]}, before it {(now == 0 ? "nothing" : frames[now - 1])})";
            }
        }

        return oracle.FindLongRed();
    }

    private char Letter(SignalFrame frame, int group)
    {
        if (frame.IsFlash)
        {
            return Flash;
        }

        bool walks = _file.SignalGroups[group].Kind == SignalGroupKind.Pedestrian;
        string letters = "";
        letters += (frame.Green >> group & 1) != 0 ? 'G' : "";
        letters += (frame.Yellow >> group & 1) != 0 ? 'y' : "";
        letters += (frame.RedClearance >> group & 1) != 0 ? 'c' : "";
        letters += (frame.Walk >> group & 1) != 0 ? 'W' : "";
        letters += (frame.PedClearance >> group & 1) != 0 ? 'f' : "";
        return letters.Length == 0 ? 'r'
            : letters.Length > 1 || walks != letters[0] is 'W' or 'f' ? Impossible
            : letters[0];
    }

    private string? FaultAt(int now)
    {
        int count = _file.SignalGroups.Count;
        if (now > 0 && _timeMs[now] < _timeMs[now - 1])
        {
            return "time went back";
        }

        if (_shown[now][0] == Flash)
        {
            return null;
        }

        for (int group = 0; group < count; group++)
        {
            if (_shown[now][group] == Impossible)
            {
                return $"group {group} shows the impossible";
            }

            for (int other = 0; other < group; other++)
            {
                if (_conflict[group, other] && IsInTheWay(_shown[now][group]) && IsInTheWay(_shown[now][other]))
                {
                    return $"groups {group} and {other} conflict";
                }
            }
        }

        if (now == 0)
        {
            return null;
        }

        if (_shown[now - 1][0] == Flash)
        {
            return _shown[now].All(letter => letter == 'r') ? null : "flash was not left to all red";
        }

        return Enumerable.Range(0, count).Select(group => FaultOfChange(group, now)).FirstOrDefault(fault => fault is not null);
    }

    private static bool IsInTheWay(char letter) => letter is 'G' or 'y' or 'W' or 'f';

    private string? FaultOfChange(int group, int now)
    {
        SignalGroupDefinition timing = _file.SignalGroups[group];
        char before = _shown[now - 1][group];
        char after = _shown[now][group];
        long lastedMs = LastedMs(now, group, letter => letter == before);
        return $"{before}{after}" switch
        {
            "rr" or "GG" or "yy" or "cc" or "WW" or "ff" => null,
            "Gy" or "Wf" => lastedMs >= timing.MinGreenMs ? null : $"group {group} had right of way for {lastedMs} ms",
            "yc" => lastedMs >= timing.YellowMs ? null : $"group {group} was yellow for {lastedMs} ms",
            "yr" when timing.RedClearanceMs == 0 =>
                lastedMs >= timing.YellowMs ? null : $"group {group} was yellow for {lastedMs} ms",
            "fr" => lastedMs >= timing.PedClearanceMs ? null : $"group {group} flashed for {lastedMs} ms",
            "cr" => lastedMs >= timing.RedClearanceMs ? null : $"group {group} cleared for {lastedMs} ms",
            "cG" when lastedMs < timing.RedClearanceMs => $"group {group} cleared for {lastedMs} ms",
            "rG" or "rW" or "cG" => FaultOfStart(group, now),
            _ => $"group {group} went from {before} to {after}",
        };
    }

    private string? FaultOfStart(int group, int now)
    {
        long redMs = LastedMs(now, group, letter => letter is 'r' or 'c');
        if (redMs < _file.SignalGroups[group].RedRevertMs)
        {
            return $"group {group} was red for {redMs} ms";
        }

        int flash = Array.FindLastIndex(_shown, now, letters => letters[0] == Flash);
        int allRedMs = Math.Max(_file.StartUpAllRedMs, _intergreenMs.Cast<int>().Max());
        if (flash >= 0 && _timeMs[now] - _timeMs[flash + 1] < allRedMs)
        {
            return $"group {group} started {_timeMs[now] - _timeMs[flash + 1]} ms after flash";
        }

        for (int other = 0; other < _file.SignalGroups.Count; other++)
        {
            if (!_conflict[other, group])
            {
                continue;
            }

            int lastOpen = Array.FindLastIndex(_shown, now - 1, now - 1 - flash, letters => letters[other] is 'G' or 'W');
            if (lastOpen >= 0 && _timeMs[now] - _timeMs[lastOpen + 1] < _intergreenMs[other, group])
            {
                return $"group {group} started {_timeMs[now] - _timeMs[lastOpen + 1]} ms after group {other} ended";
            }

            long clearedMs = LastedMs(now, other, letter => letter == 'c');
            if (_shown[now - 1][other] == 'c' && clearedMs < _file.SignalGroups[other].RedClearanceMs)
            {
                return $"group {group} started when group {other} had cleared for {clearedMs} ms";
            }
        }

        return null;
    }

    /// <summary>
    /// How long, up to a frame, the letters of a group were such; without end when they were from the beginning.
    /// </summary>
    private long LastedMs(int now, int group, Predicate<char> such)
    {
        int first = now;
        while (first > 0 && such(_shown[first - 1][group]))
        {
            first--;
        }

        return first == 0 || _shown[first - 1][0] == Flash ? long.MaxValue : _timeMs[now] - _timeMs[first];
    }

    private string? FindLongRed()
    {
        for (int group = 0; group < _file.SignalGroups.Count; group++)
        {
            int first = -1;
            for (int now = 0; now < _shown.Length; now++)
            {
                bool waits = _shown[now][group] is not (Flash or 'G' or 'W') && (_calls[now] >> group & 1) != 0;
                first = !waits ? -1 : first < 0 ? now : first;
                if (waits && _timeMs[now] - _timeMs[first] > _file.SignalGroups[group].MaxRedMs)
                {
                    return $"group {group} waited from frame {first} to frame {now}, {_timeMs[now] - _timeMs[first]} ms";
                }
            }
        }

        return null;
    }
}
