using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TrafficControl.Load.Measuring;

/// <summary>
/// Waits for moments that are less than a millisecond apart without burning the processor the server needs. Thread.Sleep
/// only knows whole milliseconds.
/// </summary>
internal static class PreciseWait
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Stopwatch's time as nanoseconds.</summary>
    /// <param name="stopwatchTicks">A difference of two readings.</param>
    internal static long ToNanoseconds(long stopwatchTicks) =>
        (long)(stopwatchTicks * ((double)NanosecondsPerSecond / Stopwatch.Frequency));

    /// <summary>Stopwatch's ticks in a time.</summary>
    /// <param name="milliseconds">Milliseconds.</param>
    internal static long FromMilliseconds(double milliseconds) => (long)(milliseconds * Stopwatch.Frequency / 1_000);

    /// <summary>Blocks the thread until a moment, or some tens of microseconds longer.</summary>
    /// <param name="moment">The moment, as Stopwatch counts; in the past: returns at once.</param>
    internal static void Until(long moment)
    {
        long restNs = ToNanoseconds(moment - Stopwatch.GetTimestamp());
        if (restNs <= 0)
        {
            return;
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            Timespec rest = new((nint)(restNs / NanosecondsPerSecond), (nint)(restNs % NanosecondsPerSecond));

            // A signal may end the sleep early; the caller looks at the clock again.
            _ = NanoSleep(rest, IntPtr.Zero);
            return;
        }

        Thread.Sleep((int)Math.Max(1, restNs / NanosecondsPerMillisecond));
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in Timespec time, IntPtr rest);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(nint Seconds, nint Nanoseconds);
}
