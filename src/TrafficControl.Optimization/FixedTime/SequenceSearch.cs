using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>The best plan found for one sequence of stages.</summary>
internal sealed class SequenceSearch
{
    private const int WebsterRounds = 3;
    private static readonly int[] StepsS = [8, 4, 2, 1];
    private readonly Intersection _intersection;
    private readonly PlanEvaluator _evaluator;
    private readonly FixedTimeOptions _options;
    private readonly SplitConstraints _constraints;
    private readonly int _leastCycleS;
    private readonly int _mostCycleS;

    private SequenceSearch(
        Intersection intersection, PlanEvaluator evaluator, FixedTimeOptions options, int[] sequence,
        SplitConstraints constraints, int[] shortest)
    {
        _intersection = intersection;
        _evaluator = evaluator;
        _options = options;
        _constraints = constraints;
        ShortestCycleS = shortest.Sum();
        _leastCycleS = options.CycleS ?? Math.Max(options.MinCycleS, ShortestCycleS);
        _mostCycleS = options.CycleS ?? Math.Max(options.MaxCycleS, _leastCycleS);
        Critical = new CriticalPath([], 0, 0);
        Plan = Fit(sequence, shortest, shortest, _mostCycleS);
    }

    /// <summary>The plan.</summary>
    internal SplitPlan Plan { get; private set; }

    /// <summary>Its delay, vehicle seconds per hour.</summary>
    internal double DelayVehS { get; private set; }

    /// <summary>Shortest cycle that minimum services allow, seconds.</summary>
    internal int ShortestCycleS { get; }

    /// <summary>What decides the cycle of the plan.</summary>
    internal CriticalPath Critical { get; private set; }

    /// <summary>Webster's cycle, seconds; infinite when oversaturated.</summary>
    internal double WebsterCycleS { get; private set; }

    /// <summary>Optimises a sequence; null when no splits of it are legal within the cycle.</summary>
    internal static SequenceSearch? TryRun(
        Intersection intersection, PlanEvaluator evaluator, int[] sequence, FixedTimeOptions options)
    {
        SplitConstraints constraints = new(intersection, sequence);
        int[] shortest = constraints.Shortest();
        if (!constraints.Allows(shortest) || shortest.Sum() > options.CycleS)
        {
            return null;
        }

        SequenceSearch search = new(intersection, evaluator, options, sequence, constraints, shortest);
        search.Run(shortest);
        return search;
    }

    private void Run(int[] shortest)
    {
        for (int round = 0; round < WebsterRounds; round++)
        {
            Critical = CriticalPath.Of(_intersection, _evaluator, Plan, _options);
            WebsterCycleS = Webster.OptimalCycleS(Critical.LostTimeS, Critical.FlowRatio);
            Plan = ByFlowRatios(shortest, Math.Clamp(WebsterCycleS, _leastCycleS, _mostCycleS));
        }

        SplitPlan start = Plan;
        Descend();

        // Delay is flat around Webster's cycle and has several valleys with permissive turns: start twice more.
        foreach (double factor in (ReadOnlySpan<double>)[0.75, 1.4])
        {
            if (_leastCycleS == _mostCycleS)
            {
                break;
            }

            (SplitPlan plan, double delay) = (Plan, DelayVehS);
            Plan = ByFlowRatios(shortest, Math.Clamp(start.CycleS * factor, _leastCycleS, _mostCycleS));
            Descend();
            if (DelayVehS >= delay - 1e-6)
            {
                (Plan, DelayVehS) = (plan, delay);
            }
        }

        Critical = CriticalPath.Of(_intersection, _evaluator, Plan, _options);
    }

    /// <summary>Splits by Webster: lost times, and the rest of the cycle by the critical flow ratios.</summary>
    private SplitPlan ByFlowRatios(int[] shortest, double cycleS)
    {
        int target = (int)Math.Round(cycleS);
        double usableS = Math.Max(0, target - Critical.LostTimeS);
        double total = Math.Max(1e-9, Critical.Splits.Sum(split => split.Share));
        int[] durations = [.. Critical.Splits.Select(split => (int)Math.Floor(split.LostS + (split.Share / total * usableS)))];
        return Fit(Plan.Stages, durations, shortest, target);
    }

    /// <summary>
    /// Makes splits legal and their sum the cycle, or the shortest possible: what is missing goes to the longest split,
    /// what is too much comes off the longest that can give.
    /// </summary>
    private SplitPlan Fit(int[] stages, int[] durations, int[] shortest, int cycleS)
    {
        int[] fitted = [.. durations.Select((duration, i) => Math.Max(duration, shortest[i]))];
        int[] byLength = [.. Enumerable.Range(0, fitted.Length).OrderByDescending(i => fitted[i])];
        for (int over = fitted.Sum() - cycleS; over > 0; over--)
        {
            int give = Array.FindIndex(byLength, i => CanGive(fitted, i));
            if (give < 0)
            {
                break;
            }

            fitted[byLength[give]]--;
            byLength = [.. byLength.OrderByDescending(i => fitted[i])];
        }

        for (int under = cycleS - fitted.Sum(), i = 0; under > 0; under--, i++)
        {
            fitted[byLength[i % byLength.Length]]++;
        }

        // Lengthened splits may leave another group red for too long; the shortest are known to be legal.
        return new SplitPlan(stages, _constraints.Allows(fitted) ? fitted : shortest);
    }

    private bool CanGive(int[] durations, int split)
    {
        durations[split]--;
        bool isLegal = _constraints.Allows(durations);
        durations[split]++;
        return isLegal;
    }

    /// <summary>Moves seconds between splits, and into and out of the cycle, as long as that lowers the delay.</summary>
    private void Descend()
    {
        DelayVehS = _evaluator.TotalDelay(_evaluator.Evaluate(Plan));
        foreach (int stepS in StepsS)
        {
            while (TryMoves(stepS))
            {
            }
        }
    }

    private bool TryMoves(int stepS)
    {
        bool isBetter = false;
        int splits = Plan.Stages.Length;

        // Index -1 stands for the length of the cycle.
        for (int from = -1; from < splits; from++)
        {
            for (int to = -1; to < splits; to++)
            {
                isBetter |= from != to && TryMove(from, to, stepS);
            }
        }

        return isBetter;
    }

    private bool TryMove(int from, int to, int stepS)
    {
        int[] durations = [.. Plan.DurationsS];
        if (from >= 0)
        {
            durations[from] -= stepS;
        }

        if (to >= 0)
        {
            durations[to] += stepS;
        }

        int cycleS = durations.Sum();
        if (cycleS < _leastCycleS || cycleS > _mostCycleS || !_constraints.Allows(durations))
        {
            return false;
        }

        SplitPlan moved = Plan with { DurationsS = durations };
        double delay = _evaluator.TotalDelay(_evaluator.Evaluate(moved));
        if (delay >= DelayVehS - 1e-6)
        {
            return false;
        }

        (Plan, DelayVehS) = (moved, delay);
        return true;
    }
}
