namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>What the figures of a report mean.</summary>
internal static class ReportNotes
{
    /// <summary>One sentence or two per term, in the order of the tables.</summary>
    internal static IReadOnlyList<(string Term, string Meaning)> All { get; } =
    [
        ("delay", "Mean over all vehicles due within the window of time loss plus departure delay, s per vehicle. A "
            + "vehicle under way at the end counts with what it lost so far, one never inserted with its wait from "
            + "departure to end."),
        ("±", "Half the 95 % confidence interval of the mean over the seeds, by Student's t."),
        ("median, worst", "Over the seeds."),
        ("p95", "95th percentile over all vehicles of all seeds."),
        ("stops, CO2", "Means over inserted vehicles, as SUMO counts them; CO2 in grams."),
        ("queue cleared", "Seconds from the start until the last time that more than 20 vehicles per controlled light stood "
            + "or waited to enter; 0: there never were so many. Give --drain where that may lie beyond the window."),
        ("gridlocked seeds",
            "Seeds that ended with more than 20 vehicles that had stood for over 300 s without a break."),
        ("teleports", "Vehicles that SUMO moved on because they stood longer than the teleport time, over all seeds; "
            + "with a teleport time of -1 there are none, and a gridlock lasts to the end."),
        ("unsafe", "Safety rules broken by what was shown, entries into flash included; must be 0. Signals of sumo-* "
            + "do not pass a monitor."),
        ("difference", "Reference less the other controller, paired by seed; negative where the reference is lower. "
            + "% is of the other's mean. t test: paired, two-sided. Wilcoxon: signed-rank, two-sided, which asks "
            + "nothing of the distribution; with fewer than six seeds it cannot fall below 0.05."),
        ("forecasts", "One a second and signal group with a likely end, judged when the state ends. Confidence says how "
            + "often such forecasts came true within 2 s; its calibration error is the mean distance from the share that "
            + "did. Promises are ends that were committed; broken ones came otherwise and must be 0."),
        ("controllers", "fixed is the program shipped in the net; the -10s are controllers of the benchmark "
            + "literature on the same detectors as ours; sumo-* are SUMO's own, with its own detectors."),
    ];
}
