using System.Diagnostics;
using System.Text.Json;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Load.Processes;

/// <summary>What a server process has used so far.</summary>
/// <param name="At">When it was read, as Stopwatch counts.</param>
/// <param name="Cpu">Processor time of all its threads.</param>
/// <param name="ResidentBytes">Memory that is in RAM.</param>
/// <param name="Runtime">What its runtime says, at most a second old; null: it does not tell.</param>
internal sealed record RuntimeSample(long At, TimeSpan Cpu, long ResidentBytes, RuntimeStats? Runtime)
{
    /// <summary>Reads what a process has used.</summary>
    /// <param name="process">The process; running.</param>
    /// <param name="statsFile">Where it writes its runtime's figures; empty: nowhere.</param>
    internal static RuntimeSample Of(Process process, string statsFile)
    {
        process.Refresh();
        return new RuntimeSample(
            Stopwatch.GetTimestamp(), process.TotalProcessorTime, process.WorkingSet64, ReadStats(statsFile));
    }

    private static RuntimeStats? ReadStats(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<RuntimeStats>(File.ReadAllText(file)) : null;
}
