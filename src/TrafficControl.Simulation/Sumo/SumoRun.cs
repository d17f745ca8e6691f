namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Runs a scenario in SUMO: in lock-step with seats that drive its lights, or by SUMO alone. Event time is simulated
/// time: second 25 200 of the scenario is 25 200 000 Unix milliseconds, so that offsets mean the same on both sides.
/// </summary>
public static class SumoRun
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Runs a scenario under the given seats, step by step.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="lights">Lights under control; the others keep their program.</param>
    /// <param name="fleet">One seat per light, in the same order.</param>
    /// <param name="progress">Receives the share done, 0 to 1; null: nobody asks.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="SumoException">SUMO is missing, cannot be started or ends early.</exception>
    public static async Task<SumoRunReport> RunAsync(
        SumoRunOptions options,
        IReadOnlyList<SumoLight> lights,
        IJunctionFleet fleet,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lights);
        ArgumentNullException.ThrowIfNull(fleet);
        if (fleet.Seats.Count != lights.Count)
        {
            throw new ArgumentException($"There are {fleet.Seats.Count} seats for {lights.Count} lights.", nameof(fleet));
        }

        Directory.CreateDirectory(options.Folder);
        string loopsFile = Path.Combine(options.Folder, "loops.add.xml");
        SumoAdditionalFiles.WriteLoops(loopsFile, lights.SelectMany(light => light.Loops));
        options = options with { AdditionalFiles = [.. options.AdditionalFiles, loopsFile] };
        ControlledLight[] controlled = [.. lights.Select((light, i) => new ControlledLight(light, fleet.Seats[i], options))];

        return await DriveAsync(options, controlled, [.. lights.Select(light => light.Id)], progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a scenario whose lights SUMO drives by itself, watched step by step, so that it reports the same as a run
    /// under seats. Watching changes nothing in the traffic.
    /// </summary>
    /// <param name="options">What to run; its additional files give the lights their programs.</param>
    /// <param name="lights">Lights whose signals are reported.</param>
    /// <param name="progress">Receives the share done, 0 to 1; null: nobody asks.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="SumoException">SUMO is missing, cannot be started or ends early.</exception>
    public static Task<SumoRunReport> WatchAsync(
        SumoRunOptions options, IReadOnlyList<SumoLight> lights, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lights);
        Directory.CreateDirectory(options.Folder);
        return DriveAsync(options, [], [.. lights.Select(light => light.Id)], progress, cancellationToken);
    }

    /// <summary>Runs a scenario by SUMO alone, with whatever programs its files give the lights.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="SumoException">SUMO is missing, cannot be started or fails.</exception>
    public static async Task<SumoRunReport> RunAloneAsync(SumoRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(options.Folder);
        await using SumoProcess process = SumoProcess.Start(
            SumoInstallation.Find("sumo"), SumoCommand.Arguments(options, port: null));
        await WriteCommandAsync(options, process, cancellationToken).ConfigureAwait(false);
        await process.WaitForSuccessAsync(cancellationToken).ConfigureAwait(false);
        return new SumoRunReport { CommandLine = process.CommandLine, EndMs = options.WindowEndMs + options.DrainMs };
    }

    /// <summary>
    /// Another program may take the free port before SUMO does: then it is tried again with another one.
    /// </summary>
    private static async Task<(SumoProcess Process, TraciClient Client)> StartAsync(
        SumoRunOptions options, CancellationToken cancellationToken)
    {
        string sumo = SumoInstallation.Find("sumo");
        for (int attempt = 1; ; attempt++)
        {
            int port = SumoProcess.FindFreePort();
            SumoProcess process = SumoProcess.Start(sumo, SumoCommand.Arguments(options, port));
            try
            {
                await WriteCommandAsync(options, process, cancellationToken).ConfigureAwait(false);
                TraciClient client = await TraciClient.ConnectAsync(
                    port, () => process.IsRunning, process.Diagnosis, ConnectTimeout, cancellationToken).ConfigureAwait(false);
                return (process, client);
            }
            catch (SumoException e) when (
                attempt < StartAttempts && e.Message.Contains("listening socket", StringComparison.OrdinalIgnoreCase))
            {
                await process.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                await process.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static Task WriteCommandAsync(SumoRunOptions options, SumoProcess process, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(options.Folder, "command.txt"), process.CommandLine + "\n", cancellationToken);

    private static async Task<SumoRunReport> DriveAsync(
        SumoRunOptions options, ControlledLight[] controlled, IReadOnlyList<string> watched,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (SumoProcess process, TraciClient client) = await StartAsync(options, cancellationToken).ConfigureAwait(false);
        await using SumoProcess ownedProcess = process;
        await using TraciClient ownedClient = client;
        (_, string software) = await client.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        SignalRecorder signals = new(watched);
        long end = await StepToEndAsync(options, client, controlled, signals, progress, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<double> standing = await client.GetStandingTimesAsync(cancellationToken).ConfigureAwait(false);
        await client.CloseAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForSuccessAsync(cancellationToken).ConfigureAwait(false);
        await WriteFaultsAsync(options, controlled, cancellationToken).ConfigureAwait(false);
        return new SumoRunReport
        {
            CommandLine = process.CommandLine,
            EndMs = end,
            Software = software,
            StandingTimesS = standing,
            Signals = signals.Traces,
            SafetyViolations = controlled.Sum(light => light.Violations),
            SafetyDetails = [.. controlled.SelectMany(light => light.Details)],
            Forecasts = [.. controlled.Select(light => light.Forecasts)],
            DecisionTicks = [.. controlled.SelectMany(light => light.DecisionTicks)],
        };
    }

    private static async Task WriteFaultsAsync(
        SumoRunOptions options, ControlledLight[] lights, CancellationToken cancellationToken)
    {
        if (options.Faults.Items.Count > 0)
        {
            IEnumerable<string> lines = lights.SelectMany(light => light.FaultDetails).Prepend($"--faults {options.Faults}");
            await File.WriteAllLinesAsync(Path.Combine(options.Folder, "faults.txt"), lines, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static async Task<long> StepToEndAsync(
        SumoRunOptions options,
        TraciClient client,
        ControlledLight[] lights,
        SignalRecorder signals,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        client.SubscribeSimulation();
        foreach (string loop in lights.SelectMany(light => light.Light.Loops).Select(loop => loop.Id).Distinct())
        {
            client.SubscribeLoop(loop);
        }

        foreach (SumoTrackArea area in lights.Select(light => light.Light.TrackArea).OfType<SumoTrackArea>())
        {
            client.SubscribeVehiclesAround(area.Junction, area.RadiusM);
        }

        foreach (string light in signals.Lights)
        {
            client.SubscribeLight(light);
        }

        long begin = options.WindowBeginMs;
        long end = options.WindowEndMs + options.DrainMs;
        long now = begin;
        foreach (ControlledLight light in lights)
        {
            light.TakeOver(now);
        }

        while (now < end)
        {
            foreach (ControlledLight light in lights)
            {
                if (await light.StepAsync(now, cancellationToken).ConfigureAwait(false) is { } state)
                {
                    client.SetLightState(light.Light.Id, state);
                }
            }

            TraciStep step = await client.StepAsync(cancellationToken).ConfigureAwait(false);
            long next = now + options.StepMs;
            foreach (ControlledLight light in lights)
            {
                light.Observe(step, now, next);
            }

            signals.Record(step, now);
            now = next;
            progress?.Report((double)(now - begin) / (end - begin));
            if (now >= options.WindowEndMs && step.ExpectedVehicles == 0)
            {
                break;
            }
        }

        return now;
    }
}
