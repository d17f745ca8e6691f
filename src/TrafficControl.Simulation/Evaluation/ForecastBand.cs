using System.Text.Json.Serialization;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>How good the forecasts of one kind and lead time were.</summary>
/// <param name="State">"green": ends of green or walk; "red": ends of red.</param>
/// <param name="LeadFromS">They looked ahead at least this far, seconds.</param>
/// <param name="LeadToS">And less than this.</param>
/// <param name="Forecasts">Number of forecasts, one a second and group with a likely end.</param>
/// <param name="MeanAbsoluteErrorS">Mean distance between the likely end and the end, seconds.</param>
/// <param name="ShareWithin2S">Share whose end came within 2 s of the likely one, 0 to 1.</param>
/// <param name="MeanConfidence">Mean confidence said with them, 0 to 1; well calibrated it equals the share.</param>
public sealed record ForecastBand(
    string State, int LeadFromS, int LeadToS, long Forecasts, double MeanAbsoluteErrorS,
    [property: JsonPropertyName("share_within_2s")] double ShareWithin2S, double MeanConfidence);
