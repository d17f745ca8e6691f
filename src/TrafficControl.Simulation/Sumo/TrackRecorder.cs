using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Turns the vehicles near a light into what its tracks detectors see at the end of a step. Works as the ideal sensor:
/// nobody is missed, hidden or taken for another.
/// </summary>
internal sealed class TrackRecorder
{
    // Who waits this near to the line is sure to be seen as present by the controller.
    private const double AtLineM = 8;

    private readonly Dictionary<string, List<(SumoTracks Tracks, double StartM)>> _byLane = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint> _objects = new(StringComparer.Ordinal);
    private readonly List<(int Detector, double DistanceM, SumoVehicle Vehicle)> _seen = [];
    private readonly HashSet<int> _occupied = [];
    private readonly Dictionary<string, byte> _sections = new(StringComparer.Ordinal);

    internal TrackRecorder(IEnumerable<SumoTracks> detectors)
    {
        foreach (SumoTracks tracks in detectors)
        {
            foreach (SumoTrackedLane lane in tracks.Lanes)
            {
                if (!_byLane.TryGetValue(lane.Lane, out List<(SumoTracks, double)>? seenBy))
                {
                    _byLane[lane.Lane] = seenBy = [];
                }

                seenBy.Add((tracks, lane.StartM));
            }
        }

        foreach (string lane in _byLane.Keys.Order(StringComparer.Ordinal).Take(byte.MaxValue))
        {
            _sections[lane] = (byte)(_sections.Count + 1);
        }
    }

    /// <summary>True while a vehicle is at the stop line of a tracks detector.</summary>
    /// <param name="detector">Index of the detector.</param>
    internal bool IsOccupied(int detector) => _occupied.Contains(detector);

    /// <summary>Adds the observations of a step, by detector, then distance, then vehicle.</summary>
    /// <param name="vehicles">Vehicles near the light.</param>
    /// <param name="timeMs">Event time of the step's end.</param>
    /// <param name="tick">Receives the observations.</param>
    internal void Record(IReadOnlyList<SumoVehicle> vehicles, long timeMs, ControllerTick tick)
    {
        _seen.Clear();
        _occupied.Clear();
        foreach (SumoVehicle vehicle in vehicles)
        {
            Look(vehicle);
        }

        // What is reported, and how objects are numbered, must not hang on the order in which SUMO lists vehicles.
        _seen.Sort(static (a, b) => a.Detector != b.Detector ? a.Detector.CompareTo(b.Detector)
            : a.DistanceM != b.DistanceM ? a.DistanceM.CompareTo(b.DistanceM)
            : string.CompareOrdinal(a.Vehicle.Id, b.Vehicle.Id));
        foreach ((int detector, double distance, SumoVehicle vehicle) in _seen)
        {
            if (!_objects.TryGetValue(vehicle.Id, out uint number))
            {
                _objects[vehicle.Id] = number = (uint)_objects.Count + 1;
            }

            tick.TryAdd(new TrackObservation(
                timeMs, number, (ushort)detector, Class(vehicle.VehicleClass), (float)distance,
                (float)Math.Max(0, vehicle.SpeedMps), 100,
                _sections.GetValueOrDefault(vehicle.Lane)));
        }
    }

    private void Look(SumoVehicle vehicle)
    {
        if (!_byLane.TryGetValue(vehicle.Lane, out List<(SumoTracks Tracks, double StartM)>? seenBy))
        {
            return;
        }

        foreach ((SumoTracks tracks, double startM) in seenBy)
        {
            double distanceM = startM - vehicle.PositionM;
            if (distanceM <= tracks.ReachM && distanceM >= -TrackPlacement.PastLineM)
            {
                _seen.Add((tracks.Detector, distanceM, vehicle));
                if (distanceM is >= 0 and <= AtLineM)
                {
                    _occupied.Add(tracks.Detector);
                }
            }
        }
    }

    private static VehicleClasses Class(string name) => name switch
    {
        "motorcycle" or "moped" => VehicleClasses.Motorcycle,
        "truck" or "trailer" => VehicleClasses.Truck,
        "bus" or "coach" or "tram" or "rail" or "rail_urban" or "rail_electric" or "rail_fast" => VehicleClasses.Bus,
        "bicycle" => VehicleClasses.Bicycle,
        "pedestrian" or "wheelchair" => VehicleClasses.Pedestrian,
        _ => VehicleClasses.Car,
    };
}
