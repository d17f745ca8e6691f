namespace TrafficControl.Simulation.Evaluation;

/// <summary>Reads the state of the traffic over time from SUMO's summary.</summary>
internal static class TrafficSeriesReader
{
    /// <summary>Reads a summary.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Sumo.SumoException">The file is missing or not complete.</exception>
    internal static IReadOnlyList<TrafficSample> Read(string path)
    {
        List<TrafficSample> samples = [];
        SumoOutput.ForEach(path, xml =>
        {
            if (xml.LocalName == "step")
            {
                samples.Add(new TrafficSample(
                    SumoOutput.Number(xml, "time", path), (int)SumoOutput.Number(xml, "halting", path),
                    (int)SumoOutput.Number(xml, "waiting", path), (int)SumoOutput.Number(xml, "ended", path)));
            }
        });
        return samples;
    }
}
