namespace TrafficControl.Storage.Plans;

/// <summary>What became of a change, and what there is now.</summary>
/// <param name="Outcome">Done, or why not.</param>
/// <param name="Version">Version made or activated; 0 for the file's, or where there is none.</param>
/// <param name="IsRepeat">True: the same request was carried out before, and nothing was done now.</param>
/// <param name="Before">An activation's: what was to run before; null: nothing had been activated.</param>
public sealed record PlanChange(PlanOutcome Outcome, int Version = 0, bool IsRepeat = false, PlanActivation? Before = null);
