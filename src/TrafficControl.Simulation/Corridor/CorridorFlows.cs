namespace TrafficControl.Simulation.Corridor;

/// <summary>
/// Mean flows on the lanes of the corridor, carried from junction to junction by the turning shares, and the flow ratios of
/// its stages. Signal timing for them: Webster (1958), in the form of HCM critical flow ratios.
/// </summary>
internal sealed class CorridorFlows
{
    internal const double LeftShare = 0.16;
    internal const double RightShare = 0.12;
    internal const double SideTurnShare = 0.25;

    /// <summary>Saturation flow of a through lane for the mix: 55 % cars at 1.94 s, 40 % motorcycles at 1.0 s, 5 % buses at 3.0 s.</summary>
    internal const double ThroughVph = 3_600 / ((0.55 * 1.94) + (0.40 * 1.0) + (0.05 * 3.0));

    /// <summary>HCM factor of a protected left turn (1/1.05).</summary>
    internal const double LeftVph = ThroughVph / 1.05;

    /// <summary>HCM factor of a right turn (1/1.18).</summary>
    internal const double RightVph = ThroughVph / 1.18;

    /// <summary>A side lane with a permissive left turn; the factor is a planning value.</summary>
    internal const double SharedVph = ThroughVph * 0.8;

    /// <summary>Common cycle: C = L Xp / (Xp - Y) for the critical junction, which the demand is scaled to.</summary>
    internal const int CycleMs = 90_000;

    /// <summary>Lost time of a stage change: start-up loss 2 s and 5 s of clearance, less 2 s of yellow in use.</summary>
    internal const int LostMs = 5_000;

    /// <summary>Degree of saturation of the critical junction (Xp).</summary>
    internal const double CriticalSaturation = 0.85;

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
            double perLane = Math.Max(junctions[j].SouthboundVph, junctions[j].NorthboundVph) * scale;
            SideRatios[j] = perLane / SharedVph;
        }
    }

    /// <summary>Demand before scaling that enters in the west, the peak direction, and in the east.</summary>
    internal const double EastboundVph = 1_500;

    internal const double WestboundVph = 1_000;

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
        double critical = 0;
        for (int j = 0; j < junctions.Count; j++)
        {
            critical = Math.Max(critical, unscaled.Ratio(j));
        }

        // All ratios are linear in the demand. Y = Xp (C - L) / C, with three stages.
        return new CorridorFlows(
            junctions, CriticalSaturation * (CycleMs - (3.0 * LostMs)) / CycleMs / critical);
    }

    /// <summary>Sum of the critical flow ratios (Y).</summary>
    internal double Ratio(int junction) => MainRatios[junction] + LeftRatios[junction] + SideRatios[junction];

    /// <summary>Critical degree of saturation, Xc = Y C / (C - L).</summary>
    internal double Saturation(int junction) => Ratio(junction) * CycleMs / (CycleMs - (3.0 * LostMs));

    /// <summary>Splits of main, side and left stage: green in proportion to the flow ratios, none below its least.</summary>
    internal (int MainMs, int SideMs, int LeftMs) Splits(int junction, int leastSideMs, int leastLeftMs)
    {
        double greenMs = CycleMs - (3.0 * LostMs);
        int side = Math.Max(leastSideMs, Split(SideRatios[junction]));
        int left = Math.Max(leastLeftMs, Split(LeftRatios[junction]));
        return (CycleMs - side - left, side, left);

        int Split(double ratio) => LostMs + ((int)(greenMs * ratio / Ratio(junction) / 1_000) * 1_000);
    }

    private void AddDirection(IReadOnlyList<CorridorJunction> junctions, bool isEastbound, double laneVph)
    {
        double inner = laneVph;
        double outer = laneVph;
        for (int k = 0; k < junctions.Count; k++)
        {
            int j = isEastbound ? k : junctions.Count - 1 - k;
            double left = inner * LeftShare;
            double through = Math.Max((inner - left) / ThroughVph, (outer * (1 - RightShare) / ThroughVph) + (outer * RightShare / RightVph));
            MainRatios[j] = Math.Max(MainRatios[j], through);
            LeftRatios[j] = Math.Max(LeftRatios[j], left / LeftVph);
            double fromNear = isEastbound ? junctions[j].SouthboundVph : junctions[j].NorthboundVph;
            double fromFar = isEastbound ? junctions[j].NorthboundVph : junctions[j].SouthboundVph;
            inner += (fromNear * Scale * SideTurnShare) - left;
            outer += (fromFar * Scale * SideTurnShare) - (outer * RightShare);
        }
    }
}
