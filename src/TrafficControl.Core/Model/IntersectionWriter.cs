using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrafficControl.Core.Model;

/// <summary>
/// Writes a definition as JSON. What a person would look for in a review is always written: identifiers, kinds, and the
/// safety timing of signal groups. Anything else is written where it differs from its default. Lists of names take one
/// line each.
/// </summary>
internal sealed class IntersectionWriter
{
    private static readonly IntersectionDefinition DefaultIntersection = new() { Id = "" };
    private static readonly SignalGroupDefinition DefaultGroup = new() { Id = "" };
    private static readonly LaneDefinition DefaultLane = new() { Id = "" };
    private static readonly MovementDefinition DefaultMovement = new() { Id = "", FromLane = "", SignalGroup = "" };
    private static readonly DetectorDefinition DefaultDetector = new() { Id = "" };
    private static readonly TimingPlanDefinition DefaultPlan = new() { Id = "" };

    private static readonly JsonWriterOptions Lines = new()
    {
        Indented = true,
        NewLine = "\n",

        // The file is read by people and by JSON parsers, never pasted into HTML: street names and "1+5" stay as they
        // are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonWriterOptions OneLine = Lines with { Indented = false };

    private readonly Utf8JsonWriter _json;

    private IntersectionWriter(Utf8JsonWriter json) => _json = json;

    internal static byte[] Write(IntersectionDefinition definition) => Write(writer => writer.Intersection(definition));

    internal static byte[] Write(TimingPlanDefinition plan) => Write(writer =>
    {
        writer._json.WriteStartObject();
        writer.Plan(plan);
        writer._json.WriteEndObject();
    });

    private static byte[] Write(Action<IntersectionWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Lines))
        {
            write(new IntersectionWriter(json));
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private void Intersection(IntersectionDefinition definition)
    {
        _json.WriteStartObject();
        _json.WriteNumber("formatVersion", definition.FormatVersion);
        _json.WriteString("id", definition.Id);
        Field("name", definition.Name, DefaultIntersection.Name);
        Field("latitudeDeg", definition.LatitudeDeg);
        Field("longitudeDeg", definition.LongitudeDeg);
        Field("startUpAllRedMs", definition.StartUpAllRedMs, DefaultIntersection.StartUpAllRedMs);
        Objects("signalGroups", definition.SignalGroups, Group);
        Conflicts(definition);
        Objects("intergreens", definition.Intergreens, intergreen => Intergreen(_json, intergreen));
        Objects("stages", definition.Stages, Stage);
        if (definition.RingBarrier is { } policy)
        {
            RingBarrier(policy);
        }

        Objects("lanes", definition.Lanes, Lane);
        Objects("movements", definition.Movements, Movement);
        Objects("detectors", definition.Detectors, Detector);
        Objects("plans", definition.Plans, Plan);
        Field("defaultPlan", definition.DefaultPlan, DefaultIntersection.DefaultPlan);
        Field("localPlan", definition.LocalPlan, DefaultIntersection.LocalPlan);
        _json.WriteEndObject();
    }

    private void Group(SignalGroupDefinition group)
    {
        bool pedestrian = group.Kind == SignalGroupKind.Pedestrian;
        _json.WriteString("id", group.Id);
        _json.WriteString("kind", EnumNames<SignalGroupKind>.NameOf(group.Kind));
        _json.WriteNumber("minGreenMs", group.MinGreenMs);
        _json.WriteNumber("maxGreenMs", group.MaxGreenMs);
        Field("maxGreen2Ms", group.MaxGreen2Ms, DefaultGroup.MaxGreen2Ms);
        if (!pedestrian || group.YellowMs != 0)
        {
            _json.WriteNumber("yellowMs", group.YellowMs);
        }

        if (!pedestrian || group.RedClearanceMs != 0)
        {
            _json.WriteNumber("redClearanceMs", group.RedClearanceMs);
        }

        Field("pedClearanceMs", group.PedClearanceMs, DefaultGroup.PedClearanceMs);
        Field("redRevertMs", group.RedRevertMs, DefaultGroup.RedRevertMs);
        Field("maxRedMs", group.MaxRedMs, DefaultGroup.MaxRedMs);
        Field("passageMs", group.PassageMs, DefaultGroup.PassageMs);
        Field("recall", group.Recall, DefaultGroup.Recall);
        Field("locksCalls", group.LocksCalls, DefaultGroup.LocksCalls);
        Field("dualEntry", group.DualEntry, DefaultGroup.DualEntry);
        Field("simultaneousGapOut", group.SimultaneousGapOut, DefaultGroup.SimultaneousGapOut);
        Field("restsInWalk", group.RestsInWalk, DefaultGroup.RestsInWalk);
        Field("concurrentWith", group.ConcurrentWith, DefaultGroup.ConcurrentWith);
        if (group.VolumeDensity is { } density)
        {
            _json.WriteStartObject("volumeDensity");
            _json.WriteNumber("addedInitialMs", density.AddedInitialMs);
            _json.WriteNumber("maxInitialMs", density.MaxInitialMs);
            _json.WriteNumber("timeBeforeReductionMs", density.TimeBeforeReductionMs);
            _json.WriteNumber("timeToReduceMs", density.TimeToReduceMs);
            _json.WriteNumber("minGapMs", density.MinGapMs);
            _json.WriteEndObject();
        }
    }

    /// <summary>
    /// A table has no order of its own. Groups are written in the order of the file, unknown ones last by name, so that
    /// equal definitions give equal files.
    /// </summary>
    private void Conflicts(IntersectionDefinition definition)
    {
        if (definition.Conflicts.Count == 0)
        {
            return;
        }

        ModelIndex index = new(definition);
        List<string> rows = [.. definition.Conflicts.Keys];
        rows.Sort((a, b) =>
        {
            int byPosition = index.Groups.GetValueOrDefault(a, int.MaxValue)
                .CompareTo(index.Groups.GetValueOrDefault(b, int.MaxValue));
            return byPosition != 0 ? byPosition : string.CompareOrdinal(a, b);
        });
        _json.WriteStartObject("conflicts");
        foreach (string id in rows)
        {
            Texts(id, definition.Conflicts[id]);
        }

        _json.WriteEndObject();
    }

    private static void Intergreen(Utf8JsonWriter json, IntergreenDefinition intergreen)
    {
        json.WriteString("from", intergreen.From);
        json.WriteString("to", intergreen.To);
        json.WriteNumber("ms", intergreen.Ms);
        if (intergreen.GuaranteedMs != 0)
        {
            json.WriteNumber("guaranteedMs", intergreen.GuaranteedMs);
        }
    }

    private void Stage(StageDefinition stage)
    {
        _json.WriteString("id", stage.Id);
        Texts("groups", stage.Groups);
    }

    private void RingBarrier(RingBarrierDefinition policy)
    {
        _json.WriteStartObject("ringBarrier");
        _json.WriteStartArray("rings");
        foreach (IReadOnlyList<IReadOnlyList<string>> ring in policy.Rings)
        {
            Raw(json =>
            {
                json.WriteStartArray();
                foreach (IReadOnlyList<string> section in ring)
                {
                    TextList(json, section);
                }

                json.WriteEndArray();
            });
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Lane(LaneDefinition lane)
    {
        _json.WriteString("id", lane.Id);
        _json.WriteString("role", EnumNames<LaneRole>.NameOf(lane.Role));
        Field("approach", lane.Approach, DefaultLane.Approach);
        _json.WriteNumber("lengthM", lane.LengthM);
        Field("speedMps", lane.SpeedMps, DefaultLane.SpeedMps);
        Field("downstreamIntersection", lane.DownstreamIntersection, DefaultLane.DownstreamIntersection);
        Field("downstreamLane", lane.DownstreamLane, DefaultLane.DownstreamLane);
    }

    private void Movement(MovementDefinition movement)
    {
        _json.WriteString("id", movement.Id);
        _json.WriteString("fromLane", movement.FromLane);
        Field("toLane", movement.ToLane, DefaultMovement.ToLane);
        _json.WriteString("signalGroup", movement.SignalGroup);
        _json.WriteString("turn", EnumNames<TurnDirection>.NameOf(movement.Turn));
        Field("saturationFlowVph", movement.SaturationFlowVph, DefaultMovement.SaturationFlowVph);
        Field("share", movement.Share, DefaultMovement.Share);
        if (movement.YieldsTo.Count > 0)
        {
            Texts("yieldsTo", movement.YieldsTo);
        }

        if (movement.YieldsToPedestrians.Count > 0)
        {
            Texts("yieldsToPedestrians", movement.YieldsToPedestrians);
        }
    }

    private void Detector(DetectorDefinition detector)
    {
        _json.WriteString("id", detector.Id);
        _json.WriteString("kind", EnumNames<DetectorKind>.NameOf(detector.Kind));
        Field("channel", detector.Channel, DefaultDetector.Channel);
        Field("lane", detector.Lane, DefaultDetector.Lane);
        Field("distanceM", detector.DistanceM, DefaultDetector.DistanceM);
        Field("lengthM", detector.LengthM, DefaultDetector.LengthM);
        if (detector.Classes != DefaultDetector.Classes)
        {
            Texts("classes", ClassNames(detector.Classes));
        }

        if (detector.Calls.Count > 0)
        {
            Texts("calls", detector.Calls);
        }

        Field("delayMs", detector.DelayMs, DefaultDetector.DelayMs);
        Field("extendMs", detector.ExtendMs, DefaultDetector.ExtendMs);
    }

    private static List<string> ClassNames(VehicleClasses classes)
    {
        List<string> names = [];
        foreach (string name in VehicleClassNames.All)
        {
            if (EnumNames<VehicleClasses>.TryFind(name, out VehicleClasses one) && (classes & one) != 0)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private void Plan(TimingPlanDefinition plan)
    {
        _json.WriteString("id", plan.Id);
        _json.WriteString("strategy", EnumNames<StrategyKind>.NameOf(plan.Strategy));
        Field("cycleMs", plan.CycleMs, DefaultPlan.CycleMs);
        Field("offsetMs", plan.OffsetMs, DefaultPlan.OffsetMs);
        Objects("splits", plan.Splits, split =>
        {
            _json.WriteString("stage", split.Stage);
            _json.WriteNumber("durationMs", split.DurationMs);
        });
        Field("maxGreenSet", plan.MaxGreenSet, DefaultPlan.MaxGreenSet);
        Field("switchingCostVehicles", plan.SwitchingCostVehicles, DefaultPlan.SwitchingCostVehicles);
        Field("maxRedMs", plan.MaxRedMs, DefaultPlan.MaxRedMs);
        Field("commitmentMs", plan.CommitmentMs, DefaultPlan.CommitmentMs);
    }

    private void Field(string name, string value, string absent)
    {
        if (value != absent)
        {
            _json.WriteString(name, value);
        }
    }

    private void Field(string name, int value, int absent)
    {
        if (value != absent)
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Field(string name, double value, double absent)
    {
        // By bits: a negative zero is not the default zero, and the file must give back what it was given.
        if (BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(absent))
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Field(string name, double? value)
    {
        if (value is { } known)
        {
            _json.WriteNumber(name, known);
        }
    }

    private void Field(string name, bool value, bool absent)
    {
        if (value != absent)
        {
            _json.WriteBoolean(name, value);
        }
    }

    private void Field<TEnum>(string name, TEnum value, TEnum absent)
        where TEnum : struct, Enum
    {
        if (!EqualityComparer<TEnum>.Default.Equals(value, absent))
        {
            _json.WriteString(name, EnumNames<TEnum>.NameOf(value));
        }
    }

    private void Objects<T>(string name, IReadOnlyList<T> items, Action<T> fields)
    {
        if (items.Count == 0)
        {
            return;
        }

        _json.WriteStartArray(name);
        foreach (T item in items)
        {
            _json.WriteStartObject();
            fields(item);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Texts(string name, IReadOnlyList<string> texts)
    {
        _json.WritePropertyName(name);
        Raw(json => TextList(json, texts));
    }

    private static void TextList(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void Raw(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, OneLine))
        {
            write(json);
        }

        _json.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }
}
