using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Builds intersection files from the traffic lights of a SUMO net.</summary>
public static class SumoImporter
{
    /// <summary>Plan that repeats the shipped program.</summary>
    public const string FixedPlan = "fixed";

    /// <summary>Plan of the actuated strategy, free.</summary>
    public const string ActuatedPlan = "actuated";

    /// <summary>Plan of the max-pressure strategy.</summary>
    public const string MaxPressurePlan = "max-pressure";

    /// <summary>Plan of the adaptive strategy.</summary>
    public const string AdaptivePlan = "adaptive";

    /// <summary>
    /// Imports the traffic lights of a net. One that cannot be expressed is refused with its reasons; the others go on.
    /// </summary>
    /// <param name="net">The net.</param>
    /// <param name="options">Which lights, clearances and loops.</param>
    /// <exception cref="SumoException">A light asked for does not exist in the net.</exception>
    public static SumoImport Import(SumoNet net, SumoImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(options);

        // Of several programs of a light SUMO runs the one loaded last.
        Dictionary<string, SumoProgram> running = new(StringComparer.Ordinal);
        List<string> order = [];
        foreach (SumoProgram program in net.Programs)
        {
            if (running.TryAdd(program.TrafficLight, program))
            {
                order.Add(program.TrafficLight);
            }

            running[program.TrafficLight] = program;
        }

        foreach (string light in options.Lights)
        {
            if (!running.ContainsKey(light))
            {
                throw new SumoException(
                    $"The net has no traffic light '{light}'; it has {string.Join(", ", order.Select(id => $"'{id}'"))}.");
            }
        }

        List<SumoLight> lights = [];
        List<SumoRefusal> refusals = [];
        LoopPlacement loops = new(net);
        IReadOnlyList<string> wanted = options.Lights.Count > 0 ? options.Lights : order;
        HashSet<string> controlled = new(wanted, StringComparer.Ordinal);
        foreach (string light in wanted.Distinct(StringComparer.Ordinal))
        {
            ImportLight(net, running[light], options, loops, controlled, lights, refusals);
        }

        return new SumoImport(lights, refusals);
    }

    private static void ImportLight(
        SumoNet net, SumoProgram program, SumoImportOptions options, LoopPlacement loops, HashSet<string> controlled,
        List<SumoLight> lights, List<SumoRefusal> refusals)
    {
        if (program.Phases.Count == 0 || program.CycleMs <= 0)
        {
            refusals.Add(new SumoRefusal(program.TrafficLight, ["its program has no phases"]));
            return;
        }

        LinkTable links = new(net, program.TrafficLight, program.Phases[0].State.Length);
        ProgramAnalysis analysis = new(program, links);
        if (links.Faults.Count + analysis.Faults.Count > 0)
        {
            refusals.Add(new SumoRefusal(program.TrafficLight, [.. links.Faults.Concat(analysis.Faults).Distinct()]));
            return;
        }

        if (options.Intergreen == SumoIntergreen.Benchmark)
        {
            program = BenchmarkClearance.Apply(program, analysis, links);
            analysis = new ProgramAnalysis(program, links);
        }

        SumoLight light = new LightBuilder(net, program, links, analysis, options, controlled).Build(loops);
        IReadOnlyList<ModelFault> faults = IntersectionValidator.Validate(light.Definition);
        if (faults.Count > 0)
        {
            refusals.Add(new SumoRefusal(program.TrafficLight, [.. faults.Select(fault => fault.ToString())]));
            return;
        }

        lights.Add(light);
    }
}
