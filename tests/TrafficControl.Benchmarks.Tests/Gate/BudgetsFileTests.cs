using System.Text.Json.Nodes;
using TrafficControl.Benchmarks.Gate;

namespace TrafficControl.Benchmarks.Tests.Gate;

[TestFixture]
public sealed class BudgetsFileTests
{
    private const string Sound = """
        {
          "operations": [ {
            "benchmark": "TickBenchmarks.Tick", "parameters": { "Plan": "fixed", "Lanes": 24 },
            "reference": "ReferenceBenchmarks.Records", "allocatedBytes": 0, "maxRatio": 3.5, "note": "why" } ],
          "latencies": [ {
            "name": "gateway", "machine": "two cores", "command": "load",
            "measuredMs": { "p50": 0.3, "p99": 1, "p99.9": 4, "max": 20 },
            "limitMs": { "p50": 3, "p99": 10, "p99.9": 40, "max": 200 } } ]
        }
        """;

    [Test]
    public void Read_ASoundFile_GivesItsBudgets()
    {
        Budgets budgets = BudgetsFile.Read(Sound);

        Assert.That(budgets.Operations.Single().MaxRatio, Is.EqualTo(3.5));
        Assert.That(budgets.Latencies.Single().LimitMs.P999, Is.EqualTo(40));
    }

    [TestCase("operations/0/maxRatio", "0", "operations[0].maxRatio")]
    [TestCase("operations/0/maxRatio", "\"fast\"", "operations[0].maxRatio")]
    [TestCase("operations/0/allocatedBytes", "-1", "operations[0].allocatedBytes")]
    [TestCase("operations/0/benchmark", "null", "operations[0].benchmark")]
    [TestCase("operations", "[]", "operations")]
    [TestCase("latencies/0/machine", "\"\"", "latencies[0].machine")]
    [TestCase("latencies/0/command", "\"\"", "latencies[0].command")]
    [TestCase("latencies/0/measuredMs/p99", "0.2", "latencies[0].measuredMs.p99")]
    [TestCase("latencies/0/limitMs/p99", "9", "latencies[0].limitMs.p99")]
    public void Read_AFaultyField_IsRefusedAndNamed(string path, string value, string field)
    {
        string text = Change(path, (parent, key) => parent[key] = JsonNode.Parse(value));

        BudgetsException? fault = Assert.Throws<BudgetsException>(() => BudgetsFile.Read(text));
        Assert.That(fault!.Field, Is.EqualTo(field), fault.Message);
    }

    [TestCase("operations/0/maxRatio", "maxRatio")]
    [TestCase("operations/0/allocatedBytes", "allocatedBytes")]
    [TestCase("latencies/0/limitMs/p99.9", "p99.9")]
    [TestCase("operations", "operations")]
    public void Read_AMissingField_IsRefusedAndNamed(string path, string field)
    {
        string text = Change(path, (parent, key) => parent.Remove(key));

        Assert.That(
            () => BudgetsFile.Read(text), Throws.TypeOf<BudgetsException>().With.Message.Contains($"'{field}'"));
    }

    [Test]
    public void Read_AnUnknownField_IsRefusedAndNamed()
    {
        string text = Change("operations/0/maxRatio", (parent, _) => parent["maxRation"] = 1);

        Assert.That(() => BudgetsFile.Read(text), Throws.TypeOf<BudgetsException>().With.Message.Contains("maxRation"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    public void Read_WhatIsNoJsonObject_IsRefused(string text)
    {
        Assert.That(() => BudgetsFile.Read(text), Throws.TypeOf<BudgetsException>());
    }

    [TestCase("TickBenchmarks.Tock", "fixed", 24, "operations[0].benchmark")]
    [TestCase("TickBenchmarks.Tick", "faxed", 24, "operations[0].parameters.Plan")]
    [TestCase("TickBenchmarks.Tick", "fixed", 25, "operations[0].parameters.Lanes")]
    [TestCase("WireBenchmarks.ParseTick", "fixed", 24, "operations[0].parameters.Plan")]
    public void Bind_ABudgetOfNothingThereIs_IsRefusedAndNamed(string benchmark, string plan, int lanes, string field)
    {
        JsonNode file = JsonNode.Parse(Sound)!;
        JsonNode operation = file["operations"]![0]!;
        operation["benchmark"] = benchmark;
        operation["parameters"] = new JsonObject { ["Plan"] = plan, ["Lanes"] = lanes };

        BudgetsException? fault = Assert.Throws<BudgetsException>(() => Bind(file));
        Assert.That(fault!.Field, Is.EqualTo(field), fault.Message);
    }

    [Test]
    public void Bind_AParameterLeftOut_IsRefusedAndNamed()
    {
        JsonNode file = JsonNode.Parse(Sound)!;
        file["operations"]![0]!["parameters"]!.AsObject().Remove("Lanes");

        Assert.That(
            Assert.Throws<BudgetsException>(() => Bind(file))!.Field, Is.EqualTo("operations[0].parameters.Lanes"));
    }

    [Test]
    public void Bind_TwoBudgetsOfTheSame_AreRefused()
    {
        JsonNode file = JsonNode.Parse(Sound)!;
        file["operations"]!.AsArray().Add(file["operations"]![0]!.DeepClone());

        Assert.That(Assert.Throws<BudgetsException>(() => Bind(file))!.Field, Is.EqualTo("operations[1]"));
    }

    private static void Bind(JsonNode file) => GateItem.Bind(
        BudgetsFile.Read(file.ToJsonString()), new BenchmarkCatalog(typeof(ReferenceBenchmarks).Assembly));

    private static string Change(string path, Action<JsonObject, string> change)
    {
        JsonNode root = JsonNode.Parse(Sound)!;
        string[] steps = path.Split('/');
        JsonNode parent = steps[..^1].Aggregate(
            root, (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
        change(parent.AsObject(), steps[^1]);
        return root.ToJsonString();
    }
}
