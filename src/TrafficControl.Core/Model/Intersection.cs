using System.Numerics;

namespace TrafficControl.Core.Model;

/// <summary>
/// An intersection compiled for the tick: identifiers are indices, sets are bit masks, times are integers. Immutable,
/// and safe to share between threads. The arrays are shared and read only.
/// </summary>
public sealed class Intersection
{
    /// <summary>Most signal groups an intersection can have: the bits of a mask.</summary>
    public const int MaxGroups = 64;

    /// <summary>Most stages, listed or derived.</summary>
    public const int MaxStages = 64;

    /// <summary>Most detectors.</summary>
    public const int MaxDetectors = 256;

    /// <summary>Most lanes.</summary>
    public const int MaxLanes = 128;

    /// <summary>Most movements.</summary>
    public const int MaxMovements = 256;

    /// <summary>Most timing plans.</summary>
    public const int MaxPlans = 64;

    private readonly int[] _intergreenMs;

    private Intersection(IntersectionDefinition definition)
    {
        Definition = definition;
        ModelIndex index = new(definition);
        Groups = CompileGroups(definition, index);
        CompileConflicts(definition, index, Groups);
        _intergreenMs = CompileIntergreens(definition, index, Groups);
        Stages = StageSet.Compile(definition, index, Groups);
        PhaseSlots = StageSet.CompilePhaseSlots(definition, index, Groups, Stages);
        Lanes = CompileLanes(definition);
        Movements = CompileMovements(definition, index);
        Detectors = CompileDetectors(definition, index);
        ConnectLanes();
        Plans = CompilePlans(definition, Stages);
        DefaultPlan = Plans[Math.Max(0, FindPlan(definition.DefaultPlan))];
        LocalPlan = Plans[Math.Max(0, FindPlan(definition.LocalPlan))];
        foreach (SignalGroup group in Groups)
        {
            AllGroups |= group.Mask;
            PedestrianGroups |= group.IsPedestrian ? group.Mask : 0;
        }
    }

    /// <summary>The definition it was compiled from.</summary>
    public IntersectionDefinition Definition { get; }

    /// <summary>Identifier.</summary>
    public string Id => Definition.Id;

    /// <summary>Signal groups; a group's position is its bit.</summary>
    public SignalGroup[] Groups { get; }

    /// <summary>The stage set: listed in the file, or derived from rings, or the maximal conflict-free sets.</summary>
    public Stage[] Stages { get; }

    /// <summary>
    /// The phases of the ring-barrier policy, by ring, barrier and position; a staged junction is one ring.
    /// </summary>
    public PhaseSlot[] PhaseSlots { get; }

    /// <summary>Lanes.</summary>
    public Lane[] Lanes { get; }

    /// <summary>Movements.</summary>
    public Movement[] Movements { get; }

    /// <summary>Detectors; a detector's position is its index in a tick.</summary>
    public Detector[] Detectors { get; }

    /// <summary>Timing plans.</summary>
    public TimingPlan[] Plans { get; }

    /// <summary>Plan the engine runs from the start.</summary>
    public TimingPlan DefaultPlan { get; }

    /// <summary>Plan the controller runs by itself.</summary>
    public TimingPlan LocalPlan { get; }

    /// <summary>All groups.</summary>
    public ulong AllGroups { get; }

    /// <summary>The pedestrian groups.</summary>
    public ulong PedestrianGroups { get; }

    /// <summary>The groups that time green, yellow and red clearance.</summary>
    public ulong VehicleGroups => AllGroups & ~PedestrianGroups;

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">A definition without faults.</param>
    /// <exception cref="IntersectionFaultException">
    /// The definition has faults; all of them are in the exception.
    /// </exception>
    public static Intersection Create(IntersectionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        IReadOnlyList<ModelFault> faults = IntersectionValidator.Validate(definition);
        return faults.Count == 0
            ? new Intersection(definition)
            : throw new IntersectionFaultException(definition.Id, faults);
    }

    /// <summary>
    /// Compiles only the groups and the stage set of a definition, for the rules that need them. The stage set may
    /// exceed <see cref="MaxStages"/> by one, which then stands for any number more.
    /// </summary>
    /// <param name="definition">A definition whose groups, conflicts, intergreens, stages and rings are sound.</param>
    internal static Intersection CompileSignals(IntersectionDefinition definition) => new(definition with
    {
        Lanes = [],
        Movements = [],
        Detectors = [],
        Plans = [new TimingPlanDefinition { Id = "none" }],
    });

    /// <summary>
    /// Least time from the end of green of one group to the start of green of another, ms; 0 when they do not conflict.
    /// </summary>
    /// <param name="from">Group that ends.</param>
    /// <param name="to">Group that starts.</param>
    public int IntergreenMs(int from, int to) => _intergreenMs[(from * Groups.Length) + to];

