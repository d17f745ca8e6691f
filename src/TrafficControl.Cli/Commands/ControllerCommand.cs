using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Fleets;
using TrafficControl.Cli.Terminal;
using TrafficControl.Client.Link;
using TrafficControl.Client.Virtual;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl controller</c>: a virtual controller in real time.</summary>
internal static class ControllerCommand
{
    private const string Description = """
        Run a virtual controller for one intersection file against a running server, in real time.

        Random traffic calls its detectors, so that there is something to watch ('trafficctl watch' in another window). When
        the server is lost the controller runs its local plan and reconnects. Exits with 1 when its safety monitor finds a
        broken rule.

        Example:
          trafficctl controller intersections/main-1st.json --seconds 120
        """;

    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Argument<string> file = new("file") { HelpName = "FILE", Description = "Intersection file (JSON); the server has the same" };
        Option<Uri> address = CommonOptions.Address();
        Option<int> seconds = CommonOptions.Integer(
            "--seconds", "N", "Seconds of wall time to run; 0: until Ctrl-C", 0, 0, 604_800);
        Option<int> flow = CommonOptions.Integer("--flow", "VPH", "Arrivals on every approach lane, vehicles per hour", 300, 0, 1_800);
        Option<int> seed = CommonOptions.Integer("--seed", "N", "Seed of the arrivals", 1, 0, int.MaxValue);
        Command command = new("controller", Description) { file, address, seconds, flow, seed };
        command.SetAction((result, cancellation) =>
        {
            Intersection intersection = IntersectionFiles.Load("file", result.GetRequiredValue(file));
            RandomField field = new(intersection, result.GetValue(flow), result.GetValue(seed));
            return RunAsync(
                screen, intersection, field, CommonOptions.ValueOrDefault(result, address), result.GetValue(seconds), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, Intersection intersection, RandomField field, Uri address, int seconds, CancellationToken cancellation)
    {
        VirtualController controller = new(
            intersection, new ControllerOptions { Address = address, Software = "trafficctl controller" });
        await using (controller.ConfigureAwait(false))
        {
            await ConnectAsync(controller, address, cancellation).ConfigureAwait(false);
            using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (seconds > 0)
            {
                ended.CancelAfter(TimeSpan.FromSeconds(seconds));
            }

            await DriveAsync(screen, controller, field, ended.Token).ConfigureAwait(false);
            await LeaveAsync(controller).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return Conclude(screen, controller);
        }
    }

    private static async Task ConnectAsync(VirtualController controller, Uri address, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(FirstAnswer);
        try
        {
            await controller.ConnectAsync(patience.Token).ConfigureAwait(false);
        }
        catch (LinkLostException exception)
        {
            throw CliException.WrongInput($"file: the server refused the controller: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw CliException.Unavailable(
                $"--address: no server answers at {address.GetLeftPart(UriPartial.Authority)} ({controller.LastError}); start one with "
                + "'dotnet run -c Release --project src/TrafficControl.Server -- --TrafficControl:Intersections=DIR'.", exception);
        }
    }

    private static async Task DriveAsync(
        Screen screen, VirtualController controller, RandomField field, CancellationToken ended)
    {
        SignalFrame shown = controller.Frame;
        string last = "";
        Task Drive(Action<string, SignalFrame> draw) => controller.RunAsync(
            tick => field.Read(tick, shown),
            frame =>
            {
                shown = frame;
                draw(Describe(controller, field, frame), frame);
            },
            ended);

        if (screen.IsLive)
        {
            await screen.Console.Live(new Text("")).StartAsync(context => Drive((text, frame) =>
                context.UpdateTarget(new Markup(
                    $"{SignalText.Markup(Ids(controller.Intersection), SignalMasks.Of(frame))}  {Markup.Escape(text)}"))))
                .ConfigureAwait(false);
            return;
        }

        await Drive((text, frame) =>
        {
            string words = SignalText.Words(Ids(controller.Intersection), SignalMasks.Of(frame));
            if (words != last)
            {
                last = words;
                screen.Output.WriteLine($"{Clock(frame.TimeMs)} {words}; {text}");
                screen.Output.Flush();
            }
        }).ConfigureAwait(false);
    }

    private static string Describe(VirtualController controller, RandomField field, in SignalFrame frame) => string.Create(
        CultureInfo.InvariantCulture,
        $"{controller.Intersection.Id} {Clock(frame.TimeMs)} {controller.Status} {controller.Mode}, {field.Standing} vehicles waiting");

    private static async Task LeaveAsync(VirtualController controller)
    {
        try
        {
            await controller.LeaveAsync("trafficctl ends", CancellationToken.None).ConfigureAwait(false);
        }
        catch (LinkLostException)
        {
            // The server has gone first; the lease tells it what a goodbye would have.
        }
    }

    private static int Conclude(Screen screen, VirtualController controller)
    {
        if (!controller.Controller.Monitor.IsLatched)
        {
            screen.Output.WriteLine($"{controller.Intersection.Id}: ended, {controller.Sessions} session(s), no safety violation.");
            return ExitCode.Success;
        }

        screen.Error.WriteLine(
            $"trafficctl: safety rule {controller.Controller.Monitor.Breach.Rule} was broken; the controller flashes.");
        return ExitCode.BadResult;
    }

    private static IReadOnlyList<string> Ids(Intersection intersection) =>
        [.. intersection.Groups.Select(group => group.Definition.Id)];

    private static string Clock(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
