namespace TrafficControl.Cli.Terminal;

/// <summary>What trafficctl ends with. Scripts rely on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The work was done and its result is bad: a safety rule was broken, or a part of it failed.</summary>
    public const int BadResult = 1;

    /// <summary>An argument or a file is wrong.</summary>
    public const int WrongInput = 2;

    /// <summary>Something needed is missing or cannot be reached.</summary>
    public const int Unavailable = 3;

    /// <summary>Ended by Ctrl-C: 128 plus the number of SIGINT, as shells count.</summary>
    public const int Cancelled = 130;
}
