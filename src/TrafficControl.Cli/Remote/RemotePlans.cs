using System.Text;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Remote;

/// <summary>Between plans on a server and plans in files and lines.</summary>
internal static class RemotePlans
{
    /// <summary>Reads the plan that an argument names.</summary>
    /// <param name="file">A file with one plan, as in the plans of an intersection file.</param>
    /// <exception cref="CliException">The file cannot be read, or is not a plan.</exception>
    public static V1.TimingPlan Load(string file)
    {
        TimingPlanParseResult parsed = TimingPlanFile.Parse(IntersectionFiles.ReadBytes("file", file));
        return parsed.Plan is { } plan
            ? IntersectionMapper.ToMessage(plan)
            : throw CliException.WrongInput($"file: '{file}' is not a plan: {string.Join("; ", parsed.Faults)}");
    }

    /// <summary>The content of a plan as its file.</summary>
    /// <param name="plan">The plan.</param>
    public static byte[] Write(V1.TimingPlan plan) => TimingPlanFile.Write(IntersectionMapper.FromMessage(plan));

    /// <summary>The content of a plan as text.</summary>
    /// <param name="plan">The plan.</param>
    public static string Text(V1.TimingPlan plan) => Encoding.UTF8.GetString(Write(plan));

    /// <summary>A version as <c>--json</c> writes it.</summary>
    /// <param name="version">The version.</param>
    public static PlanLine Line(V1.PlanVersion version) => new(
        version.IntersectionId, version.Plan.Id, version.Version, version.Active,
        version.Plan.Strategy.ToString(), version.Plan.CycleMs, version.Etag, version.Checksum, version.Author, version.Reason,
        version.CreateTime?.ToDateTimeOffset());
}
