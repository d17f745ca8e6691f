using System.Xml;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// Reads a run's trips, in one pass, and finds the vehicles that were never inserted, of which SUMO writes no trip:
/// they are in the route files; where these hold flows, SUMO's own totals say how many there were and how long they
/// waited.
/// </summary>
public static class TripMeasuresReader
{
    /// <summary>Reads the outputs of a run.</summary>
    /// <param name="options">The run.</param>
    /// <param name="endMs">Simulated time at which it ended, milliseconds.</param>
    /// <exception cref="SumoException">An output is missing, incomplete, or contradicts the other.</exception>
    public static TripMeasures Read(SumoRunOptions options, long endMs)
    {
        ArgumentNullException.ThrowIfNull(options);
        double end = endMs / 1000.0;
        double windowEnd = options.WindowEndMs / 1000.0;
        Collector trips = new(windowEnd);
        SumoOutput.ForEach(options.TripInfoFile, trips.Take);
        Totals totals = ReadTotals(options.StatisticsFile);
        if (totals.Inserted != trips.Seen.Count)
        {
            throw new SumoException(
                $"'{options.TripInfoFile}' holds {trips.Seen.Count} trips, but SUMO inserted {totals.Inserted} vehicles.");
        }

        // SUMO looks at departures once a step, so one due after the last step was not yet due.
        double lastDue = Math.Min(end - (options.StepMs / 1000.0), Math.BitDecrement(windowEnd));
        List<double> waits = [];
        foreach (string file in options.Scenario.RouteFiles.Concat(options.Scenario.AdditionalFiles))
        {
            SumoOutput.ForEach(file, xml =>
            {
                if (xml.LocalName is "vehicle" or "trip" && !trips.Seen.Contains(xml.GetAttribute("id") ?? "")
                    && SumoOutput.TryNumber(xml, "depart", out double depart)
                    && depart >= options.WindowBeginMs / 1000.0 && depart <= lastDue)
                {
                    waits.Add(end - depart);
                }
            });
        }

        if (waits.Count != totals.Waiting && options.DrainMs == 0)
        {
            waits = [.. Enumerable.Repeat(totals.MeanWaitS, totals.Waiting)];
        }

        return trips.ToMeasures(waits) with { Teleports = totals.Teleports };
    }

    private static Totals ReadTotals(string path)
    {
        int inserted = 0;
        int waiting = 0;
        int teleports = 0;
        double meanWait = 0;
        SumoOutput.ForEach(path, xml =>
        {
            if (xml.LocalName == "vehicles")
            {
                inserted = (int)SumoOutput.Number(xml, "inserted", path);
                waiting = (int)SumoOutput.Number(xml, "waiting", path);
            }
            else if (xml.LocalName == "teleports")
            {
                teleports = (int)SumoOutput.Number(xml, "total", path);
            }
            else if (xml.LocalName == "vehicleTripStatistics" && SumoOutput.TryNumber(xml, "departDelayWaiting", out double wait))
            {
                meanWait = Math.Max(0, wait);
            }
        });
        return new Totals(inserted, waiting, meanWait, teleports);
    }

    private sealed record Totals(int Inserted, int Waiting, double MeanWaitS, int Teleports);

    private sealed class Collector(double windowEndS)
    {
        private readonly List<double> _timeLosses = [];
        private readonly List<double> _departDelays = [];
        private readonly List<double> _stops = [];
        private readonly List<double> _co2 = [];
        private int _arrived;
        private bool _isMeasured;

        internal HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        internal void Take(XmlReader xml)
        {
            const string File = "tripinfo";
            if (xml.LocalName == "emissions" && _isMeasured)
            {
                const double MilligramsPerGram = 1000;
                _co2[^1] = SumoOutput.Number(xml, "CO2_abs", File) / MilligramsPerGram;
            }
            else if (xml.LocalName == "tripinfo")
            {
                Seen.Add(xml.GetAttribute("id") ?? "");
                double departDelay = SumoOutput.Number(xml, "departDelay", File);

                // Departures due after the window only serve to keep the traffic going while it drains.
                _isMeasured = SumoOutput.Number(xml, "depart", File) - departDelay < windowEndS;
                if (_isMeasured)
                {
                    _departDelays.Add(departDelay);
                    _timeLosses.Add(SumoOutput.Number(xml, "timeLoss", File));
                    _stops.Add(SumoOutput.Number(xml, "waitingCount", File));
                    _co2.Add(0);
                    _arrived += SumoOutput.Number(xml, "arrival", File) >= 0 ? 1 : 0;
                }
            }
        }

        internal TripMeasures ToMeasures(List<double> waits)
        {
            int inserted = _stops.Count;
            _departDelays.AddRange(waits);
            _timeLosses.AddRange(waits.Select(_ => 0.0));
            return new TripMeasures
            {
                DelaysS = [.. _timeLosses.Zip(_departDelays, (loss, delay) => loss + delay)],
                TimeLossesS = _timeLosses,
                DepartDelaysS = _departDelays,
                Stops = _stops,
                Co2G = _co2,
                Vehicles = new VehicleCounts(inserted + waits.Count, inserted, _arrived, inserted - _arrived, waits.Count),
            };
        }
    }
}
