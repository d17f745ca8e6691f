using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Model;

[TestFixture]
public sealed class IntersectionValidatorTests
{
    private static readonly IntersectionDefinition Rich = RichIntersection.Create();
    private static readonly IntersectionDefinition Nema = IntersectionSamples.NemaEightPhase();

    private static IEnumerable<TestCaseData> OneFault()
    {
        yield return Case("id", "id is empty", Rich with { Id = "" });
        yield return Case("id", "has 257 characters", Rich with { Id = new string('x', 257) });
        yield return Case("id", "a space or an unprintable character", Rich with { Id = "a b" });
        yield return Case("name", "unprintable", Rich with { Name = "a\u0007" });
        yield return Case("formatVersion", "it must be 1", Rich with { FormatVersion = 0 });
        yield return Case("latitudeDeg", "-90 to 90 degrees", Rich with { LatitudeDeg = double.NaN });
        yield return Case("longitudeDeg", "-180 to 180 degrees", Rich with { LongitudeDeg = 181 });
        yield return Case("startUpAllRedMs", "0 to 60000 ms", Rich with { StartUpAllRedMs = -1 });
        yield return Case("defaultPlan", "no plan 'dey'; did you mean 'day'?", Rich with { DefaultPlan = "dey" });
        yield return Case("localPlan", "There is no plan 'x'", Rich with { LocalPlan = "x" });
        yield return Case("plans", "1 to 64 timing plans", Rich with { Plans = [], DefaultPlan = "", LocalPlan = "" });

        yield return Group("id", "already used by signalGroups[0]", group => group with { Id = "1" }, stagesUnchanged: false);
        yield return Group("minGreenMs", "1000 to 255000 ms", group => group with { MinGreenMs = 999 });
        yield return Group("maxGreenMs", "at least minGreenMs, 6000 ms", group => group with { MaxGreenMs = 5_999 });
        yield return Group("maxGreen2Ms", "at least minGreenMs, 6000 ms", group => group with { MaxGreen2Ms = 5_999 });
        yield return Group("maxGreenMs", "1000 to 6000000 ms", group => group with { MaxGreenMs = 6_000_001 });
        yield return Group("yellowMs", "3000 to 25500 ms", group => group with { YellowMs = 2_999 });
        yield return Group("redClearanceMs", "0 to 25500 ms", group => group with { RedClearanceMs = -1 });
        yield return Group("redRevertMs", "0 to 25500 ms", group => group with { RedRevertMs = 25_501 });
        yield return Group("pedClearanceMs", "it must be 0 ms", group => group with { PedClearanceMs = 1 });
        yield return Group("maxRedMs", "10000 to 900000 ms", group => group with { MaxRedMs = 900_001 });
        yield return Group("maxRedMs", "twice the time of one rotation", group => group with { MaxRedMs = 100_000 });
        yield return Group("passageMs", "0 to 25500 ms", group => group with { PassageMs = 25_501 });
        yield return Group("kind", "it must be one of vehicle", group => group with { Kind = (SignalGroupKind)9 });
        yield return Group("recall", "it must be one of none", group => group with { Recall = (RecallMode)9 });
        yield return Group("concurrentWith", "is for pedestrian groups", group => group with { ConcurrentWith = "1" });
        yield return Density("addedInitialMs", "0 to 25500 ms", density => density with { AddedInitialMs = 25_501 });
        yield return Density("maxInitialMs", "at least minGreenMs", density => density with { MaxInitialMs = 5_999 });
        yield return Density("maxInitialMs", "0 to 255000 ms", density => density with { MaxInitialMs = -1 });
        yield return Density("timeBeforeReductionMs", "0 to 255000", density => density with { TimeBeforeReductionMs = -1 });
        yield return Density("timeToReduceMs", "0 to 255000", density => density with { TimeToReduceMs = 255_001 });
        yield return Density("minGapMs", "at most passageMs, 3200 ms", density => density with { MinGapMs = 3_201 });
        yield return Ped("minGreenMs", "4000 to 255000 ms", group => group with { MinGreenMs = 3_999 });
        yield return Ped("yellowMs", "it must be 0 ms", group => group with { YellowMs = 3_000 });
        yield return Ped("redClearanceMs", "it must be 0 ms", group => group with { RedClearanceMs = 1_000 });
        yield return Ped("pedClearanceMs", "3000 to 255000 ms", group => group with { PedClearanceMs = 2_999 });
        yield return Ped("concurrentWith", "conflicts with '1'", group => group with { ConcurrentWith = "1" });
        yield return Ped(
            "volumeDensity", "is for vehicles", group => group with { VolumeDensity = new VolumeDensity(0, 9_000, 0, 0, 0) });

        yield return Case("intergreens[1].ms", "clearance of '2', 5000 ms", Intergreen(new("2", "1", 4_999)));
        yield return Case("intergreens[1].ms", "at least guaranteedMs, 6000 ms", Intergreen(new("2", "1", 5_500, 6_000)));
        yield return Case("intergreens[1].ms", "0 to 60000 ms", Intergreen(new("2", "1", 60_001)));
        yield return Case("intergreens[1]", "do not conflict", Intergreen(new("2", "P2", 6_000)));
        yield return Case("intergreens[1]", "given twice", Intergreen(new("1", "2", 6_000)));
        yield return Case("intergreens[1].to", "no signal group 'x'", Intergreen(new("2", "x", 6_000)));
        yield return Case("conflicts.1[0]", "not the other way round", Conflicts("2", ["3", "4"]));
        yield return Case("conflicts.2[3]", "conflicts with itself", Conflicts("2", ["1", "3", "4", "2"]));
        yield return Case("conflicts.2[3]", "listed twice", Conflicts("2", ["1", "3", "4", "1"]));
        yield return Case("conflicts.2[3]", "no signal group 'x'", Conflicts("2", ["1", "3", "4", "x"]));

        yield return Case("stages[0].groups[1]", "conflicts with '1' of the same stage", Stage(new("1+", ["1", "2"])));
        yield return Case("stages[0].groups[1]", "listed twice", Stage(new("1+", ["1", "1"])));
        yield return Case("stages[0].groups[1]", "no signal group 'x'", Stage(new("1+", ["1", "x"])));
        yield return Case("signalGroups[4]", "'P2' is in no stage; add it", Rich with
        {
            Stages = [Rich.Stages[0], new("2+", ["2"]), Rich.Stages[2], Rich.Stages[3]],
            Plans = [Rich.Plans[1]],
            DefaultPlan = "",
            LocalPlan = "",
        });
        yield return Case("signalGroups[7]", "no stage of the rings", Rings([[["1", "2"], ["3", "4"]], [["5", "6"], ["7"]]]));
        yield return Case(
            "ringBarrier.rings[1]", "The ring has 1 barrier", Rings([[["1", "2"], ["3", "4"]], [["5", "6"]]]));
        yield return Case(
            "ringBarrier.rings[1][1][2]", "already in a ring", Rings([[["1", "2"], ["3", "4"]], [["5", "6"], ["7", "8", "1"]]]));

        yield return Lane("lengthM", "1 to 10000 m", lane => lane with { LengthM = 0 });
        yield return Lane("speedMps", "1 to 60 m/s", lane => lane with { SpeedMps = double.PositiveInfinity });
        yield return Lane("downstreamIntersection", "is for exit lanes", lane => lane with { DownstreamIntersection = "x" });
        yield return Movement("saturationFlowVph", "100 to 10000 vehicles per hour", m => m with { SaturationFlowVph = 99 });
        yield return Movement("share", "add up to 0.95", m => m with { Share = 0.25 });
        yield return Movement("share", "0 to 1", m => m with { Share = double.NaN });
        yield return Movement("fromLane", "not an approach lane", m => m with { FromLane = "out" }, alsoShares: true);
        yield return Movement("toLane", "not an exit lane", m => m with { ToLane = "e1" });
        yield return Movement("signalGroup", "no signal group 'x'", m => m with { SignalGroup = "x" });
        yield return Movement("yieldsTo[0]", "give way to itself", m => m with { YieldsTo = ["left"] });
        yield return Movement("yieldsTo[0]", "its group conflicts", m => m with { YieldsTo = ["right"] });
        yield return Movement("yieldsTo[0]", "no movement 'x'", m => m with { YieldsTo = ["x"] });
        yield return Movement("yieldsToPedestrians[0]", "no signal group 'x'", m => m with { YieldsToPedestrians = ["x"] });
        yield return Movement("yieldsToPedestrians[0]", "'3' is not for pedestrians", m => m with { YieldsToPedestrians = ["3"] });
        yield return Movement(
            "yieldsToPedestrians[0]", "never walks at the same time", m => m with { SignalGroup = "1", YieldsToPedestrians = ["P2"] });
        yield return Detector("calls", "calls nothing", d => d with { Calls = [] });
        yield return Detector("calls[0]", "No movement of lane 'n1' is released by '3'", d => d with { Calls = ["3"] });
        yield return Detector("channel", "at most 256", d => d with { Channel = new string('x', 257) });
        yield return Detector("lane", "no lane 'x'", d => d with { Lane = "x" });
        yield return Detector("distanceM", "0 to 2000 m", d => d with { DistanceM = -1 });
        yield return Detector("lengthM", "0 to 500 m", d => d with { LengthM = 501 });
        yield return Detector("lengthM", "10 to 500 m", d => d with { Kind = DetectorKind.Tracks, LengthM = 9 });
        yield return Detector("lane", "is an exit", d => d with { Kind = DetectorKind.Tracks, Lane = "out" });
        yield return Detector("delayMs", "0 to 255000 ms", d => d with { DelayMs = -1 });
        yield return Detector("extendMs", "0 to 25500 ms", d => d with { ExtendMs = 25_501 });
        yield return Detector("classes", "at least one of car", d => d with { Classes = VehicleClasses.None });
        yield return Detector("lane", "lies on no lane", d => d with { Kind = DetectorKind.PushButton });

        yield return Plan("offsetMs", "0 to below cycleMs, 90000 ms", p => p with { OffsetMs = 90_000 });
        yield return Plan("cycleMs", "the sum of the splits, 90000 ms", p => p with { CycleMs = 90_001 });
        yield return Plan("splits", "splits is empty", p => p with { Splits = [] });
        yield return Plan("splits", "splits is empty", p => p with { Splits = [], Strategy = StrategyKind.Actuated });
        yield return Plan("splits[0].stage", "no stage 'x'", p => p with { Splits = [new("x", 20_000), .. p.Splits.Skip(1)] });
        yield return Plan("splits[0].durationMs", "it needs 11500 ms", p => p with
        {
            CycleMs = 81_000,
            Splits = [new("1+", 11_000), .. p.Splits.Skip(1)],
        });
        yield return Plan("splits", "No split serves signal group '1'", p => p with
        {
            CycleMs = 70_000,
            Splits = [.. p.Splits.Skip(1)],
        });
        yield return Plan("maxGreenSet", "1 to 2", p => p with { MaxGreenSet = 3 });
        yield return Plan("maxGreenSet", "1 to 2", p => p with { MaxGreenSet = 0 });
        yield return Plan("maxGreenSet", "0 to 2", p => p with
        {
            Strategy = StrategyKind.Adaptive,
            CycleMs = 0,
            OffsetMs = 0,
            Splits = [],
            MaxGreenSet = 3,
        });
        yield return Plan("switchingCostVehicles", "0 to 100", p => p with { SwitchingCostVehicles = double.NaN });
        yield return Plan("maxRedMs", "10000 to 900000 ms", p => p with { MaxRedMs = 9_999 });
        yield return Plan("commitmentMs", "0 to 30000 ms", p => p with
        {
            Strategy = StrategyKind.Adaptive,
            CycleMs = 0,
            OffsetMs = 0,
            Splits = [],
            CommitmentMs = 30_001,
        });
        yield return Plan("commitmentMs", "Only an adaptive plan", p => p with { CommitmentMs = 9_000 });
    }

