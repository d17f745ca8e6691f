using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// Capacity and HCM control delay of the lane groups of an intersection under a plan. Turns that give way have the
/// capacity of gaps once the opposing queue has gone, and of sneakers; a shared lane discharges at the harmonic mean of
/// its turns (HCM chapter 31), and where only some of them are green, until a vehicle in front is not released.
/// </summary>
internal sealed class PlanEvaluator
{
    // A share of one, less what rounding may have taken.
    private const double FullShare = 0.999;

    private readonly Intersection _intersection;
    private readonly IReadOnlyList<double> _volumesVph;
    private readonly FixedTimeOptions _options;

    internal PlanEvaluator(Intersection intersection, IReadOnlyList<double> volumesVph, FixedTimeOptions options)
    {
        _intersection = intersection;
        _volumesVph = volumesVph;
        _options = options;
        LaneGroups = LaneGroup.Of(intersection, volumesVph);
    }

    internal LaneGroup[] LaneGroups { get; }

    /// <summary>State of every lane group.</summary>
    internal LaneGroupState[] Evaluate(SplitPlan plan)
    {
        int cycleS = plan.CycleS;
        var windows = new List<(double StartS, double EndS)>[_intersection.Groups.Length];
        double[][] cover = new double[_intersection.Groups.Length][];
        foreach (SignalGroup group in _intersection.Groups)
        {
            windows[group.Index] = GreenTimes.Windows(_intersection, plan, group.Index, _options);
            cover[group.Index] = GreenTimes.Cover(windows[group.Index], cycleS);
        }

        return Array.ConvertAll(LaneGroups, lanes => Evaluate(lanes, windows, cover, cycleS));
    }

    /// <summary>Delay of everybody, vehicle seconds per hour.</summary>
    internal double TotalDelay(LaneGroupState[] states)
    {
        double total = 0;
        for (int i = 0; i < states.Length; i++)
        {
            total += LaneGroups[i].VolumeVps * 3600 * states[i].DelayS;
        }

        return total;
    }

    private LaneGroupState Evaluate(
        LaneGroup lanes, List<(double StartS, double EndS)>[] windows, double[][] cover, int cycleS)
    {
        double[] service = Service(lanes, windows, cover, cycleS);
        double capacityVph = Math.Max(1, QueueProfile.Sum(service) * 3600 / cycleS);
        double volumeVps = Math.Max(lanes.VolumeVps, 1e-6);
        double degree = lanes.VolumeVps * 3600 / capacityVph;
        double[] arrivals = new double[cycleS];
        Array.Fill(arrivals, volumeVps);
        double servedVps = Math.Min(volumeVps, capacityVph / 3600);
        double uniformS = QueueProfile.Run(arrivals, service, []).DelayVehS / (servedVps * cycleS);
        return new LaneGroupState(
            service, capacityVph, degree, uniformS,
            HcmDelay.IncrementalS(degree, capacityVph, _options.AnalysisPeriodH));
    }

    private double[] Service(
        LaneGroup lanes, List<(double StartS, double EndS)>[] windows, double[][] cover, int cycleS)
    {
        double[][] rates = Array.ConvertAll(lanes.Classes, turn => TurnRate(turn, windows, cover, cycleS));
        double[] service = new double[cycleS];
        double[] greenShare = new double[cycleS];
        double partlyGreenS = 0;
        for (int second = 0; second < cycleS; second++)
        {
            double headwayS = 0;
            for (int i = 0; i < rates.Length; i++)
            {
                if (rates[i][second] > 0)
                {
                    greenShare[second] += lanes.Classes[i].Share;
                    headwayS += lanes.Classes[i].Share / rates[i][second];
                }
            }

            partlyGreenS += greenShare[second] is > 0 and < FullShare ? 1 : 0;
            service[second] = headwayS > 0 ? lanes.Lanes.Length * greenShare[second] / headwayS : 0;
        }

        // While some turns are red, the lane lets go only those in front of the first vehicle that is not released:
        // P / (1 - P) of them on average, with P the share of the released.
        for (int second = 0; second < cycleS; second++)
        {
            double share = greenShare[second];
            if (share is > 0 and < FullShare)
            {
                service[second] = Math.Min(service[second], lanes.Lanes.Length * share / (1 - share) / partlyGreenS);
            }
        }

        return service;
    }

    /// <summary>What one lane full of one turn discharges in each second, vehicles per second.</summary>
    private double[] TurnRate(TurnClass turn, List<(double StartS, double EndS)>[] windows, double[][] cover, int cycleS)
    {
        double[] green = cover[turn.Group];
        double[] rate = Array.ConvertAll(green, part => part * turn.SaturationVps);
        if (turn.Foes.Length == 0)
        {
            return rate;
        }

        double[] opposing = new double[cycleS];
        bool[] isBlocked = new bool[cycleS];
        foreach (int foe in turn.Foes)
        {
            Movement movement = _intersection.Movements[foe];
            double foeVps = _volumesVph[foe] / 3600;
            for (int second = 0; second < cycleS; second++)
            {
                opposing[second] += foeVps * cover[movement.Group][second];
            }

            MarkQueue(isBlocked, windows[movement.Group], foeVps / (movement.Definition.SaturationFlowVph / 3600), cycleS);
        }

        double yieldingS = 0;
        for (int second = 0; second < cycleS; second++)
        {
            yieldingS += opposing[second] > 0 ? green[second] : 0;
        }

        double sneakersVps = yieldingS > 0 ? PermissiveTurn.SneakersPerGreen(turn.Share) / yieldingS : 0;
        for (int second = 0; second < cycleS; second++)
        {
            if (opposing[second] > 0 && green[second] > 0)
            {
                double gapsVps = isBlocked[second] ? 0 : PermissiveTurn.GapFlowVps(opposing[second]);
                rate[second] = Math.Min(rate[second], (gapsVps + sneakersVps) * green[second]);
            }
        }

        return rate;
    }

    /// <summary>Marks the seconds in which a movement discharges the queue of its red: y r / (1 - y) from its green on.</summary>
    private static void MarkQueue(bool[] isBlocked, List<(double StartS, double EndS)> windows, double flowRatio, int cycleS)
    {
        for (int i = 0; i < windows.Count; i++)
        {
            (double startS, double endS) = windows[i];
            double beforeS = i > 0 ? windows[i - 1].EndS : windows[^1].EndS - cycleS;
            double redS = Math.Max(0, startS - beforeS);
            double queueS = flowRatio < 1 ? flowRatio * redS / (1 - flowRatio) : double.MaxValue;
            double clearS = Math.Min(endS, startS + queueS);
            for (int second = (int)Math.Floor(startS); second + 0.5 < clearS; second++)
            {
                isBlocked[((second % cycleS) + cycleS) % cycleS] = true;
            }
        }
    }
}
