using System.ComponentModel.DataAnnotations;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Server.Hosting;

/// <summary>How the server runs. Read from configuration section "TrafficControl", checked once at start.</summary>
public sealed class ServerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "TrafficControl";

    /// <summary>What the server prints when asked for help.</summary>
    public const string Help = """
        TrafficControl.Server: times traffic signals over gRPC. Options (or TrafficControl__Name in the environment):
          --TrafficControl:Intersections=PATH          intersection file, or folder of *.json; default none
          --TrafficControl:Url=http://127.0.0.1:5080   where to listen, HTTP/2 without TLS; port 0: any free one
          --TrafficControl:LeaseMs=3000                silence after which a controller is offline, 200 to 60000 ms
          --TrafficControl:DirectiveValidityMs=3000    how long a directive holds, 500 to 60000 ms
          --TrafficControl:TickPeriodMs=100            time between ticks when nothing happens, 50 to 5000 ms
          --TrafficControl:MailboxCapacity=256         commands that may wait per intersection, 1 to 4096
          --TrafficControl:ExchangeForecasts=true      tell intersections downstream whom others send: true or false
          --TrafficControl:MaxMessageBytes=262144      largest message, 4096 to 16777216 bytes
          --TrafficControl:MaxStreamsPerConnection=4096  controllers on one connection, 1 to 100000
          --TrafficControl:Database=FILE               where plans and the audit are kept: a SQLite file, made at first start, or
                                                       a PostgreSQL connection string (Host=...); default in memory only
          --TrafficControl:RuntimeStatsFile=FILE       each second, what the runtime has used, as JSON; default none
        Exit codes: 0 stopped, 2 wrong option, intersection file or database.
        """;

    /// <summary>Where to listen, HTTP/2 without TLS. Port 0 takes a free one. Default http://127.0.0.1:5080.</summary>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:5080";

    /// <summary>An intersection file, or a folder of them (*.json). Empty: none are loaded from disk.</summary>
    public string Intersections { get; set; } = "";

    /// <summary>Time between ticks when nothing happens, milliseconds. 50 to 5 000; default 100.</summary>
    [Range(50, 5_000)]
    public int TickPeriodMs { get; set; } = 100;

    /// <summary>
    /// Silence after which a controller is marked offline, milliseconds of wall time. 200 to 60 000; default 3 000.
    /// </summary>
    [Range(200, 60_000)]
    public int LeaseMs { get; set; } = 3_000;

    /// <summary>
    /// How long a directive holds after its tick, milliseconds of event time. 500 to 60 000; default 3 000.
    /// </summary>
    [Range(500, 60_000)]
    public int DirectiveValidityMs { get; set; } = 3_000;

    /// <summary>Most commands that wait in an intersection's mailbox. 1 to 4 096; default 256.</summary>
    [Range(1, 4_096)]
    public int MailboxCapacity { get; set; } = 256;

    /// <summary>Whether intersections tell those downstream whom they sent and plan to send. Default true.</summary>
    public bool ExchangeForecasts { get; set; } = true;

    /// <summary>Largest message a client may send, bytes. 4 096 to 16 777 216; default 262 144.</summary>
    [Range(4_096, 16_777_216)]
    public int MaxMessageBytes { get; set; } = 262_144;

    /// <summary>
    /// Most streams on one connection: a gateway carries many controllers on few. 1 to 100 000; default 4 096.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerConnection { get; set; } = 4_096;

    /// <summary>
    /// File that gets what the runtime has used, as JSON, each second: for measurements. Empty: none; the default.
    /// </summary>
    public string RuntimeStatsFile { get; set; } = "";

    /// <summary>
    /// Where plans, activations and the audit are kept: the path of a SQLite file, made at the first start, or a PostgreSQL
    /// connection string with "Host=" in it. Empty: in memory until the process ends; the default.
    /// </summary>
    public string Database { get; set; } = "";

    internal EngineOptions ToEngineOptions() =>
        new()
        {
            DirectiveValidityMs = DirectiveValidityMs,
            MailboxCapacity = MailboxCapacity,
            ExchangeForecasts = ExchangeForecasts,
        };
}
