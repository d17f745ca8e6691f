using TrafficControl.Simulation.Evaluation.Trajectories;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// Adds a time-space diagram to the plotted run of each controller. All controllers of a scenario show the same way,
/// found from the first one's routes; the demand is the same for all.
/// </summary>
internal static class CorridorDiagrams
{
    /// <summary>Reads what the plotted runs recorded, and deletes it: positions are the largest files by far.</summary>
    /// <param name="jobs">Jobs that came to an end.</param>
    /// <param name="outcomes">What came of each, in the same order; runs get their diagram.</param>
    /// <returns>Why a diagram is missing, one sentence each: no diagram is worth the loss of the figures.</returns>
    internal static IReadOnlyList<string> Add(EvaluationJob[] jobs, EvaluationOutcome[] outcomes)
    {
        List<string> notes = [];
        (EvaluationJob Job, EvaluationOutcome Outcome)[] plotted = [.. jobs.Zip(outcomes).Where(
            pair => pair.First.Options.RecordsTrajectories && pair.Second.Run is not null)];
        foreach (IGrouping<EvaluationPlan, (EvaluationJob Job, EvaluationOutcome Outcome)> scenario
            in plotted.GroupBy(pair => pair.Job.Plan))
        {
            try
            {
                Add([.. scenario]);
            }
            catch (Exception exception) when (exception is SumoException or IOException or UnauthorizedAccessException)
            {
                notes.Add($"{scenario.Key.Scenario.Name} has no time-space diagram: {exception.Message}");
            }
        }

        return notes;
    }

    private static void Add((EvaluationJob Job, EvaluationOutcome Outcome)[] plotted)
    {
        EvaluationJob first = plotted[0].Job;
        PlottedWay? way = new CorridorFinder(first.Net, first.Import.Lights)
            .Find(TrajectoryReader.ReadRoutes(first.Options.RouteFile));
        foreach ((EvaluationJob job, EvaluationOutcome outcome) in plotted)
        {
            if (way is not null)
            {
                outcome.Run = outcome.Run! with
                {
                    TimeSpace = TrajectoryReader.Read(
                        job.Options.TrajectoryFile, way, outcome.Signals, job.Options.TrajectoryBeginMs, outcome.EndMs),
                };
            }

            File.Delete(job.Options.TrajectoryFile);
            File.Delete(job.Options.RouteFile);
        }
    }
}
