namespace TrafficControl.Core.Model;

/// <summary>
/// Turns the JSON of an intersection file into a definition. What cannot be read is reported and stands at its default.
/// </summary>
internal static class IntersectionReader
{
    // The defaults of the definition types, taken from the types themselves so that they are written down once.
    private static readonly IntersectionDefinition DefaultIntersection = new() { Id = "" };
    private static readonly SignalGroupDefinition DefaultGroup = new() { Id = "" };
    private static readonly LaneDefinition DefaultLane = new() { Id = "" };
    private static readonly MovementDefinition DefaultMovement = new() { Id = "", FromLane = "", SignalGroup = "" };
    private static readonly DetectorDefinition DefaultDetector = new() { Id = "" };
    private static readonly TimingPlanDefinition DefaultPlan = new() { Id = "" };

    internal static IntersectionDefinition Read(JsonObjectReader json)
    {
        // In the order of the file, so that its faults come in that order too.
        IntersectionDefinition definition = new()
        {
            FormatVersion = json.RequiredWhole("formatVersion"),
            Id = json.RequiredText("id"),
            Name = json.Text("name", DefaultIntersection.Name),
            LatitudeDeg = json.OptionalNumber("latitudeDeg"),
            LongitudeDeg = json.OptionalNumber("longitudeDeg"),
            StartUpAllRedMs = json.Whole("startUpAllRedMs", DefaultIntersection.StartUpAllRedMs),
            SignalGroups = json.Objects("signalGroups", Group),
            Conflicts = json.Object("conflicts", Conflicts) ?? DefaultIntersection.Conflicts,
            Intergreens = json.Objects("intergreens", Intergreen),
            Stages = json.Objects("stages", Stage),
            RingBarrier = json.Object("ringBarrier", RingBarrier),
            Lanes = json.Objects("lanes", Lane),
            Movements = json.Objects("movements", Movement),
            Detectors = json.Objects("detectors", Detector),
            Plans = json.Objects("plans", Plan),
            DefaultPlan = json.Text("defaultPlan", DefaultIntersection.DefaultPlan),
            LocalPlan = json.Text("localPlan", DefaultIntersection.LocalPlan),
        };
        json.Finish();
        return definition;
    }

    private static SignalGroupDefinition Group(JsonObjectReader json)
    {
        SignalGroupDefinition group = new()
        {
            Id = json.RequiredText("id"),
            Kind = json.Choice("kind", DefaultGroup.Kind),
            MinGreenMs = json.Whole("minGreenMs", DefaultGroup.MinGreenMs),
            MaxGreenMs = json.Whole("maxGreenMs", DefaultGroup.MaxGreenMs),
            MaxGreen2Ms = json.Whole("maxGreen2Ms", DefaultGroup.MaxGreen2Ms),
            RedClearanceMs = json.Whole("redClearanceMs", DefaultGroup.RedClearanceMs),
            RedRevertMs = json.Whole("redRevertMs", DefaultGroup.RedRevertMs),
            PedClearanceMs = json.Whole("pedClearanceMs", DefaultGroup.PedClearanceMs),
            MaxRedMs = json.Whole("maxRedMs", DefaultGroup.MaxRedMs),
            PassageMs = json.Whole("passageMs", DefaultGroup.PassageMs),
            Recall = json.Choice("recall", DefaultGroup.Recall),
            LocksCalls = json.Flag("locksCalls", DefaultGroup.LocksCalls),
            DualEntry = json.Flag("dualEntry", DefaultGroup.DualEntry),
            SimultaneousGapOut = json.Flag("simultaneousGapOut", DefaultGroup.SimultaneousGapOut),
            RestsInWalk = json.Flag("restsInWalk", DefaultGroup.RestsInWalk),
            ConcurrentWith = json.Text("concurrentWith", DefaultGroup.ConcurrentWith),
            VolumeDensity = json.Object("volumeDensity", Density),
        };

        // A pedestrian group has no yellow, so its default is the only value that is legal.
        int yellowMs = group.Kind == SignalGroupKind.Pedestrian ? 0 : DefaultGroup.YellowMs;
        return group with { YellowMs = json.Whole("yellowMs", yellowMs) };
    }

