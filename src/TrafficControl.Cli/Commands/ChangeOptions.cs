using System.CommandLine;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Commands;

/// <summary>What every command has that changes something on a server: where, who, why.</summary>
internal sealed class ChangeOptions
{
    private readonly Option<string> _reason = new("--reason")
    {
        HelpName = "TEXT",
        Required = true,
        Description = "Why, for the audit",
    };

    private readonly Option<string> _author = new("--author")
    {
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
        Description = "Who, for the audit [default: your account's name]",
    };

    private readonly Option<string> _requestId = new("--request-id")
    {
        HelpName = "ID",
        DefaultValueFactory = _ => "",
        Description = "Name of the request: a script that repeats it after a lost answer changes nothing twice",
    };

    /// <summary>The server.</summary>
    public Option<Uri> Address { get; } = CommonOptions.Address();

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_reason);
        command.Add(_author);
        command.Add(_requestId);
        command.Add(Address);
    }

    /// <summary>What the command line says of who and why.</summary>
    /// <param name="result">What was parsed.</param>
    public V1.ChangeNote Note(ParseResult result) => new()
    {
        Author = result.GetValue(_author) ?? "",
        Reason = result.GetRequiredValue(_reason),
        RequestId = result.GetValue(_requestId) ?? "",
    };
}
