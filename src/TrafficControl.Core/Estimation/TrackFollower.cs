using TrafficControl.Core.Controller;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Follows vehicles that a camera or radar sees: where each is, on which lanes it may be, and when it has passed the
/// line or is lost.
/// </summary>
internal sealed class TrackFollower
{
    // One that by its last speed is this near to the line by now has passed it; the front of a car is at a stop bar
    // there.
    private const double PassedLineM = 3;

    // One last seen this near goes nowhere but over the line.
    private const float AtLineM = 8;

    // Slower than walking, and it stands.
    private const float StandingMps = 1;

    // More likely than this on one lane, and it can teach where the vehicles of that lane turn.
    private const float CertainLane = 0.9f;

    // Where a stop bar would lie: 3 m before the line, and 2 m long.
    private const float BarZoneM = 4;

    private readonly VehicleList _vehicles;
    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly TrackSections _sections;
    private readonly LaneDepartures _departures;

    internal TrackFollower(
        VehicleList vehicles,
        ApproachLane[] lanes,
        DetectorChannel[] channels,
        TrackSections sections,
        LaneDepartures departures)
    {
        _vehicles = vehicles;
        _lanes = lanes;
        _channels = channels;
        _sections = sections;
        _departures = departures;
    }

    /// <summary>
    /// Takes in where a tracking sensor saw a vehicle. Reports of one moment under several lanes are one vehicle that
    /// may go to any of them, the more likely the more traffic a lane has.
    /// </summary>
    internal void Apply(in TrackObservation observation, DetectorChannel channel, long tickMs, SignalHistory signals)
    {
        ApproachLane lane = _lanes[channel.Targets[0]];
        lane.TrackedMs = tickMs;
        long timeMs = TrackZones.EventMs(observation, tickMs);
        int i = _vehicles.FindTrack(observation.ObjectId);
        if (!(observation.DistanceM > 0))
        {
            // False for a distance that is no number: it may be anywhere.
            if (observation.DistanceM >= -ApproachLane.AcrossM)
            {
                lane.SeeInside(timeMs, -observation.DistanceM, observation.SpeedMps);
            }

            if (i >= 0)
            {
                LeaveSight(i, timeMs, signals, isSeen: true);
            }

            return;
        }

        bool isNew = i < 0;
        if (isNew)
        {
            i = _vehicles.AddTrack(observation.ObjectId, timeMs);
        }

        ref TrackedVehicle vehicle = ref _vehicles[i];
        if (vehicle.SeenMs != timeMs)
        {
            vehicle.Count = 0;
            vehicle.GapMs = isNew ? 0 : timeMs - vehicle.SeenMs;
            vehicle.SeenMs = timeMs;
        }

        channel.Reports!.Learn(vehicle.GapMs);

        if (observation.Section != vehicle.Section)
        {
            vehicle.SectionBefore = vehicle.Section;
            vehicle.Section = observation.Section;
        }

        vehicle.Channel = channel.Index;
        vehicle.DistanceM = observation.DistanceM;
        vehicle.SpeedMps = observation.SpeedMps;
        vehicle.Believed = Math.Min(100, (int)observation.ConfidencePercent) / 100f;
        _sections.AddCandidate(ref vehicle, lane.Position);
        if (vehicle.BarLane < 0 && observation.DistanceM <= BarZoneM)
        {
            vehicle.BarLane = lane.Position;
            lane.Cross(timeMs);
        }

        double travelS = TravelTime.Seconds(observation.DistanceM, observation.SpeedMps, lane.SpeedMps);
        vehicle.EtaMs = timeMs + (long)(travelS * 1000);
    }

    /// <summary>
    /// Vehicles that their sensor no longer sees have passed the line, if they were near it, or are lost.
    /// </summary>
    internal void EndTracks(SignalHistory signals, long nowMs)
    {
        for (int i = _vehicles.TrackCount > 0 ? _vehicles.Count - 1 : -1; i >= 0; i--)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            long lostMs = nowMs - vehicle.SeenMs;
            if (vehicle.Track == 0)
            {
                continue;
            }

            ReportPeriod reports = _channels[vehicle.Channel].Reports!;
            if (lostMs < reports.LostAfterMs)
            {
                continue;
            }

            double leftM = vehicle.DistanceM - (vehicle.SpeedMps * lostMs / 1000.0);
            if ((leftM < PassedLineM && lostMs < 2 * reports.LostAfterMs) || vehicle.DistanceM < AtLineM)
            {
                double afterS = vehicle.SpeedMps > StandingMps ? vehicle.DistanceM / vehicle.SpeedMps : 0;
                LeaveSight(i, Math.Min(nowMs, vehicle.SeenMs + (long)(afterS * 1000)), signals, isSeen: false);
            }
            else if (lostMs > reports.ForgottenAfterMs)
            {
                _sections.LearnSink(vehicle);
                _vehicles.Remove(i);
            }
        }
    }

    /// <summary>A tracked vehicle is past the line: it departed from the lane it was most likely on.</summary>
    private void LeaveSight(int i, long timeMs, SignalHistory signals, bool isSeen)
    {
        ref TrackedVehicle vehicle = ref _vehicles[i];
        int lane = -1;
        float most = 0;
        float sum = 0;
        for (int c = 0; c < vehicle.Count; c++)
        {
            sum += vehicle.Shares[c];
            if (vehicle.Shares[c] > most)
            {
                most = vehicle.Shares[c];
                lane = vehicle.Lanes[c];
            }
        }

        if (lane >= 0)
        {
            _sections.LearnArrival(vehicle, lane);
            if (_lanes[lane].StopBar < 0)
            {
                if (vehicle.BarLane < 0)
                {
                    _lanes[lane].Cross(timeMs);
                }

                _departures.Count(_lanes[lane], timeMs, signals, isSeen && most > CertainLane * sum);
            }
        }

        _vehicles.Remove(i);
    }
}
