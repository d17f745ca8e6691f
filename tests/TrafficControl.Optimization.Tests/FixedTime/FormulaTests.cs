using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Optimization.Tests.FixedTime;

[TestFixture]
public sealed class FormulaTests
{
    // Textbook exercises on Webster's formula: approaches of 500 and 300 pcu/h at 1600 with L = 16 s (58 s), and of 1000
    // at 2500 and 900 at 3000 with L = 12 s (77 s), as in Indian civil service examinations.
    [TestCase(16, (500.0 / 1600) + (300.0 / 1600), 58)]
    [TestCase(12, (1000.0 / 2500) + (900.0 / 3000), 77)]
    public void OptimalCycleS_TextbookExercises_AreReproduced(double lostS, double flowRatio, double expectedS) =>
        Assert.That(Webster.OptimalCycleS(lostS, flowRatio), Is.EqualTo(expectedS).Within(0.5));

    [Test]
    public void OptimalCycleS_Oversaturated_IsInfinite() =>
        Assert.That(Webster.OptimalCycleS(10, 0.95), Is.EqualTo(double.PositiveInfinity));

    // C 90 s and g 45 s at 1800 veh/h, hand arithmetic on the HCM equations; the last row is an exercise of Roess and
    // Prassas, Traffic Engineering, 4th edition: v 800, c 775, g/C 0.40, C 90.
    [TestCase(90, 45, 800, 900, 20.250, 12.749)]
    [TestCase(90, 45, 900, 900, 22.500, 30.000)]
    [TestCase(90, 45, 1000, 900, 22.500, 65.311)]
    [TestCase(120, 30, 400, 475, 42.750, 16.417)]
    [TestCase(90, 36, 800, 775, 27.000, 40.897)]
    public void Delay_KnownCases_AreReproduced(
        double cycleS, double greenS, double volumeVph, double capacityVph, double uniformS, double incrementalS)
    {
        double degree = volumeVph / capacityVph;

        Assert.That(HcmDelay.UniformS(cycleS, greenS, degree), Is.EqualTo(uniformS).Within(0.01));
        Assert.That(HcmDelay.IncrementalS(degree, capacityVph, 0.25), Is.EqualTo(incrementalS).Within(0.01));
    }

    [TestCase(10, 0.5, 'A')]
    [TestCase(20.1, 0.5, 'C')]
    [TestCase(80, 1, 'E')]
    [TestCase(80.1, 1, 'F')]
    [TestCase(10, 1.01, 'F')]
    public void LevelOfService_Thresholds_AreHcms(double delayS, double degree, char expected) =>
        Assert.That(HcmDelay.LevelOfService(delayS, degree), Is.EqualTo(expected));

    [TestCase(0.3)]
    [TestCase(0.8)]
    [TestCase(1.0)]
    [TestCase(1.3)]
    public void QueueProfile_OneGreenACycle_HasHcmsUniformDelay(double degree)
    {
        const int Cycle = 90;
        const int Green = 40;
        const double Saturation = 0.5;
        double volume = degree * Saturation * Green / Cycle;
        double[] service = new double[Cycle];
        Array.Fill(service, Saturation, 30, Green);
        double[] arrivals = new double[Cycle];
        Array.Fill(arrivals, volume);

        double delay = QueueProfile.Run(arrivals, service, []).DelayVehS;

        double served = Math.Min(1, degree) * Saturation * Green / Cycle;
        Assert.That(delay / (served * Cycle), Is.EqualTo(HcmDelay.UniformS(Cycle, Green, degree)).Within(0.001));
    }

    [Test]
    public void QueueProfile_Departures_AreWhatArrives()
    {
        double[] service = [0, 0, 1, 1, 1, 1];
        double[] arrivals = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
        double[] departures = new double[6];

        (_, double stops) = QueueProfile.Run(arrivals, service, departures);

        Assert.That(departures, Is.EqualTo(new[] { 0, 0, 1, 1, 0.5, 0.5 }).Within(1e-9));
        Assert.That(stops, Is.EqualTo(2).Within(1e-9), "who comes in red or to a queue stops");
    }

    [Test]
    public void Solve_StagesOneAfterTheOther_SumsTheGreatest()
    {
        (double[] shares, double flowRatio, bool[] isCritical) = CriticalFlow.Solve([0.2, 0.3, 0.25, 0.1], [1, 1, 2, 2], 2);

        Assert.That(flowRatio, Is.EqualTo(0.55).Within(1e-9));
        Assert.That(shares, Is.EqualTo(new[] { 0.3, 0.25 }).Within(1e-9));
        Assert.That(isCritical, Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public void Solve_DualRing_IsTheLongerRing()
    {
        // Phases 1 0.10, 2 0.40 over 5 0.20, 6 0.25 with stages 1+5, 2+5, 2+6: ring one needs 0.50, ring two 0.45.
        (_, double flowRatio, bool[] isCritical) = CriticalFlow.Solve([0.10, 0.40, 0.20, 0.25], [0b001, 0b110, 0b011, 0b100], 3);

        Assert.That(flowRatio, Is.EqualTo(0.50).Within(1e-9));
        Assert.That(isCritical, Is.EqualTo(new[] { true, true, false, false }));
    }

    [Test]
    public void GapFlow_MoreOpposing_LetsFewerTurn()
    {
        Assert.That(PermissiveTurn.GapFlowVps(0), Is.EqualTo(1 / 2.5).Within(1e-9));
        Assert.That(PermissiveTurn.GapFlowVps(400 / 3600.0), Is.EqualTo(0.2780).Within(0.001), "0.1111 e^-0.5 / (1 - e^-0.2778)");
        Assert.That(PermissiveTurn.SneakersPerGreen(1), Is.EqualTo(2));
    }
}