    /// <summary>True when no two groups of the mask conflict, and all of them exist.</summary>
    /// <param name="groups">Mask of groups.</param>
    public bool IsConflictFree(ulong groups)
    {
        if ((groups & ~AllGroups) != 0)
        {
            return false;
        }

        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            if ((Groups[BitOperations.TrailingZeroCount(rest)].Conflicts & groups) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Position of a plan, or -1 when there is none of that name.</summary>
    /// <param name="id">Identifier of the plan.</param>
    public int FindPlan(string id)
    {
        for (int i = 0; i < Plans.Length; i++)
        {
            if (Plans[i].Definition.Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Compiles a plan that is not in the intersection's file; it runs as one of the file's does. Its
    /// <see cref="TimingPlan.Index"/> is -1. Allocates: never called in a tick.
    /// </summary>
    /// <param name="plan">A plan without faults.</param>
    /// <exception cref="IntersectionFaultException">
    /// The plan has faults at this intersection; all of them are in the exception.
    /// </exception>
    public TimingPlan CompilePlan(TimingPlanDefinition plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IReadOnlyList<ModelFault> faults = IntersectionValidator.ValidatePlan(Definition, plan);
        return faults.Count == 0
            ? CompilePlan(-1, plan, Stages)
            : throw new IntersectionFaultException(Id, faults);
    }

    private static SignalGroup[] CompileGroups(IntersectionDefinition definition, ModelIndex index)
    {
        SignalGroup[] groups = new SignalGroup[definition.SignalGroups.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            SignalGroupDefinition group = definition.SignalGroups[i];
            groups[i] = new SignalGroup(i, group, group.ConcurrentWith.Length == 0 ? -1 : index.Groups[group.ConcurrentWith]);
        }

        foreach (SignalGroup group in groups)
        {
            if (group.ConcurrentWith >= 0)
            {
                groups[group.ConcurrentWith].ConcurrentPedestrians |= group.Mask;
            }
        }

        return groups;
    }

    private static void CompileConflicts(IntersectionDefinition definition, ModelIndex index, SignalGroup[] groups)
    {
        foreach ((string id, IReadOnlyList<string> others) in definition.Conflicts)
        {
            groups[index.Groups[id]].Conflicts = index.GroupMask(others);
        }
    }

    private static int[] CompileIntergreens(IntersectionDefinition definition, ModelIndex index, SignalGroup[] groups)
    {
        int[] intergreens = new int[groups.Length * groups.Length];
        foreach (SignalGroup from in groups)
        {
            foreach (SignalGroup to in groups)
            {
                intergreens[(from.Index * groups.Length) + to.Index] =
                    (from.Conflicts & to.Mask) != 0 ? from.ClearanceMs : 0;
            }
        }

        foreach (IntergreenDefinition intergreen in definition.Intergreens)
        {
            int cell = (index.Groups[intergreen.From] * groups.Length) + index.Groups[intergreen.To];
            intergreens[cell] = Math.Max(intergreens[cell], intergreen.Ms);
        }

        return intergreens;
    }

    private static Lane[] CompileLanes(IntersectionDefinition definition)
    {
        Lane[] lanes = new Lane[definition.Lanes.Count];
        for (int i = 0; i < lanes.Length; i++)
        {
            lanes[i] = new Lane(i, definition.Lanes[i]);
        }

        return lanes;
    }

    private static Movement[] CompileMovements(IntersectionDefinition definition, ModelIndex index)
    {
        Movement[] movements = new Movement[definition.Movements.Count];
        for (int i = 0; i < movements.Length; i++)
        {
            MovementDefinition movement = definition.Movements[i];
            int toLane = movement.ToLane.Length == 0 ? -1 : index.Lanes[movement.ToLane];
            movements[i] = new Movement(
                i, movement, index.Lanes[movement.FromLane], toLane, index.Groups[movement.SignalGroup]);
        }

        foreach (Movement movement in movements)
        {
            IReadOnlyList<string> yieldsTo = movement.Definition.YieldsTo;
            movement.YieldsTo = new int[yieldsTo.Count];
            for (int i = 0; i < yieldsTo.Count; i++)
            {
                movement.YieldsTo[i] = index.Movements[yieldsTo[i]];
            }

            movement.YieldsToPedestrians = index.GroupMask(movement.Definition.YieldsToPedestrians);
        }

        return movements;
    }

    private static Detector[] CompileDetectors(IntersectionDefinition definition, ModelIndex index)
    {
        Detector[] detectors = new Detector[definition.Detectors.Count];
        for (int i = 0; i < detectors.Length; i++)
        {
            DetectorDefinition detector = definition.Detectors[i];
            int lane = detector.Lane.Length == 0 ? -1 : index.Lanes[detector.Lane];
            detectors[i] = new Detector(i, detector, lane, index.GroupMask(detector.Calls));
        }

        return detectors;
    }

    private void ConnectLanes()
    {
        foreach (Lane lane in Lanes)
        {
            List<int> movements = [];
            foreach (Movement movement in Movements)
            {
                if (movement.FromLane == lane.Index)
                {
                    movements.Add(movement.Index);
                    lane.Groups |= Groups[movement.Group].Mask;
                }
            }

            List<int> detectors = [];
            foreach (Detector detector in Detectors)
            {
                if (detector.Lane == lane.Index)
                {
                    detectors.Add(detector.Index);
                }
            }

            detectors.Sort((a, b) =>
            {
                int byDistance = Detectors[a].Definition.DistanceM.CompareTo(Detectors[b].Definition.DistanceM);
                return byDistance != 0 ? byDistance : a.CompareTo(b);
            });
            lane.Movements = [.. movements];
            lane.Detectors = [.. detectors];
        }
    }

    private static TimingPlan[] CompilePlans(IntersectionDefinition definition, Stage[] stages)
    {
        TimingPlan[] plans = new TimingPlan[definition.Plans.Count];
        for (int i = 0; i < plans.Length; i++)
        {
            plans[i] = CompilePlan(i, definition.Plans[i], stages);
        }

        return plans;
    }

    private static TimingPlan CompilePlan(int index, TimingPlanDefinition plan, Stage[] stages)
    {
        int[] splitStages = new int[plan.Splits.Count];
        int[] starts = new int[plan.Splits.Count];
        int start = 0;
        for (int s = 0; s < splitStages.Length; s++)
        {
            splitStages[s] = Array.FindIndex(stages, stage => stage.Id == plan.Splits[s].Stage);
            starts[s] = start;
            start += plan.Splits[s].DurationMs;
        }

        return new TimingPlan(index, plan, splitStages, starts);
    }
}
