using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Sumo;

/// <summary>A seat at a junction whose signals already run when the engine takes them over.</summary>
public interface IJunctionSeat : IJunctionController
{
    /// <summary>Takes over running signals, before the first step.</summary>
    /// <param name="timeMs">Simulated time, milliseconds.</param>
    /// <param name="greenGroups">Groups with right of way at that time; free of conflict.</param>
    void TakeOver(long timeMs, ulong greenGroups);

    /// <summary>The directive that the last step obeyed; null for a seat without an engine.</summary>
    Directive? LastDirective => null;
}
