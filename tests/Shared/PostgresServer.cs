using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TrafficControl.Testing;

/// <summary>
/// A PostgreSQL server of the test's own: fresh data in a temporary folder, a free loopback port, gone with the test.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Account = "postgres";

    /// <summary>What a test that needs the server says when it is skipped.</summary>
    public const string Missing = "No PostgreSQL server here; on Debian: apt-get install postgresql-15.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly Process _process;

    private PostgresServer(string folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        ConnectionString = $"Host=127.0.0.1;Port={port};Username={Account};Database={Account}";
    }

    /// <summary>Reaches the server's first database.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a server; null when the machine has none.</summary>
    public static async Task<PostgresServer?> TryStartAsync()
    {
        if (FindPrograms() is not { } programs)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("trafficcontrol-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root; Debian's account for it has to reach the folder.
            using Process owner = Start("chown", [Account, folder]);
            await owner.WaitForExitAsync().WaitAsync(Patience);
        }

        string data = Path.Combine(folder, "data");
        using (Process init = StartAsAccount(
            Path.Combine(programs, "initdb"), ["-D", data, "-U", Account, "--auth=trust", "--no-locale", "-E", "UTF8", "-N"]))
        {
            string output = await init.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await init.WaitForExitAsync().WaitAsync(Patience);
            Assert.That(init.ExitCode, Is.Zero, output);
        }

        int port = FreePort();
        Process server = StartAsAccount(
            Path.Combine(programs, "postgres"),
            ["-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new AssertionException("PostgreSQL ended before it was ready."));
            }
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        PostgresServer started = new(folder, server, port);
        try
        {
            server.BeginErrorReadLine();
            await ready.Task.WaitAsync(Patience);
            return started;
        }
        catch
        {
            // Whoever gave up waiting has nobody to dispose of it.
            started.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Debian keeps the server's programs off the PATH, in a folder for each version.</summary>
    private static string? FindPrograms()
    {
        string debian = Path.Combine(Path.GetPathRoot(Environment.SystemDirectory) ?? "/", "usr", "lib", "postgresql");
        string[] versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions.Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")) && File.Exists(Path.Combine(programs, "postgres")));
    }

    private static Process StartAsAccount(string program, string[] arguments) => Environment.IsPrivilegedProcess
        ? Start("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", program, .. arguments])
        : Start(program, arguments);

    private static Process Start(string program, IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
