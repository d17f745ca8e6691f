using System.Text.Json;
using TrafficControl.Core.Model;
using TrafficControl.Core.Model.Validation;

namespace TrafficControl.Core.Tests.Model;

/// <summary>Reads files whose content has faults, which the public reader rightly keeps to itself.</summary>
internal static class IntersectionReaderAccess
{
    public static IntersectionDefinition Read(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        FaultList faults = new();
        IntersectionDefinition definition = IntersectionReader.Read(new JsonObjectReader(document.RootElement, "", faults));
        Assert.That(faults.ToList(), Is.Empty);
        return definition;
    }
}
