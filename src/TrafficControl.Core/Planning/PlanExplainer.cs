using TrafficControl.Core.Controller;

namespace TrafficControl.Core.Planning;

/// <summary>
/// Says what a search chose and what the two best others would cost. The search keeps few plans, so a stage may be left
/// without one; then a simple plan that begins with it is costed instead, which bounds its cost from above.
/// </summary>
internal static class PlanExplainer
{
    // With the stage chosen, as many as are told.
    private const int Told = 3;

    /// <summary>The costs behind the last search's choice.</summary>
    /// <param name="search">The search that has run.</param>
    /// <param name="stageCount">Number of stages.</param>
    /// <param name="chosen">The stage chosen; the one that runs when it goes on.</param>
    internal static DecisionCosts Explain(PlanSearch search, int stageCount, int chosen)
    {
        float chosenCost = search.Best.Total;
        int known = 0;
        for (int stage = 0; stage < stageCount; stage++)
        {
            known += stage != chosen && float.IsFinite(search.TotalOfFirst(stage)) ? 1 : 0;
        }

        DecisionAlternative best = new(-1, float.PositiveInfinity);
        DecisionAlternative second = best;
        for (int stage = 0; stage < stageCount; stage++)
        {
            if (stage == chosen)
            {
                continue;
            }

            float cost = search.TotalOfFirst(stage);
            if (!float.IsFinite(cost) && known < Told - 1)
            {
                cost = search.RollOut(stage, chosen);
            }

            if (cost < best.CostVehicleSeconds)
            {
                second = best;
                best = new DecisionAlternative(stage, cost);
            }
            else if (cost < second.CostVehicleSeconds)
            {
                second = new DecisionAlternative(stage, cost);
            }
        }

        int count = 1 + (best.Stage >= 0 ? 1 : 0) + (second.Stage >= 0 ? 1 : 0);
        return new DecisionCosts(count, new DecisionAlternative(chosen, chosenCost), best, second);
    }
}
