using TrafficControl.Core.Controller;

namespace TrafficControl.Cli.Boards;

/// <summary>What all groups of an intersection show, as masks of group indices.</summary>
/// <param name="Green">Vehicle groups that show green.</param>
/// <param name="Yellow">Vehicle groups that show yellow.</param>
/// <param name="Walk">Pedestrian groups that show walk.</param>
/// <param name="PedClearance">Pedestrian groups in pedestrian clearance.</param>
/// <param name="IsFlash">True: the intersection flashes and the masks mean nothing.</param>
internal readonly record struct SignalMasks(ulong Green, ulong Yellow, ulong Walk, ulong PedClearance, bool IsFlash)
{
    /// <summary>Takes the masks of a frame.</summary>
    /// <param name="frame">The frame.</param>
    public static SignalMasks Of(in SignalFrame frame) =>
        new(frame.Green, frame.Yellow, frame.Walk, frame.PedClearance, frame.IsFlash);

    /// <summary>What one group shows.</summary>
    /// <param name="group">Index of the group, 0 to 63.</param>
    public GroupColour Of(int group)
    {
        ulong bit = 1UL << group;
        return IsFlash ? GroupColour.Dark
            : (Green & bit) != 0 ? GroupColour.Green
            : (Yellow & bit) != 0 ? GroupColour.Yellow
            : (Walk & bit) != 0 ? GroupColour.Walk
            : (PedClearance & bit) != 0 ? GroupColour.PedClearance
            : GroupColour.Red;
    }
}
