using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation;

/// <summary>The seat at one simulated junction: takes what the detectors saw, gives what the signals show.</summary>
public interface IJunctionController
{
    /// <summary>The tick to fill before a step: its time and what the detectors saw. Emptied by the step.</summary>
    ControllerTick Input { get; }

    /// <summary>Hands the tick over and waits for the signals that answer it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is shown from the tick's time on.</returns>
    ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken);
}
