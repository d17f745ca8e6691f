using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// The last known state of every detector. Times are event times in Unix milliseconds. A detector is uncertain after a
/// gap in the ticks, until its next transition: it may have missed an "off", so it must neither strand nor starve
/// anyone.
/// </summary>
public sealed class DetectorBank
{
    private readonly bool[] _isOn;
    private readonly bool[] _isUncertain;
    private readonly bool[] _mayMissChanges;
    private readonly long[] _changedMs;
    private readonly long[] _onMs;
    private readonly long[] _offMs;
    private readonly long[] _actuations;

    /// <summary>Creates a bank whose detectors are all off.</summary>
    /// <param name="intersection">The intersection.</param>
    public DetectorBank(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        int count = intersection.Detectors.Length;
        _isOn = new bool[count];
        _isUncertain = new bool[count];
        _mayMissChanges = Array.ConvertAll(intersection.Detectors, d => d.Definition.Kind != DetectorKind.Tracks);
        _changedMs = new long[count];
        _onMs = new long[count];
        _offMs = new long[count];
        _actuations = new long[count];
    }

    /// <summary>True while the zone is occupied.</summary>
    /// <param name="detector">Index of the detector.</param>
    public bool IsOn(int detector) => _isOn[detector];

    /// <summary>True from a gap in the ticks to the detector's next transition.</summary>
    /// <param name="detector">Index of the detector.</param>
    public bool IsUncertain(int detector) => _isUncertain[detector];

    /// <summary>Event time of the last transition; 0 before the first.</summary>
    /// <param name="detector">Index of the detector.</param>
    public long ChangedMs(int detector) => _changedMs[detector];

    /// <summary>Event time of the last "on"; 0 before the first.</summary>
    /// <param name="detector">Index of the detector.</param>
    public long LastOnMs(int detector) => _onMs[detector];

    /// <summary>Event time of the last "off"; 0 before the first.</summary>
    /// <param name="detector">Index of the detector.</param>
    public long LastOffMs(int detector) => _offMs[detector];

    /// <summary>Number of times the detector went on.</summary>
    /// <param name="detector">Index of the detector.</param>
    public long Actuations(int detector) => _actuations[detector];

    /// <summary>
    /// Takes in one transition. A transition to the state the detector already has counts only as a sign of life.
    /// </summary>
    /// <param name="transition">The transition; its detector exists.</param>
    public void Apply(in DetectorTransition transition)
    {
        int detector = transition.Detector;
        _isUncertain[detector] = false;
        if (_isOn[detector] == transition.IsOn)
        {
            return;
        }

        _isOn[detector] = transition.IsOn;
        _changedMs[detector] = transition.TimeMs;
        if (transition.IsOn)
        {
            _onMs[detector] = transition.TimeMs;
            _actuations[detector]++;
        }
        else
        {
            _offMs[detector] = transition.TimeMs;
        }
    }

    /// <summary>
    /// Marks every detector uncertain: ticks were lost. Tracks stay certain, because each tick says anew what is there.
    /// </summary>
    public void MarkUncertain() => _mayMissChanges.CopyTo(_isUncertain, 0);
}
