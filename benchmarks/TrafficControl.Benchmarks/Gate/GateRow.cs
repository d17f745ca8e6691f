namespace TrafficControl.Benchmarks.Gate;

/// <summary>What the gate found out about one operation.</summary>
/// <param name="Operation">Class, method and parameters of the benchmark.</param>
/// <param name="Budget">Its budget.</param>
/// <param name="Measured">What was measured last; null when it is broken.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Attempts">How often it was measured.</param>
/// <param name="Error">What it threw; empty unless it is broken.</param>
internal sealed record GateRow(
    string Operation, OperationBudget Budget, Measurement? Measured, GateVerdict Verdict, int Attempts, string Error);
