namespace TrafficControl.Core.Controller;

/// <summary>What a directive asks of the controller as a whole.</summary>
public enum DirectiveMode
{
    /// <summary>Show the groups named, within the controller's own guards.</summary>
    Groups,

    /// <summary>Run the local plan.</summary>
    LocalPlan,

    /// <summary>Go to flash: a safety rule was broken, or an operator asked.</summary>
    Flash,
}
