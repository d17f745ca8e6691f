namespace TrafficControl.Testing;

/// <summary>
/// Which groups a generated intersection has, which of them conflict, and how they are staged. Vehicle groups come
/// first, then the pedestrian groups.
/// </summary>
internal sealed class GroupLayout
{
    private readonly bool[,] _conflicts;

    private GroupLayout(int vehicleCount, int pedestrianCount)
    {
        VehicleCount = vehicleCount;
        ConcurrentWith = new int[vehicleCount + pedestrianCount];
        Array.Fill(ConcurrentWith, -1);
        _conflicts = new bool[Count, Count];
    }

    public int VehicleCount { get; }

    public int Count => ConcurrentWith.Length;

    /// <summary>For each group the vehicle group it walks beside, or -1.</summary>
    public int[] ConcurrentWith { get; }

    /// <summary>Rings, barrier sections, phases; null when the groups run by stages.</summary>
    public List<List<List<int>>>? Rings { get; private set; }

    /// <summary>Listed stages; empty when they are derived.</summary>
    public List<List<int>> Stages { get; private set; } = [];

    public bool IsPedestrian(int group) => group >= VehicleCount;

    public bool InConflict(int group, int other) => _conflicts[group, other];

    /// <summary>
    /// One to three rings with two or three barrier sections: a ring's own phases conflict, and all across a barrier.
    /// </summary>
    public static GroupLayout RingBarrier(Dice dice)
    {
        int ringCount = dice.Between(1, 3);
        int barrierCount = dice.Between(2, ringCount == 3 ? 2 : 3);
        List<List<List<int>>> rings = [];
        List<(int Ring, int Barrier)> places = [];
        for (int ring = 0; ring < ringCount; ring++)
        {
            rings.Add([]);
            for (int barrier = 0; barrier < barrierCount; barrier++)
            {
                // The first ring has a phase in every section, so that no section is empty in all rings.
                int phases = dice.Between(ring == 0 ? 1 : 0, places.Count > 5 ? 1 : 2);
                rings[ring].Add([.. Enumerable.Range(places.Count, phases)]);
                places.AddRange(Enumerable.Repeat((ring, barrier), phases));
            }
        }

        GroupLayout layout = new(places.Count, dice.Between(0, Math.Min(4, 12 - places.Count))) { Rings = rings };
        for (int group = 0; group < places.Count; group++)
        {
            for (int other = 0; other < group; other++)
            {
                if (places[group].Ring == places[other].Ring || places[group].Barrier != places[other].Barrier)
                {
                    layout.AddConflict(group, other);
                }
            }
        }

        layout.AddPedestrians(dice, alwaysConcurrent: true);
        return layout;
    }

    /// <summary>Any conflicts, with listed stages that serve every group or with stages left to be derived.</summary>
    public static GroupLayout Staged(Dice dice)
    {
        int vehicles = dice.Between(2, 8);
        GroupLayout layout = new(vehicles, dice.Between(0, 4));
        int conflictPercent = dice.Between(20, 80);
        for (int group = 0; group < vehicles; group++)
        {
            for (int other = 0; other < group; other++)
            {
                if (dice.Chance(conflictPercent))
                {
                    layout.AddConflict(group, other);
                }
            }
        }

        layout.AddPedestrians(dice, alwaysConcurrent: false);
        if (dice.Chance(60))
        {
            layout.ListStages(dice);
        }

        return layout;
    }

    private void AddConflict(int group, int other)
    {
        _conflicts[group, other] = true;
        _conflicts[other, group] = true;
    }

    private void AddPedestrians(Dice dice, bool alwaysConcurrent)
    {
        for (int walk = VehicleCount; walk < Count; walk++)
        {
            ConcurrentWith[walk] = alwaysConcurrent || dice.Chance(70) ? dice.Between(0, VehicleCount - 1) : -1;
            int conflictPercent = dice.Between(20, 80);
            for (int vehicle = 0; vehicle < VehicleCount; vehicle++)
            {
                // In rings a walk runs with its phase only, so it may conflict with no phase that can run beside that
                // one.
                bool possible = vehicle != ConcurrentWith[walk]
                    && (Rings is null || InConflict(vehicle, ConcurrentWith[walk]));
                if (possible && dice.Chance(conflictPercent))
                {
                    AddConflict(walk, vehicle);
                }
            }
        }

        while (Rings is null && SpreadConflicts())
        {
        }
    }

    /// <summary>
    /// Lets a walk conflict with everything its vehicle group conflicts with, so that no set of compatible groups can
    /// have the walk without the group it needs. True while there was something to add.
    /// </summary>
    private bool SpreadConflicts()
    {
        bool added = false;
        for (int walk = VehicleCount; walk < Count; walk++)
        {
            for (int other = 0; other < Count && ConcurrentWith[walk] >= 0; other++)
            {
                if (other != walk && InConflict(ConcurrentWith[walk], other) && !InConflict(walk, other))
                {
                    AddConflict(walk, other);
                    added = true;
                }
            }
        }

        return added;
    }

    private void ListStages(Dice dice)
    {
        HashSet<int> served = [];
        int extra = dice.Between(0, 2);
        Stages = [];
        while (served.Count < Count || extra-- > 0)
        {
            int first = served.Count < Count
                ? dice.Pick([.. Enumerable.Range(0, Count).Where(group => !served.Contains(group))])
                : dice.Between(0, Count - 1);
            List<int> stage = ConcurrentWith[first] < 0 ? [first] : [ConcurrentWith[first], first];
            foreach (int group in dice.Shuffle(Enumerable.Range(0, Count)))
            {
                bool fits = stage.TrueForAll(other => other != group && !InConflict(group, other));
                if (fits && (ConcurrentWith[group] < 0 || stage.Contains(ConcurrentWith[group])) && dice.Chance(70))
                {
                    stage.Add(group);
                }
            }

            Stages.Add(stage);
            served.UnionWith(stage);
        }
    }
}
