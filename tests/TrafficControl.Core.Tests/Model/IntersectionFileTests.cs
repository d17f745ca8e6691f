using System.Reflection;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Model;

[TestFixture]
public sealed class IntersectionFileTests
{
    private static readonly Type[] DefinitionTypes =
    [
        typeof(IntersectionDefinition), typeof(SignalGroupDefinition), typeof(VolumeDensity), typeof(IntergreenDefinition),
        typeof(StageDefinition), typeof(RingBarrierDefinition), typeof(LaneDefinition), typeof(MovementDefinition),
        typeof(DetectorDefinition), typeof(TimingPlanDefinition), typeof(SplitDefinition),
    ];

    private static IEnumerable<TestCaseData> Definitions()
    {
        yield return new TestCaseData(IntersectionSamples.TwoStage()).SetArgDisplayNames("TwoStage");
        yield return new TestCaseData(IntersectionSamples.NemaEightPhase()).SetArgDisplayNames("NemaEightPhase");
        yield return new TestCaseData(RichIntersection.Create()).SetArgDisplayNames("Rich");
    }

    [TestCaseSource(nameof(Definitions))]
    public void Parse_OfWritten_GivesTheSameFileAgain(IntersectionDefinition definition)
    {
        byte[] written = IntersectionFile.Write(definition);

        IntersectionParseResult result = IntersectionFile.Parse(written);

        Assert.That(result.Faults, Is.Empty);
        Assert.That(result.Definition, Is.Not.Null);
        Assert.That(IntersectionFile.Write(result.Definition!), Is.EqualTo(written));
        Assert.That(IntersectionFile.Digest(result.Definition!), Is.EqualTo(IntersectionFile.Digest(definition)));
        Assert.That(written[^1], Is.EqualTo((byte)'\n'));
        Assert.That(written, Has.None.EqualTo((byte)'\r'));
    }

    // Does not go through Write twice, so a field that writer and reader both forget shows here.
    [Test]
    public void Parse_OfRichFile_RestoresEveryFieldValue()
    {
        IntersectionDefinition rich = RichIntersection.Create();

        IntersectionDefinition read = IntersectionFile.Parse(IntersectionFile.Write(rich)).Definition!;

        Assert.That(JsonSerializer.Serialize(Sorted(read)), Is.EqualTo(JsonSerializer.Serialize(Sorted(rich))));
    }

    [Test]
    public void Write_OfRichDefinition_MatchesTheApprovedFile() => Golden.Check(
        "TrafficControl.Core.Tests/Model/Rich.approved.json",
        Encoding.UTF8.GetString(IntersectionFile.Write(RichIntersection.Create())));