    private static VolumeDensity Density(JsonObjectReader json) => new(
        json.RequiredWhole("addedInitialMs"),
        json.RequiredWhole("maxInitialMs"),
        json.RequiredWhole("timeBeforeReductionMs"),
        json.RequiredWhole("timeToReduceMs"),
        json.RequiredWhole("minGapMs"));

    private static Dictionary<string, IReadOnlyList<string>> Conflicts(JsonObjectReader json)
    {
        Dictionary<string, IReadOnlyList<string>> conflicts = new(StringComparer.Ordinal);
        foreach (string id in json.Names)
        {
            conflicts[id] = json.Texts(id);
        }

        return conflicts;
    }

    private static IntergreenDefinition Intergreen(JsonObjectReader json) => new(
        json.RequiredText("from"), json.RequiredText("to"), json.RequiredWhole("ms"), json.Whole("guaranteedMs", 0));

    private static StageDefinition Stage(JsonObjectReader json) => new(json.RequiredText("id"), json.RequiredTexts("groups"));

    private static RingBarrierDefinition RingBarrier(JsonObjectReader json) => new(
        json.RequiredList("rings", (ring, ringPath) => json.ReadList(
            ring, ringPath, (section, sectionPath) => json.ReadList(section, sectionPath, json.ReadText))));

    private static LaneDefinition Lane(JsonObjectReader json) => new()
    {
        Id = json.RequiredText("id"),
        Role = json.Choice("role", DefaultLane.Role),
        Approach = json.Text("approach", DefaultLane.Approach),
        LengthM = json.Number("lengthM", DefaultLane.LengthM),
        SpeedMps = json.Number("speedMps", DefaultLane.SpeedMps),
        DownstreamIntersection = json.Text("downstreamIntersection", DefaultLane.DownstreamIntersection),
        DownstreamLane = json.Text("downstreamLane", DefaultLane.DownstreamLane),
    };

    private static MovementDefinition Movement(JsonObjectReader json) => new()
    {
        Id = json.RequiredText("id"),
        FromLane = json.RequiredText("fromLane"),
        ToLane = json.Text("toLane", DefaultMovement.ToLane),
        SignalGroup = json.RequiredText("signalGroup"),
        Turn = json.Choice("turn", DefaultMovement.Turn),
        SaturationFlowVph = json.Number("saturationFlowVph", DefaultMovement.SaturationFlowVph),
        Share = json.Number("share", DefaultMovement.Share),
        YieldsTo = json.Texts("yieldsTo"),
        YieldsToPedestrians = json.Texts("yieldsToPedestrians"),
    };

    private static DetectorDefinition Detector(JsonObjectReader json) => new()
    {
        Id = json.RequiredText("id"),
        Kind = json.Choice("kind", DefaultDetector.Kind),
        Channel = json.Text("channel", DefaultDetector.Channel),
        Lane = json.Text("lane", DefaultDetector.Lane),
        DistanceM = json.Number("distanceM", DefaultDetector.DistanceM),
        LengthM = json.Number("lengthM", DefaultDetector.LengthM),
        Classes = json.Classes("classes"),
        Calls = json.Texts("calls"),
        DelayMs = json.Whole("delayMs", DefaultDetector.DelayMs),
        ExtendMs = json.Whole("extendMs", DefaultDetector.ExtendMs),
    };

    internal static TimingPlanDefinition Plan(JsonObjectReader json) => new()
    {
        Id = json.RequiredText("id"),
        Strategy = json.Choice("strategy", DefaultPlan.Strategy),
        CycleMs = json.Whole("cycleMs", DefaultPlan.CycleMs),
        OffsetMs = json.Whole("offsetMs", DefaultPlan.OffsetMs),
        Splits = json.Objects("splits", Split),
        MaxGreenSet = json.Whole("maxGreenSet", DefaultPlan.MaxGreenSet),
        SwitchingCostVehicles = json.Number("switchingCostVehicles", DefaultPlan.SwitchingCostVehicles),
        MaxRedMs = json.Whole("maxRedMs", DefaultPlan.MaxRedMs),
        CommitmentMs = json.Whole("commitmentMs", DefaultPlan.CommitmentMs),
    };

    private static SplitDefinition Split(JsonObjectReader json) =>
        new(json.RequiredText("stage"), json.RequiredWhole("durationMs"));
}
