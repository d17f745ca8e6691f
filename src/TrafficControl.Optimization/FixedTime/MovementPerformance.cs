namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// What a plan does for one movement. Movements of one lane group (same approach, same turns, same signals) share its
/// degree and delay.
/// </summary>
/// <param name="Movement">Identifier.</param>
/// <param name="SignalGroup">Signal group that releases it.</param>
/// <param name="VolumeVph">Demand, vehicles per hour.</param>
/// <param name="SaturationFlowVph">Saturation flow of the movement's lane, vehicles per hour of green.</param>
/// <param name="FlowRatio">Flow ratio y of its lane group, with the capacity that giving way leaves.</param>
/// <param name="GreenRatio">Effective green per cycle, g/C.</param>
/// <param name="Degree">Volume-to-capacity ratio of its lane group.</param>
/// <param name="DelayS">Control delay, seconds per vehicle.</param>
/// <param name="LevelOfService">A to F.</param>
/// <param name="IsCritical">True: its lane group decides the cycle.</param>
public sealed record MovementPerformance(
    string Movement,
    string SignalGroup,
    double VolumeVph,
    double SaturationFlowVph,
    double FlowRatio,
    double GreenRatio,
    double Degree,
    double DelayS,
    char LevelOfService,
    bool IsCritical);
