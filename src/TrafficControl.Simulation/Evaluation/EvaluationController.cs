namespace TrafficControl.Simulation.Evaluation;

/// <summary>The controllers that can be compared.</summary>
public enum EvaluationController
{
    /// <summary>"fixed": the program shipped in the net, run by the engine.</summary>
    Fixed,

    /// <summary>"actuated": the engine's actuated strategy.</summary>
    Actuated,

    /// <summary>"max-pressure": the engine's max-pressure strategy.</summary>
    MaxPressure,

    /// <summary>"adaptive": the engine's adaptive strategy.</summary>
    Adaptive,

    /// <summary>"max-pressure-10s": max pressure as the benchmark literature runs it; see <see cref="PeerPlans"/>.</summary>
    MaxPressure10s,

    /// <summary>"longest-wave-10s": longest wave as the benchmark literature runs it; see <see cref="PeerPlans"/>.</summary>
    LongestWave10s,

    /// <summary>"webster": a fixed plan optimised for the scenario's demand, run by the engine.</summary>
    Webster,

    /// <summary>"sumo-actuated": SUMO's actuated controller on the shipped stages.</summary>
    SumoActuated,

    /// <summary>"sumo-delay-based": SUMO's delay-based controller on the shipped stages.</summary>
    SumoDelayBased,
}
