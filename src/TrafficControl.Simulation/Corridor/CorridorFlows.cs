namespace TrafficControl.Simulation.Corridor;

/// <summary>
/// Mean flows on the lanes of the corridor, carried from junction to junction by the turning shares, the flow ratios of
/// its stages, and the signal timing for them: Webster (1958), in the form of HCM critical flow ratios.
/// </summary>
/// <remarks>
/// The saturation flows and the lost time are measured in the traffic model itself, with the corridor's mix of 55 %
/// cars, 40 % motorcycles and 5 % buses: the crossings N of an oversaturated lane in 200 cycles with greens of 8 s and
/// 20 s give the saturation flow s = (N20 - N8) / 12 s, and the green that is lost a = 20 s - N20 / s, use of the
/// yellow included. A test measures them again.
/// </remarks>
internal sealed class CorridorFlows
{
    /// <summary>Share of the arterial's inner lane that turns left, from its pocket.</summary>
    internal const double LeftShare = 0.12;

    /// <summary>Share of the arterial's outer lane that turns right.</summary>
    internal const double RightShare = 0.12;

    /// <summary>
    /// Share of a side street's inner lane that turns left, from its pocket, through gaps in the traffic opposite.
    /// </summary>
    internal const double SideLeftShare = 0.10;

    /// <summary>Share of the vehicles ahead on a side street's outer lane that turn right.</summary>
    internal const double SideRightShare = 0.25;

    /// <summary>Saturation flow of a through lane of the arterial. Measured: 2 260.</summary>
    internal const double ThroughVph = 2_260;

    /// <summary>Saturation flow of a protected left turn. Measured: 2 066.</summary>
    internal const double LeftVph = 2_070;

    /// <summary>Saturation flow of a lane that only turns right. Measured: 1 826.</summary>
    internal const double RightVph = 1_830;

    /// <summary>
    /// Saturation flow of a side street's lane, with its right turns or without. Measured: 2 148 and 2 175.
    /// </summary>
    internal const double SideVph = 2_150;

    /// <summary>Common cycle. Long enough for walk and clearance across the arterial beside three stages.</summary>
    internal const int CycleMs = 90_000;

    /// <summary>
    /// Lost time of a stage: 5 s of intergreen and the part of the green that is not used. Measured: 2.5 s (through)
    /// and 1.5 s (left turn), the use of the yellow taken off already.
    /// </summary>
    internal const int LostMs = 7_000;

    /// <summary>
    /// Degree of saturation of the critical junction in the first quarter of an hour. The demand of the peak quarter is
    /// 5 % more, which makes 0.89.
    /// </summary>
    internal const double CriticalSaturation = 0.85;

    /// <summary>Demand before scaling that enters in the west, the peak direction.</summary>
    internal const double EastboundVph = 1_500;

    /// <summary>Demand before scaling that enters in the east.</summary>
    internal const double WestboundVph = 1_000;

    /// <summary>Least split of the side stage: intergreen, walk and pedestrian clearance.</summary>
    private const int LeastSideMs = CorridorBuilder.IntergreenMs + CorridorBuilder.WalkMs + CorridorBuilder.PedClearanceMs;

    /// <summary>
    /// Least split of the left-turn stage: intergreen, minimum green, and a second for the controller's steps.
    /// </summary>
    private const int LeastLeftMs = CorridorBuilder.IntergreenMs + 6_000;

    private CorridorFlows(IReadOnlyList<CorridorJunction> junctions, double scale)
    {
        Scale = scale;
        int count = junctions.Count;
        MainRatios = new double[count];
        LeftRatios = new double[count];
        SideRatios = new double[count];
        AddDirection(junctions, true, EastboundVph * scale / 2);
        AddDirection(junctions, false, WestboundVph * scale / 2);
        for (int j = 0; j < count; j++)
        {
            double laneVph = Math.Max(junctions[j].SouthboundVph, junctions[j].NorthboundVph) * scale;
            SideRatios[j] = laneVph * OutsideShare(junctions[j]) / SideVph;
        }
    }

