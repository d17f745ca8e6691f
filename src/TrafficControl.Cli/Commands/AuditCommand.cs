using System.CommandLine;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Remote;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl audit</c>: who changed what, and whether that still stands as it was written.</summary>
internal static class AuditCommand
{
    /// <summary>Builds the commands.</summary>
    /// <param name="screen">Where they write.</param>
    public static Command Create(Screen screen) =>
        new("audit", "Who changed what on a running server.\n\nExample:\n  trafficctl audit list --id main-1st")
        {
            CreateList(screen),
            CreateVerify(screen),
        };

    private static Command CreateList(Screen screen)
    {
        Option<string> id = Filter("--id", "ID", "Only changes of this intersection [default: of all]");
        Option<string> plan = Filter("--plan", "PLAN", "Only changes of the plans with this identifier [default: of all]");
        Option<int> limit = CommonOptions.Integer("--limit", "N", "Most lines", 100, 1, 1_000);
        Option<Uri> address = CommonOptions.Address();
        Option<string> json = CommonOptions.Json("the lines with old and new values");
        Command list = new("list", """
            List changes and refused changes, newest first.

            Example:
              trafficctl audit list --id main-1st --limit 20
            """) { id, plan, limit, address, json };
        list.SetAction(async (result, cancellation) =>
        {
            JsonTarget target = new(result.GetValue(json) ?? "", screen);
            using ServerConnection server = new(CommonOptions.ValueOrDefault(result, address));
            V1.AuditService.AuditServiceClient client = new(server.Channel);
            V1.ListAuditEntriesRequest request = new()
            {
                IntersectionId = result.GetValue(id) ?? "",
                PlanId = result.GetValue(plan) ?? "",
                PageSize = result.GetValue(limit),
            };
            V1.ListAuditEntriesResponse response = await server.CallAsync(
                () => client.ListAuditEntriesAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation)
                .ConfigureAwait(false);
            if (!target.IsOutput)
            {
                screen.Console.Write(OperationTables.Audit(response.Entries));
            }

            target.Write(response.Entries.Select(ToLine));
            return ExitCode.Success;
        });
        return list;
    }

    private static Command CreateVerify(Screen screen)
    {
        Option<Uri> address = CommonOptions.Address();
        Command verify = new("verify", """
            Check that no line of the audit was changed or removed; say which were.

            Exits with 0 when the chain is whole and with 1 when it is not. Keep the hash that is shown somewhere else: it stands
            for all lines until now.

            Example:
              trafficctl audit verify
            """) { address };
        verify.SetAction(async (result, cancellation) =>
        {
            using ServerConnection server = new(CommonOptions.ValueOrDefault(result, address));
            V1.AuditService.AuditServiceClient client = new(server.Channel);
            V1.VerifyAuditResponse response = await server.CallAsync(
                () => client.VerifyAuditAsync(new V1.VerifyAuditRequest(), cancellationToken: cancellation).ResponseAsync,
                cancellation).ConfigureAwait(false);
            foreach (string fault in response.Faults)
            {
                screen.Output.WriteLine(fault);
            }

            if (response.Faults.Count == 0)
            {
                screen.Output.WriteLine($"{response.Rows} lines, none changed or removed; hash {response.HeadHash}");
                return ExitCode.Success;
            }

            screen.Error.WriteLine("trafficctl: the audit was changed outside the server; keep the database, restore a backup beside it.");
            return ExitCode.BadResult;
        });
        return verify;
    }

    private static Option<string> Filter(string name, string value, string description) =>
        new(name) { HelpName = value, DefaultValueFactory = _ => "", Description = description };

    private static AuditLine ToLine(V1.AuditEntry entry) => new(
        entry.Sequence, entry.Time.ToDateTimeOffset(), entry.Author, entry.Address, entry.Action, entry.IntersectionId,
        entry.PlanId, entry.OldValue, entry.NewValue, entry.Reason, entry.RequestId, entry.Result, entry.Hash);
}
