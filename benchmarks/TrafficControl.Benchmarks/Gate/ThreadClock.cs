using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>
/// Time that the calling thread has spent on a processor, so that what else the machine runs meanwhile does not count.
/// Wall time where the system has no such clock.
/// </summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadCpuTime = 3;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly bool IsCpuTime = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>What it shows, for reports.</summary>
    public static string Name => IsCpuTime ? "processor time of the thread" : "wall time";

    /// <summary>The time now, nanoseconds since some moment.</summary>
    public static long NowNs => IsCpuTime && GetTime(ThreadCpuTime, out Timespec time) == 0
        ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds
        : (long)(Stopwatch.GetTimestamp() * ((double)NanosecondsPerSecond / Stopwatch.Frequency));

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