    /// <summary>Factor on all demand that brings the critical junction to <see cref="CriticalSaturation"/>.</summary>
    internal double Scale { get; }

    /// <summary>Critical flow ratio of the arterial's through stage at each junction.</summary>
    internal double[] MainRatios { get; }

    /// <summary>Critical flow ratio of the arterial's left-turn stage at each junction.</summary>
    internal double[] LeftRatios { get; }

    /// <summary>Critical flow ratio of the side street stage at each junction.</summary>
    internal double[] SideRatios { get; }

    internal static CorridorFlows For(IReadOnlyList<CorridorJunction> junctions)
    {
        CorridorFlows unscaled = new(junctions, 1);
        double critical = Enumerable.Range(0, junctions.Count).Max(unscaled.Saturation);

        // The splits depend only on the proportions of the flows, so every degree of saturation is linear in the
        // demand.
        return new CorridorFlows(junctions, CriticalSaturation / critical);
    }

    /// <summary>
    /// Degree of saturation of the junction's worst stage under its splits: X = y C / (split - lost time).
    /// </summary>
    internal double Saturation(int junction)
    {
        (int mainMs, int sideMs, int leftMs) = Splits(junction);
        return Math.Max(
            Saturation(MainRatios[junction], mainMs),
            Math.Max(Saturation(SideRatios[junction], sideMs), Saturation(LeftRatios[junction], leftMs)));
    }

    /// <summary>
    /// Splits of main, side and left stage, in whole seconds: the effective green of the cycle, C - L, in proportion to
    /// the flow ratios, which gives all stages the same degree of saturation, Xc = Y C / (C - L). A stage that would
    /// fall below its least split gets that, and the others share what is left.
    /// </summary>
    internal (int MainMs, int SideMs, int LeftMs) Splits(int junction)
    {
        double main = MainRatios[junction];
        double side = SideRatios[junction];
        double left = LeftRatios[junction];
        const double GreenMs = CycleMs - (3.0 * LostMs);
        int leftMs = Math.Max(LeastLeftMs, WholeSeconds(GreenMs * left / (main + side + left)));
        int sideMs = Math.Max(LeastSideMs, WholeSeconds((GreenMs - (leftMs - LostMs)) * side / (main + side)));
        leftMs = Math.Max(LeastLeftMs, WholeSeconds((GreenMs - (sideMs - LostMs)) * left / (main + left)));
        return (CycleMs - sideMs - leftMs, sideMs, leftMs);
    }

    private static double Saturation(double ratio, int splitMs) => ratio * CycleMs / (splitMs - LostMs);

    private static int WholeSeconds(double greenMs) => LostMs + ((int)Math.Round(greenMs / 1_000) * 1_000);

    /// <summary>
    /// What of a side street's outer lane does not leave for the pocket, which opens from the inner one.
    /// </summary>
    private static double OutsideShare(CorridorJunction junction) => junction.SideLanes == 1 ? 1 - SideLeftShare : 1;

    private void AddDirection(IReadOnlyList<CorridorJunction> junctions, bool isEastbound, double laneVph)
    {
        double inner = laneVph;
        double outer = laneVph;
        for (int k = 0; k < junctions.Count; k++)
        {
            int j = isEastbound ? k : junctions.Count - 1 - k;
            double left = inner * LeftShare;
            double right = outer * RightShare;
            double through = Math.Max((inner - left) / ThroughVph, ((outer - right) / ThroughVph) + (right / RightVph));
            MainRatios[j] = Math.Max(MainRatios[j], through);
            LeftRatios[j] = Math.Max(LeftRatios[j], left / LeftVph);
            double turnsLeft = isEastbound ? junctions[j].SouthboundVph : junctions[j].NorthboundVph;
            double turnsRight = isEastbound ? junctions[j].NorthboundVph : junctions[j].SouthboundVph;
            inner += (turnsLeft * Scale * SideLeftShare) - left;
            outer += (turnsRight * Scale * OutsideShare(junctions[j]) * SideRightShare) - right;
        }
    }
}
