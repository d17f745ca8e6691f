using System.Globalization;
using System.Xml;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Reads the XML that SUMO writes, element by element, plain or gzipped.</summary>
internal static class SumoOutput
{
    /// <summary>Hands every element of a file to a reader, in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="element">Receives the reader at each element.</param>
    /// <exception cref="SumoException">The file is missing or not complete.</exception>
    internal static void ForEach(string path, Action<XmlReader> element) => While(path, xml =>
    {
        element(xml);
        return true;
    });

    /// <summary>Like <see cref="ForEach"/>, but ends when the receiver has seen enough.</summary>
    /// <param name="path">The file.</param>
    /// <param name="element">Receives the reader at each element; false: enough.</param>
    /// <exception cref="SumoException">The file is missing or not complete as far as it was read.</exception>
    internal static void While(string path, Func<XmlReader, bool> element)
    {
        if (!File.Exists(path))
        {
            throw new SumoException($"SUMO wrote no '{path}'.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress)
                : file;
            using XmlReader xml = XmlReader.Create(
                content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && !element(xml))
                {
                    return;
                }
            }
        }
        catch (XmlException e)
        {
            throw new SumoException($"'{path}' is not complete: {e.Message}", e);
        }
    }

    /// <summary>A numeric attribute.</summary>
    /// <exception cref="SumoException">The element has no such number.</exception>
    internal static double Number(XmlReader xml, string attribute, string path) =>
        TryNumber(xml, attribute, out double value)
            ? value
            : throw new SumoException($"'{path}': <{xml.LocalName}> has no number in {attribute}.");

    /// <summary>A numeric attribute, if there is one.</summary>
    internal static bool TryNumber(XmlReader xml, string attribute, out double value) => double.TryParse(
        xml.GetAttribute(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