    [Test]
    public void Write_OfRichDefinition_NamesEveryFieldOfTheFormat()
    {
        string text = Encoding.UTF8.GetString(IntersectionFile.Write(RichIntersection.Create()));

        Assert.That(
            FieldNames().Where(name => !text.Contains($"\"{name}\":", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void FormatDocument_Example_IsAValidFileInCanonicalForm()
    {
        string json = ReadFormatDocument().Split("```json\n")[1].Split("```")[0];

        IntersectionParseResult result = IntersectionFile.Parse(Encoding.UTF8.GetBytes(json));

        Assert.That(result.Faults, Is.Empty);
        Assert.That(Intersection.Create(result.Definition!).Stages, Has.Length.EqualTo(2));
        Assert.That(Encoding.UTF8.GetString(IntersectionFile.Write(result.Definition!)), Is.EqualTo(json));
    }

    [Test]
    public void FormatDocument_Tables_DescribeEveryField()
    {
        string text = ReadFormatDocument();

        Assert.That(FieldNames().Where(name => !text.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Write_ConflictsInAnotherOrder_GivesTheSameDigest()
    {
        IntersectionDefinition rich = RichIntersection.Create();
        IntersectionDefinition reversed = rich with { Conflicts = rich.Conflicts.Reverse().ToDictionary() };

        Assert.That(IntersectionFile.Digest(reversed), Is.EqualTo(IntersectionFile.Digest(rich)));
    }

    [Test]
    public void Digest_OfAnotherTiming_Differs()
    {
        IntersectionDefinition rich = RichIntersection.Create();

        Assert.That(
            IntersectionFile.Digest(rich with { StartUpAllRedMs = 5_001 }), Is.Not.EqualTo(IntersectionFile.Digest(rich)));
        Assert.That(IntersectionFile.Digest(rich), Does.Match("^[0-9a-f]{64}$"));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Write_NumberThatIsNotFinite_Throws(double latitude) => Assert.That(
        () => IntersectionFile.Write(RichIntersection.Create() with { LatitudeDeg = latitude }), Throws.ArgumentException);

    [Test]
    public void Parse_CommentsTrailingCommasAndByteOrderMark_AreAccepted()
    {
        string json = Small().Replace("\"id\": \"two\",", "// the drawing's number\n\"id\": \"two\", /* end */", StringComparison.Ordinal)
            .Replace("]\n}", "],\n}", StringComparison.Ordinal);

        IntersectionParseResult result = IntersectionFile.Parse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]);

        Assert.That(json, Does.Contain("//").And.Contain("],\n}"));
        Assert.That(result.Faults, Is.Empty);
    }

    [TestCase("", "Line 1, column 1")]
    [TestCase("{\n  \"id\": }", "Line 2, column 9")]
    [TestCase("{\n  \"id\": \"a\"", "Line 2")]
    [TestCase("{} {}", "Line 1, column 4")]
    [TestCase("{\n \"id\": \"\\ud800\" }", "Line 2, column 8")]
    [TestCase("{\n \"\\ud800\": 1 }", "Line 2, column 2")]
    public void Parse_MalformedJson_SaysLineAndColumn(string json, string position)
    {
        IntersectionParseResult result = IntersectionFile.Parse(Encoding.UTF8.GetBytes(json));

        Assert.That(result.Definition, Is.Null);
        Assert.That(result.Faults, Has.Count.EqualTo(1));
        Assert.That(result.Faults[0].Path, Is.EqualTo("$"));
        Assert.That(result.Faults[0].Message, Does.StartWith(position).And.Not.Contain("\n"));
    }

    [Test]
    public void Parse_BytesThatAreNotUtf8_SaysLineAndColumn()
    {
        IntersectionParseResult result = IntersectionFile.Parse([(byte)'{', (byte)'\n', (byte)'"', 0xFF, (byte)'"']);

        Assert.That(result.Faults.Single().Message, Does.StartWith("Line 2, column 2: the text is not UTF-8"));
    }

    [Test]
    public void Parse_FileAboveTheLimit_IsRefused()
    {
        IntersectionParseResult result = IntersectionFile.Parse(new byte[IntersectionFile.MaxBytes + 1]);

        Assert.That(result.Faults.Single().Message, Does.Contain("4194305 bytes").And.Contain("4194304"));
    }

    [Test]
    public void Parse_ManyFaults_ListsAThousandAndSaysHowManyThereAre()
    {
        string json = "{" + string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"x{i}\":{i}")) + "}";

        IReadOnlyList<ModelFault> faults = IntersectionFile.Parse(Encoding.UTF8.GetBytes(json)).Faults;

        Assert.That(faults, Has.Count.EqualTo(1_001));
        Assert.That(faults[^1].Message, Does.Contain("faults in all"));
    }

    // Each case edits one place of a sound file and names path and message of the one fault that follows.
    [TestCase("\"yellowMs\"", "\"yelowMs\"", "signalGroups[0].yelowMs", "did you mean 'yellowMs'?")]
    [TestCase("\"name\"", "\"qqqqqqqq\"", "qqqqqqqq", "known are 'formatVersion', 'id', 'name'")]
    [TestCase("\"name\"", "\"na me\"", "[\"na me\"]", "did you mean 'name'?")]
    [TestCase("\"yellowMs\": 3000", "\"yellowMs\": \"3000\"", "signalGroups[0].yellowMs", "yellowMs is a text; it must be a whole number")]
    [TestCase("\"yellowMs\": 3000", "\"yellowMs\": 3000.5", "signalGroups[0].yellowMs", "'3000.5'; it must be a whole number")]
    [TestCase("\"yellowMs\": 3000", "\"yellowMs\": 99999999999", "signalGroups[0].yellowMs", "at most ten digits")]
    [TestCase("\"yellowMs\": 3000", "\"yellowMs\": null", "signalGroups[0].yellowMs", "yellowMs is null")]
    [TestCase("\"kind\": \"vehicle\"", "\"kind\": \"Vehicle\"", "signalGroups[0].kind", "one of vehicle, pedestrian, bus, bicycle, arrow")]
    [TestCase("\"kind\": \"vehicle\"", "\"kind\": 0", "signalGroups[0].kind", "kind is a number; it must be one of")]
    [TestCase("\"formatVersion\": 1,", "", "formatVersion", "formatVersion is missing")]
    [TestCase("\"formatVersion\": 1", "\"formatVersion\": 2", "formatVersion", "formatVersion is 2; it must be 1")]
    [TestCase("\"id\": \"two\",", "", "id", "id is missing; it must be a text")]
    [TestCase("\"id\": \"two\"", "\"id\": 7", "id", "id is a number; it must be a text")]
    [TestCase("\"name\": \"n\"", "\"name\": \"n\", \"name\": \"m\"", "name", "given twice")]
    [TestCase("\"locksCalls\": true", "\"locksCalls\": 1", "signalGroups[0].locksCalls", "must be true or false")]
    [TestCase("\"groups\": [\"A\"]", "\"groups\": \"A\"", "stages[0].groups", "must be a list in brackets")]
    [TestCase("\"groups\": [\"A\"]", "\"groups\": [1]", "stages[0].groups[0]", "is a number; it must be a text")]
    [TestCase(", \"groups\": [\"A\"]", "", "stages[0].groups", "groups is missing")]
    [TestCase("\"A\": [\"B\"]", "\"A\": 5", "conflicts.A", "must be a list in brackets")]
    [TestCase("\"lengthM\": 90", "\"lengthM\": true", "lanes[0].lengthM", "must be a number")]
    [TestCase("\"lengthM\": 90", "\"lengthM\": 1e999", "lanes[0].lengthM", "it must be 1 to 10000 m")]
    [TestCase("\"classes\": [\"car\"]", "\"classes\": [\"car\", \"lorry\"]", "detectors[0].classes[1]", "one of car, motorcycle, truck, bus, bicycle, pedestrian")]
    [TestCase("\"classes\": [\"car\"]", "\"classes\": [\"car\", \"car\"]", "detectors[0].classes[1]", "listed twice")]
    [TestCase("\"classes\": [\"car\"]", "\"classes\": []", "detectors[0].classes", "at least one of car")]
    [TestCase("\"volumeDensity\": null", "\"volumeDensity\": {\"addedInitialMs\": 1, \"maxInitialMs\": 9000, \"timeBeforeReductionMs\": 1, \"timeToReduceMs\": 1}", "signalGroups[0].volumeDensity.minGapMs", "minGapMs is missing")]
    [TestCase("\"signalGroups\": [", "\"signalGroups\": [5, ", "signalGroups[0]", "is a number; it must be an object")]
    public void Parse_OneStructuralFault_ReportsThatAlone(string sound, string broken, string path, string message)
    {
        string json = Small();
        Assert.That(json, Does.Contain(sound));
        int at = json.IndexOf(sound, StringComparison.Ordinal);

        IntersectionParseResult result = IntersectionFile.Parse(
            Encoding.UTF8.GetBytes(string.Concat(json.AsSpan(0, at), broken, json.AsSpan(at + sound.Length))));

        Assert.That(result.Definition, Is.Null);
        Assert.That(result.Faults.Select(fault => fault.Path), Is.EqualTo([path]));
        Assert.That(result.Faults[0].Message, Does.Contain(message).And.Match(@"[.?]$"));
    }

    [TestCase("5", "a number")]
    [TestCase("[]", "a list")]
    [TestCase("null", "null")]
    public void Parse_NotAnObject_ReportsThatAlone(string json, string found) => Assert.That(
        IntersectionFile.Parse(Encoding.UTF8.GetBytes(json)).Faults,
        Is.EqualTo([new ModelFault("$", $"The file is {found}; it must be an object in braces.")]));

    [Test]
    public void Parse_FaultsOfStructureAndContent_ReportsAllAtOnce()
    {
        string json = Small().Replace("\"name\"", "\"nmae\"", StringComparison.Ordinal)
            .Replace("\"yellowMs\": 3000", "\"yellowMs\": 2000", StringComparison.Ordinal)
            .Replace("\"lengthM\": 90", "\"lengthM\": \"long\"", StringComparison.Ordinal)
            .Replace("\"calls\": [\"A\"]", "\"calls\": [\"Z\"]", StringComparison.Ordinal)
            .Replace("\"B\": [\"A\"]", "\"B\": []", StringComparison.Ordinal);

        IEnumerable<string> paths = IntersectionFile.Parse(Encoding.UTF8.GetBytes(json)).Faults.Select(fault => fault.Path);

        Assert.That(
            paths,
            Is.EquivalentTo(["nmae", "lanes[0].lengthM", "signalGroups[0].yellowMs", "detectors[0].calls[0]", "conflicts.A[0]"]));
    }

    [Test]
    public void Parse_AnyMutationOfASoundFile_NeverThrows()
    {
        byte[] sound = IntersectionFile.Write(RichIntersection.Create());
        Gen<(int Position, byte Value, int Kind)[]> edits =
            (from position in Gen.Choose(0, sound.Length - 1)
             from value in Gen.OneOf(
                 Gen.Elements("{}[],:\"\\0-9.e truefalsn\n"u8.ToArray()), Gen.Choose(0, 255).Select(b => (byte)b))
             from kind in Gen.Choose(0, 2)
             select (position, value, kind)).ArrayOf(4);

        Prop.ForAll(edits.ToArbitrary(), mutation => IsHandled(Mutate(sound, mutation)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Test]
    public void Parse_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(bytes => IsHandled(bytes ?? [])).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Test]
    public void Parse_AnyValueInPlaceOfAField_NeverThrows()
    {
        string sound = Small();
        string[] values =
        [
            "null", "0", "-1", "2147483647", "-2147483648", "1e300", "-0.0", "\"\"", "\"A\"", "[]", "{}", "[null]", "[[]]", "[[[]]]",
            "[[[[\"A\"]]]]", "{\"A\":null}", "{\"A\":[\"A\"]}", "true", "[{}]", "[\"A\",\"A\",\"A\"]", "{\"rings\":[[[]]]}",
        ];
        using JsonDocument document = JsonDocument.Parse(sound);
        List<string> fields = [];
        CollectValues(document.RootElement, fields);

        Assert.That(fields, Has.Count.GreaterThan(60));
        foreach (string field in fields.Distinct())
        {
            foreach (string value in values)
            {
                int at = sound.IndexOf(field, StringComparison.Ordinal);
                string json = string.Concat(sound.AsSpan(0, at), value, sound.AsSpan(at + field.Length));
                Assert.That(() => IsHandled(Encoding.UTF8.GetBytes(json)), Is.True, json);
            }
        }
    }

    [Test]
    public void Write_OfAnyDefinition_ParsesBackToTheSameFile()
    {
        Gen<IntersectionDefinition> definitions =
            from name in ArbMap.Default.ArbFor<string>().Generator
            from latitude in ArbMap.Default.ArbFor<double>().Generator
            from ints in ArbMap.Default.ArbFor<int>().Generator.ArrayOf(8)
            from flags in ArbMap.Default.ArbFor<bool>().Generator.ArrayOf(4)
            from classes in Gen.Choose(1, 63)
            from kind in Gen.Choose(0, 4)
            select Vary(name ?? "", double.IsFinite(latitude) ? latitude : 0, ints, flags, (VehicleClasses)classes, kind);

        Prop.ForAll(definitions.ToArbitrary(), definition =>
        {
            byte[] written = IntersectionFile.Write(definition);
            IntersectionDefinition read = IntersectionReaderAccess.Read(written);
            return IntersectionFile.Write(read).AsSpan().SequenceEqual(written);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    private static IntersectionDefinition Vary(
        string name, double number, int[] ints, bool[] flags, VehicleClasses classes, int kind)
    {
        IntersectionDefinition rich = RichIntersection.Create();
        return rich with
        {
            Name = name,
            LatitudeDeg = flags[0] ? number : null,
            StartUpAllRedMs = ints[0],
            SignalGroups =
            [
                rich.SignalGroups[0] with
                {
                    Kind = (SignalGroupKind)kind, YellowMs = ints[1], PedClearanceMs = ints[2], RedClearanceMs = ints[3],
                    LocksCalls = flags[1], DualEntry = flags[2], SimultaneousGapOut = flags[3], ConcurrentWith = name,
                    Recall = (RecallMode)kind,
                },
                .. rich.SignalGroups.Skip(1),
            ],
            Intergreens = [new IntergreenDefinition("1", name, ints[4], ints[5])],
            Stages = flags[1] ? [] : [new StageDefinition(name, [name, "1"])],
            RingBarrier = flags[2] ? null : new RingBarrierDefinition([[[name], []], []]),
            Lanes = [rich.Lanes[0] with { LengthM = number, SpeedMps = -number, Approach = name }],
            Detectors = [rich.Detectors[0] with { Classes = classes, DelayMs = ints[6] }],
            Plans = [rich.Plans[0] with { OffsetMs = ints[7], SwitchingCostVehicles = number }],
        };
    }

    private static bool IsHandled(byte[] bytes)
    {
        IntersectionParseResult result = IntersectionFile.Parse(bytes);
        return result.Definition is null == result.Faults.Count > 0
            && result.Faults.All(fault => fault.Path.Length > 0 && !fault.Message.Contains('\n', StringComparison.Ordinal))
            && (result.Definition is null || Intersection.Create(result.Definition).Stages.Length > 0);
    }

    private static byte[] Mutate(byte[] sound, (int Position, byte Value, int Kind)[] edits)
    {
        List<byte> bytes = [.. sound];
        foreach ((int position, byte value, int kind) in edits)
        {
            int at = Math.Min(position, bytes.Count - 1);
            if (kind == 0)
            {
                bytes[at] = value;
            }
            else if (kind == 1)
            {
                bytes.Insert(at, value);
            }
            else
            {
                bytes.RemoveAt(at);
            }
        }

        return [.. bytes];
    }

    private static void CollectValues(JsonElement element, List<string> values)
    {
        values.Add(element.GetRawText());
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                CollectValues(item, values);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                CollectValues(property.Value, values);
                values.Add($"\"{property.Name}\": {property.Value.GetRawText()}"[..(property.Name.Length + 2)]);
            }
        }
    }

    private static IntersectionDefinition Sorted(IntersectionDefinition definition) => definition with
    {
        Conflicts = new SortedDictionary<string, IReadOnlyList<string>>(definition.Conflicts.ToDictionary(), StringComparer.Ordinal),
    };

    private static IEnumerable<string> FieldNames() => DefinitionTypes
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
        .Distinct();

    private static string ReadFormatDocument() =>
        File.ReadAllText(Path.Combine(Golden.Repository, "src/TrafficControl.Core/Model/FORMAT.md"));

    /// <summary>A sound file as a person may write it.</summary>
    private static string Small() => """
        {
          "formatVersion": 1,
          "id": "two",
          "name": "n",
          "signalGroups": [
            { "id": "A", "kind": "vehicle", "yellowMs": 3000, "locksCalls": true, "volumeDensity": null },
            { "id": "B", "redClearanceMs": 1000, "recall": "minimum" }
          ],
          "conflicts": { "A": ["B"], "B": ["A"] },
          "stages": [{ "id": "S1", "groups": ["A"] }, { "id": "S2", "groups": ["B"] }],
          "lanes": [{ "id": "a", "lengthM": 90 }, { "id": "out", "role": "exit" }],
          "movements": [{ "id": "m", "fromLane": "a", "toLane": "out", "signalGroup": "A" }],
          "detectors": [{ "id": "d", "lane": "a", "classes": ["car"], "calls": ["A"] }],
          "plans": [
            { "id": "p", "cycleMs": 60000, "splits": [{ "stage": "S1", "durationMs": 30000 }, { "stage": "S2", "durationMs": 30000 }] }
          ]
        }
        """;
}
