using System.Numerics;
using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Turns what a controller shows into SUMO's state string. A green group does not say who has priority, SUMO's letters
/// do: they come from the shipped state with the same greens, and from the junction's table between states.
/// </summary>
public sealed class LinkStateWriter
{
    private readonly SumoLight _light;
    private readonly char[] _letters;
    private readonly string _resting;
    private readonly bool _repeatsProgram;
    private ulong _shownGreens;

    /// <summary>Creates a writer for one light; nothing is green yet.</summary>
    /// <param name="light">The light.</param>
    /// <param name="repeatsProgram">
    /// True: a change of stages that the program ships is shown letter for letter, also where it is yellow between two
    /// greens of a signal or holds back a start that meets nobody. For comparison with the program itself.
    /// </param>
    public LinkStateWriter(SumoLight light, bool repeatsProgram)
    {
        _repeatsProgram = repeatsProgram;
        ArgumentNullException.ThrowIfNull(light);
        _light = light;
        _letters = new char[light.LinkGroups.Count];
        Array.Fill(_letters, 'r');

        // A link that is never green keeps the letter the program gives it.
        _resting = light.Program.Phases[0].State;
    }

    /// <summary>The state string for a frame.</summary>
    /// <param name="frame">
    /// What the controller shows. Flash becomes SUMO's blinking letter <c>o</c> on every link.
    /// </param>
    public string Write(in SignalFrame frame)
    {
        if (frame.IsFlash)
        {
            Array.Fill(_letters, 'o');
            return new string(_letters);
        }

        ulong greens = frame.RightOfWay;
        if (_repeatsProgram && frame.Yellow != 0 && ChangeOf(greens, frame.Yellow) is { } change)
        {
            change.Letters.CopyTo(_letters);
            _shownGreens = greens;
            return change.Letters;
        }

        bool isSettled = (frame.Ending | frame.RedClearance) == 0;
        SumoStage? stage = isSettled ? StageOf(greens) : null;
        bool hasStarts = (greens & ~_shownGreens) != 0;
        for (int link = 0; link < _letters.Length; link++)
        {
            int group = _light.LinkGroups[link];
            ulong bit = group < 0 ? 0 : 1UL << group;
            if (group < 0)
            {
                _letters[link] = _resting[link];
            }
            else if ((greens & bit) != 0)
            {
                _letters[link] = stage is not null ? stage.Letters[link]
                    : hasStarts || _letters[link] is not ('G' or 'g') ? ByRightOfWay(link, greens)
                    : _letters[link];
            }
            else
            {
                _letters[link] = (frame.Yellow & bit) != 0 ? 'y' : stage is not null && stage.Letters[link] == 's' ? 's' : 'r';
            }
        }

        _shownGreens = greens;
        return new string(_letters);
    }

    private SumoStage? StageOf(ulong greens)
    {
        foreach (SumoStage stage in _light.Stages)
        {
            if (stage.Groups == greens)
            {
                return stage;
            }
        }

        return null;
    }

    private SumoChange? ChangeOf(ulong greens, ulong yellows)
    {
        SumoChange? best = null;
        foreach (SumoChange change in _light.Changes)
        {
            // A start that meets nobody does not wait for the others' yellow here, as it does in the program: more may
            // be green.
            if (change.Yellows == yellows && (change.Greens & ~greens) == 0
                && (best is null || BitOperations.PopCount(change.Greens) > BitOperations.PopCount(best.Greens)))
            {
                best = change;
            }
        }

        return best;
    }

    private char ByRightOfWay(int link, ulong greens)
    {
        foreach (int other in _light.LinkYields[link])
        {
            int group = _light.LinkGroups[other];
            if (group >= 0 && ((greens >> group) & 1) != 0)
            {
                return 'g';
            }
        }

        return 'G';
    }
}
