namespace TrafficControl.Simulation.Sumo;

/// <summary>Finds the SUMO programs on this machine.</summary>
public static class SumoInstallation
{
    /// <summary>How to get SUMO.</summary>
    public const string InstallHint =
        "Install it with 'apt-get install sumo sumo-tools', or from https://eclipse.dev/sumo/, and put it on the PATH or set SUMO_HOME.";

    /// <summary>Full path of a SUMO program.</summary>
    /// <param name="program">Its name without an ending: <c>sumo</c>, <c>netconvert</c>, <c>netgenerate</c>.</param>
    /// <exception cref="SumoException">It is nowhere to be found; the message says how to install it.</exception>
    public static string Find(string program) => TryFind(program)
        ?? throw new SumoException($"SUMO's program '{program}' was not found on the PATH or in SUMO_HOME/bin. {InstallHint}");

    /// <summary>Full path of a SUMO program, or null when it is nowhere to be found.</summary>
    /// <param name="program">Its name without an ending.</param>
    public static string? TryFind(string program) => TryFind(
        program, Environment.GetEnvironmentVariable("PATH") ?? "", Environment.GetEnvironmentVariable("SUMO_HOME") ?? "");

    internal static string? TryFind(string program, string path, string sumoHome)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        string file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        List<string> folders = [.. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        if (sumoHome.Length > 0)
        {
            folders.Add(Path.Combine(sumoHome, "bin"));
        }

        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