    [TestCase(RecallMode.None, true, true)]
    [TestCase(RecallMode.Minimum, false, true)]
    [TestCase(RecallMode.Maximum, false, true)]
    [TestCase(RecallMode.Soft, false, false)]
    [TestCase(RecallMode.None, false, false)]
    public void Validate_DetectorThatOnlyCounts_NeedsAnotherCallOnItsLane(RecallMode recall, bool hasStopBar, bool isValid)
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        DetectorDefinition[] stopBar = hasStopBar ? [two.Detectors[0]] : [];
        IntersectionDefinition definition = two with
        {
            SignalGroups = [two.SignalGroups[0] with { Recall = recall }, two.SignalGroups[1]],
            Detectors = [new DetectorDefinition { Id = "far", Lane = "a", DistanceM = 90 }, .. stopBar, two.Detectors[1]],
        };

        string[] faults = [.. IntersectionValidator.Validate(definition).Select(fault => fault.ToString())];

        Assert.That(
            faults,
            isValid ? Is.Empty : Has.One.Contains("detectors[0].calls").And.One.Contains("no other on lane 'a' calls 'A'"));
    }

    [Test]
    public void Validate_PushButtonThatCallsNothing_IsRefused()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        IntersectionDefinition definition = two with
        {
            Detectors = [.. two.Detectors, new DetectorDefinition { Id = "b", Kind = DetectorKind.PushButton }],
        };

        Assert.That(
            IntersectionValidator.Validate(definition).Select(fault => fault.ToString()),
            Has.One.Contains("calls nothing; list the signal groups"));
    }

    [TestCaseSource(nameof(OneFault))]
    public void Validate_OneFault_NamesThePathAndTheFix(string path, string message, IntersectionDefinition definition)
    {
        IReadOnlyList<ModelFault> faults = IntersectionValidator.Validate(definition);

        Assert.That(
            faults.Where(fault => fault.Path == path && fault.Message.Contains(message, StringComparison.Ordinal)),
            Is.Not.Empty, string.Join('\n', faults));
        Assert.That(faults, Has.Count.LessThanOrEqualTo(5), "Follow-up faults hide the cause.");
    }

    [Test]
    public void Validate_SoundDefinitions_FindsNothing()
    {
        Assert.That(IntersectionValidator.Validate(Rich), Is.Empty);
        Assert.That(IntersectionValidator.Validate(Nema), Is.Empty);
        Assert.That(IntersectionValidator.Validate(IntersectionSamples.TwoStage()), Is.Empty);
    }

    [Test]
    public void Validate_EveryNull_IsReportedAndNeverThrows()
    {
        IntersectionDefinition empty = new()
        {
            Id = null!,
            Name = null!,
            SignalGroups = null!,
            Conflicts = null!,
            Intergreens = null!,
            Stages = null!,
            RingBarrier = new RingBarrierDefinition(null!),
            Lanes = null!,
            Movements = null!,
            Detectors = null!,
            Plans = null!,
            DefaultPlan = null!,
            LocalPlan = null!,
        };
        IntersectionDefinition hollow = new()
        {
            Id = "x",
            SignalGroups = [null!],
            Intergreens = [null!],
            Stages = [null!, new(null!, null!)],
            Lanes = [null!],
            Movements = [null!],
            Detectors = [null!],
            Plans = [null!],
            RingBarrier = new([null!, [null!, [null!]]]),
            Conflicts = new Dictionary<string, IReadOnlyList<string>> { ["1"] = null!, ["2"] = [null!] },
        };

        Assert.That(IntersectionValidator.Validate(empty), Has.Count.GreaterThanOrEqualTo(12));
        Assert.That(IntersectionValidator.Validate(hollow), Has.Count.GreaterThanOrEqualTo(10));
    }

    [Test]
    public void Validate_MoreThan64DerivedStages_IsReported()
    {
        // Seven independent pairs have 2 to the 7 maximal conflict-free sets.
        IntersectionDefinition pairs = Bare(14) with
        {
            Conflicts = IntersectionSamples.Symmetric([.. Enumerable.Range(0, 7).Select(i => ($"g{2 * i}", $"g{(2 * i) + 1}"))]),
        };

        Assert.That(
            IntersectionValidator.Validate(pairs), Has.Some.Matches<ModelFault>(fault =>
                fault!.Path == "stages" && fault.Message.StartsWith("More than 64 stages", StringComparison.Ordinal)));
    }

    [Test]
    public void Validate_Every3By3ConflictMatrix_AcceptsTheSymmetricIrreflexiveOnes([Range(0, 511)] int bits)
    {
        bool Entry(int a, int b) => (bits >> ((a * 3) + b) & 1) != 0;
        IntersectionDefinition definition = Bare(3) with
        {
            Conflicts = Enumerable.Range(0, 3).ToDictionary(
                a => $"g{a}",
                a => (IReadOnlyList<string>)[.. Enumerable.Range(0, 3).Where(b => Entry(a, b)).Select(b => $"g{b}")]),
        };
        bool sound = Enumerable.Range(0, 3).All(a => !Entry(a, a) && Enumerable.Range(0, 3).All(b => Entry(a, b) == Entry(b, a)));

        Assert.That(IntersectionValidator.Validate(definition).Count == 0, Is.EqualTo(sound));
    }

    [TestCase(4)]
    [TestCase(5)]
    public void Create_EverySymmetricConflictGraph_DerivesTheMaximalConflictFreeSets(int count)
    {
        (int A, int B)[] pairs =
            [.. Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(a + 1, count - a - 1).Select(b => (a, b)))];
        for (int bits = 0; bits < 1 << pairs.Length; bits++)
        {
            (int A, int B)[] conflicts = [.. pairs.Where((_, i) => (bits >> i & 1) != 0)];
            Intersection intersection = Intersection.Create(Bare(count) with
            {
                Conflicts = IntersectionSamples.Symmetric([.. conflicts.Select(pair => ($"g{pair.A}", $"g{pair.B}"))]),
            });
            bool IsFree(int set) => conflicts.All(pair => (set >> pair.A & set >> pair.B & 1) == 0);
            IEnumerable<ulong> expected = Enumerable.Range(1, (1 << count) - 1)
                .Where(set => IsFree(set)
                    && Enumerable.Range(0, count).All(g => (set >> g & 1) != 0 || !IsFree(set | (1 << g))))
                .Select(set => (ulong)set);

            Assert.That(intersection.Stages.Select(stage => stage.Groups), Is.EquivalentTo(expected), $"{bits}");
        }
    }

    private static IntersectionDefinition Bare(int groups) => new()
    {
        Id = "bare",
        SignalGroups = [.. Enumerable.Range(0, groups).Select(i => IntersectionSamples.Vehicle($"g{i}"))],
        Plans = [new TimingPlanDefinition { Id = "p", Strategy = StrategyKind.Actuated }],
    };

    private static TestCaseData Case(string path, string message, IntersectionDefinition definition) =>
        new TestCaseData(path, message, definition).SetArgDisplayNames(path, message);

    private static IReadOnlyList<T> With<T>(IReadOnlyList<T> items, int index, T item) =>
        [.. items.Select((old, i) => i == index ? item : old)];

    private static TestCaseData Group(
        string field, string message, Func<SignalGroupDefinition, SignalGroupDefinition> edit, bool stagesUnchanged = true) => Case(
            "signalGroups[2]." + field, message, Rich with
            {
                SignalGroups = stagesUnchanged
                    ? With(Rich.SignalGroups, 2, edit(Rich.SignalGroups[2])) : [.. Rich.SignalGroups.Take(2), edit(Rich.SignalGroups[2])],
                Conflicts = stagesUnchanged ? Rich.Conflicts : IntersectionSamples.Symmetric(("1", "2")),
                Stages = stagesUnchanged ? Rich.Stages : [],
                RingBarrier = stagesUnchanged ? Rich.RingBarrier : null,
                Intergreens = stagesUnchanged ? Rich.Intergreens : [],
                Lanes = stagesUnchanged ? Rich.Lanes : [],
                Movements = stagesUnchanged ? Rich.Movements : [],
                Detectors = stagesUnchanged ? Rich.Detectors : [],
            });

    private static TestCaseData Density(string field, string message, Func<VolumeDensity, VolumeDensity> edit) => Case(
        "signalGroups[2].volumeDensity." + field, message, Rich with
        {
            SignalGroups = With(Rich.SignalGroups, 2, Rich.SignalGroups[2] with { VolumeDensity = edit(Rich.SignalGroups[2].VolumeDensity!) }),
        });

    private static TestCaseData Ped(string field, string message, Func<SignalGroupDefinition, SignalGroupDefinition> edit) => Case(
        "signalGroups[4]." + field, message, Rich with { SignalGroups = With(Rich.SignalGroups, 4, edit(Rich.SignalGroups[4])) });

    private static IntersectionDefinition Intergreen(IntergreenDefinition intergreen) =>
        Rich with { Intergreens = With(Rich.Intergreens, 1, intergreen) };

    private static IntersectionDefinition Conflicts(string id, string[] others) => Rich with
    {
        Conflicts = Rich.Conflicts.ToDictionary(row => row.Key, row => row.Key == id ? others : row.Value),
        Intergreens = [],
    };

    private static IntersectionDefinition Stage(StageDefinition stage) => Rich with { Stages = With(Rich.Stages, 0, stage) };

    private static IntersectionDefinition Rings(IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> rings) =>
        Nema with { RingBarrier = new RingBarrierDefinition(rings) };

    private static TestCaseData Lane(string field, string message, Func<LaneDefinition, LaneDefinition> edit) =>
        Case("lanes[0]." + field, message, Rich with { Lanes = With(Rich.Lanes, 0, edit(Rich.Lanes[0])) });

    private static TestCaseData Movement(
        string field, string message, Func<MovementDefinition, MovementDefinition> edit, bool alsoShares = false) => Case(
            "movements[0]." + field, message, Rich with
            {
                Movements = With(Rich.Movements, 0, edit(Rich.Movements[0])),
                Detectors = alsoShares ? [] : Rich.Detectors,
            });

    private static TestCaseData Detector(string field, string message, Func<DetectorDefinition, DetectorDefinition> edit) =>
        Case("detectors[0]." + field, message, Rich with { Detectors = With(Rich.Detectors, 0, edit(Rich.Detectors[0])) });

    private static TestCaseData Plan(string field, string message, Func<TimingPlanDefinition, TimingPlanDefinition> edit) =>
        Case("plans[0]." + field, message, Rich with { Plans = With(Rich.Plans, 0, edit(Rich.Plans[0])) });
}
