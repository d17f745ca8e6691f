using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using TrafficControl.Cli.Terminal;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Load.Processes;

/// <summary>
/// A server under load in a process of its own on a free port of the loopback interface, ended at the latest with this
/// object. Its program lies beside ours.
/// </summary>
internal sealed class ServedProcess : IDisposable
{
    /// <summary>What both our echoes and the server say first; the address follows.</summary>
    internal const string ReadyLine = "Listening on ";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CollectPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _errors = new();

    private ServedProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.Append(line.Data).Append(' ');
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    internal IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    private string StatsFile => Path.Combine(_folder, "runtime.stats");

    /// <summary>Starts the engine's server.</summary>
    /// <param name="writeIntersections">Writes the intersection files into the folder it is given.</param>
    /// <param name="environment">Variables to set, such as DOTNET_gcServer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">It does not start.</exception>
    internal static Task<ServedProcess> StartEngineAsync(
        Action<string> writeIntersections, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-load-").FullName;
        writeIntersections(folder);
        return StartAsync(
            folder,
            file =>
            [
                "TrafficControl.Server.dll", "--TrafficControl:Url=http://127.0.0.1:0", $"--TrafficControl:Intersections={folder}",
                $"--TrafficControl:RuntimeStatsFile={file}",
            ],
            environment,
            cancellation);
    }

    /// <summary>Starts an echo.</summary>
    /// <param name="kind">"kestrel" or "grpc".</param>
    /// <param name="directive">The answer it gives to every tick, as Base64 of a directive.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">It does not start.</exception>
    internal static Task<ServedProcess> StartEchoAsync(
        string kind, string directive, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        // The same collector as the server's own configuration chooses: an echo shall not win by its settings.
        Dictionary<string, string> settings = new(environment);
        settings.TryAdd("DOTNET_gcServer", "1");
        settings.TryAdd("DOTNET_gcConcurrent", "1");
        return StartAsync(
            Directory.CreateTempSubdirectory("trafficcontrol-load-").FullName,
            file => ["trafficcontrol-load.dll", "serve-echo", "--kind", kind, "--directive", directive, "--stats-file", file],
            settings,
            cancellation);
    }

    /// <summary>What it has used so far.</summary>
    internal RuntimeSample Sample() => RuntimeSample.Of(_process, StatsFile);

    /// <summary>Has it collect all its garbage. Returns what it has used then, with the bytes in use.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">It does not.</exception>
    internal async Task<RuntimeSample> CollectAsync(CancellationToken cancellation)
    {
        int before = Sample().Runtime?.AskedCollections ?? 0;
        await File.WriteAllTextAsync(StatsFile + RuntimeStatsWriter.CollectSuffix, "", cancellation).ConfigureAwait(false);
        long startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt) < CollectPatience)
        {
            await Task.Delay(LookAgainAfter, cancellation).ConfigureAwait(false);
            RuntimeSample sample = Sample();
            if (sample.Runtime?.AskedCollections > before)
            {
                return sample;
            }
        }

        throw CliException.Unavailable("The server did not collect its garbage when asked to.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ServedProcess> StartAsync(
        string folder, Func<string, IReadOnlyList<string>> arguments, IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellation)
    {
        IReadOnlyList<string> all = arguments(Path.Combine(folder, "runtime.stats"));
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, all[0]), .. all.Skip(1)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        ServedProcess served = new(Process.Start(start)!, folder);
        try
        {
            served.Address = await served.ReadAddressAsync(cancellation).WaitAsync(StartPatience, cancellation)
                .ConfigureAwait(false);

            // A pipe that nobody reads would fill up and stop the server in its log.
            _ = served._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return served;
        }
        catch (Exception exception)
        {
            string said = served.Said();
            served.Dispose();
            if (exception is TimeoutException or IOException)
            {
                throw CliException.Unavailable($"The server '{all[0]}' did not start: {exception.Message} {said}", exception);
            }

            throw;
        }
    }

    private async Task<IPEndPoint> ReadAddressAsync(CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
            {
                Uri address = new(line[ReadyLine.Length..].Split(' ')[0]);
                return IPEndPoint.Parse(string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}"));
            }
        }

        throw new IOException("it ended.");
    }

    private string Said()
    {
        lock (_errors)
        {
            return _errors.ToString().Trim();
        }
    }
}
