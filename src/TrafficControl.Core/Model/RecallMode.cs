namespace TrafficControl.Core.Model;

/// <summary>
/// A call a signal group has without any detector (NTCIP 1202 phase options: minimum, maximum, soft, ped recall).
/// </summary>
public enum RecallMode
{
    /// <summary>No recall: the group is served on demand only.</summary>
    None,

    /// <summary>
    /// Minimum recall: a constant call; the green may end after its minimum when no vehicle extends it.
    /// </summary>
    Minimum,

    /// <summary>Maximum recall: a constant call that also extends the green to its maximum.</summary>
    Maximum,

    /// <summary>
    /// Soft recall: a call that counts only while no other group has a real one, so that the signal rests here.
    /// </summary>
    Soft,

    /// <summary>Pedestrian recall: a constant pedestrian call.</summary>
    Pedestrian,
}
