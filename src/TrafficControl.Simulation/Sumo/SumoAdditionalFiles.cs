using System.Globalization;
using System.Xml;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Writes the additional files of a run: induction loops, and signal programs of SUMO's own controllers.
/// </summary>
internal static class SumoAdditionalFiles
{
    internal const int DefaultMinGreenMs = 5_000;
    internal const int DefaultMaxGreenMs = 50_000;

    /// <summary>
    /// Loops at their exact positions. They write no file of their own: what they see goes over TraCI.
    /// </summary>
    internal static void WriteLoops(string path, IEnumerable<SumoLoop> loops)
    {
        using XmlWriter xml = Create(path);
        xml.WriteStartElement("additional");
        foreach (SumoLoop loop in loops.DistinctBy(loop => loop.Id))
        {
            xml.WriteStartElement("inductionLoop");
            xml.WriteAttributeString("id", loop.Id);
            xml.WriteAttributeString("lane", loop.Lane);
            xml.WriteAttributeString("pos", loop.PositionM.ToString("0.##", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("period", "100000");
            xml.WriteAttributeString("file", "NUL");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>
    /// The shipped programs again under another type of controller, with its minimum and maximum greens.
    /// </summary>
    /// <param name="path">File to write.</param>
    /// <param name="programs">Programs to run under it.</param>
    /// <param name="type">"actuated" or "delay_based".</param>
    /// <param name="detectorRangeM">Reach of delay-based detectors in metres, or null for SUMO's own.</param>
    internal static void WritePrograms(string path, IEnumerable<SumoProgram> programs, string type, int? detectorRangeM)
    {
        using XmlWriter xml = Create(path);
        xml.WriteStartElement("additional");
        foreach (SumoProgram program in programs)
        {
            xml.WriteStartElement("tlLogic");
            xml.WriteAttributeString("id", program.TrafficLight);
            xml.WriteAttributeString("type", type);
            xml.WriteAttributeString("programID", "compared");
            xml.WriteAttributeString("offset", Seconds(program.OffsetMs));
            if (detectorRangeM is { } range)
            {
                xml.WriteStartElement("param");
                xml.WriteAttributeString("key", "detectorRange");
                xml.WriteAttributeString("value", range.ToString(CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }

            foreach (SumoPhase phase in program.Phases)
            {
                WritePhase(xml, phase);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WritePhase(XmlWriter xml, SumoPhase phase)
    {
        xml.WriteStartElement("phase");
        xml.WriteAttributeString("duration", Seconds(phase.DurationMs));
        xml.WriteAttributeString("state", phase.State);
        bool isChange = phase.State.AsSpan().IndexOfAny("yYu") >= 0 || phase.State.AsSpan().IndexOfAny("Gg") < 0;
        if (!isChange)
        {
            xml.WriteAttributeString("minDur", Seconds(phase.MinDurationMs ?? DefaultMinGreenMs));
            xml.WriteAttributeString("maxDur", Seconds(phase.MaxDurationMs ?? DefaultMaxGreenMs));
        }

        xml.WriteEndElement();
    }

    private static string Seconds(long ms) => (ms / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);

    private static XmlWriter Create(string path) => XmlWriter.Create(path, new XmlWriterSettings { Indent = true });
}
