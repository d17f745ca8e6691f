namespace TrafficControl.Core.Controller;

/// <summary>What the field controller obeys at the moment.</summary>
public enum LocalMode
{
    /// <summary>The engine's directives.</summary>
    Following,

    /// <summary>Its own local plan.</summary>
    LocalPlan,

    /// <summary>A person at the cabinet.</summary>
    Manual,

    /// <summary>Flash.</summary>
    Flash,

    /// <summary>A preemption.</summary>
    Preempted,
}
