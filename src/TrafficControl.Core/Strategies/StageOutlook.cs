using TrafficControl.Core.Planning;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// What a strategy expects to show: the changes of stage of its last plan, and what of them it has promised. Filled by the
/// strategy, read by whoever forecasts; one thread; allocated once.
/// </summary>
public sealed class StageOutlook
{
    private readonly PlannedChange[] _changes = new PlannedChange[PlanNode.MaxChanges];
    private readonly long[] _promisedEndMs;
    private readonly long[] _promisedStartMs;

    internal StageOutlook(int groupCount, int commitmentMs)
    {
        CommitmentMs = commitmentMs;
        _promisedEndMs = new long[groupCount];
        _promisedStartMs = new long[groupCount];
    }

    /// <summary>Time ahead for which nothing that is shown may change unannounced, milliseconds.</summary>
    public int CommitmentMs { get; }

    /// <summary>The changes in order of time; those that have passed are still among them.</summary>
    public ReadOnlySpan<PlannedChange> Changes => _changes.AsSpan(0, Count);

    /// <summary>Promised end of the green or walk that a group shows or will show next, Unix milliseconds; 0: none.</summary>
    public ReadOnlySpan<long> PromisedEndMs => _promisedEndMs;

    /// <summary>Promised start of a group's next green or walk, Unix milliseconds; 0: none.</summary>
    public ReadOnlySpan<long> PromisedStartMs => _promisedStartMs;

    internal Span<long> EndMs => _promisedEndMs;

    internal Span<long> StartMs => _promisedStartMs;

    private int Count { get; set; }

    /// <summary>Takes over the changes of a plan that was made at a time.</summary>
    internal void Take(in PlanNode plan, long nowMs)
    {
        Count = plan.Changes;
        for (int i = 0; i < plan.Changes; i++)
        {
            _changes[i] = new PlannedChange(nowMs + (plan.ChangeAt[i] * 1_000L), plan.ChangeTo[i]);
        }
    }

    /// <summary>Nothing is expected any more.</summary>
    internal void Clear()
    {
        Count = 0;
        Array.Clear(_promisedEndMs);
        Array.Clear(_promisedStartMs);
    }
}
