using System.CommandLine;
using System.CommandLine.Parsing;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Runs;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Commands;

/// <summary>The options that say what a run sends.</summary>
internal sealed class ShapeOptions
{
    private const int MaxControllers = 100_000;
    private const string EveryAnswer = "every";
    private const string EventPace = "events";
    private const string GrpcClient = "grpc";

    private readonly Option<int> _controllers = CommonOptions.Integer(
        "--controllers", "N", "Virtual controllers", 1_000, 1, MaxControllers);

    private readonly Option<int> _connections = CommonOptions.Integer(
        "--connections", "C", "Connections they share; 0: one each", 16, 0, MaxControllers);

    private readonly Option<string> _strategy = Word("--strategy", "Strategy of every junction", "adaptive", Junctions.Strategies);

    private readonly Option<string> _mix = Word("--mix", "Traffic of every junction", "normal", [.. TrafficMix.All.Select(mix => mix.Name)]);

    private readonly Option<string> _pace = Word(
        "--pace", "Ten ticks a second, or one when something happened (3 a second in normal traffic)", "10hz", ["10hz", EventPace]);

    private readonly Option<string> _answers = Word(
        "--answers", "Whether the engine answers every tick, or only with news as in the field", EveryAnswer, [EveryAnswer, "news"]);

    private readonly Option<string> _client = Word("--client", "Own HTTP/2 frames, or Grpc.Net.Client", "raw", ["raw", GrpcClient]);

    private readonly Option<int> _seconds;

    private readonly Option<int> _warmup = CommonOptions.Integer("--warmup", "N", "Seconds before that are not measured", 5, 0, 600);

    private readonly Option<int> _stagger = CommonOptions.Integer(
        "--stagger", "MS", "Time over which the first ticks are spread, milliseconds", 1_000, 0, 60_000);

    private readonly Option<int> _seed = CommonOptions.Integer("--seed", "N", "Seed of the traffic", 1, 0, 1_000_000);

    private readonly Option<string[]> _environment = new("--server-env")
    {
        HelpName = "NAME=VALUE",
        Description = "Environment variable of the servers that are started, such as DOTNET_gcServer=0; may be given again",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Creates the options.</summary>
    /// <param name="seconds">Default of the seconds measured.</param>
    internal ShapeOptions(int seconds)
    {
        _seconds = CommonOptions.Integer("--seconds", "N", "Seconds that are measured", seconds, 1, 86_400);
        _environment.Validators.Add(CheckEnvironment);
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[]
            {
                _controllers, _connections, _strategy, _mix, _pace, _answers, _client, _seconds, _warmup, _stagger, _seed, _environment,
            })
        {
            command.Add(option);
        }
    }

    /// <summary>The shape that was asked for.</summary>
    /// <param name="result">What was parsed.</param>
    /// <param name="isSaturated">True: in a closed loop.</param>
    /// <exception cref="CliException">Options contradict each other.</exception>
    internal LoadShape Shape(ParseResult result, bool isSaturated)
    {
        int controllers = result.GetValue(_controllers);
        int connections = result.GetValue(_connections) is int given and > 0 ? given : controllers;
        bool answersEvery = result.GetValue(_answers) == EveryAnswer;
        if (isSaturated && !answersEvery)
        {
            throw CliException.WrongInput("--answers: a closed loop waits for an answer to every tick; leave '--answers every'.");
        }

        return new LoadShape
        {
            Controllers = controllers,
            Connections = Math.Min(connections, controllers),
            Strategy = result.GetValue(_strategy)!,
            Mix = TrafficMix.All.First(mix => mix.Name == result.GetValue(_mix)),
            IsOnEvents = result.GetValue(_pace) == EventPace,
            AnswersEvery = answersEvery,
            UsesGrpcClient = result.GetValue(_client) == GrpcClient,
            IsSaturated = isSaturated,
            Seconds = result.GetValue(_seconds),
            WarmupSeconds = result.GetValue(_warmup),
            StaggerMs = result.GetValue(_stagger),
            Seed = result.GetValue(_seed),
        };
    }

    /// <summary>A runner whose servers have the environment that was asked for.</summary>
    /// <param name="result">What was parsed.</param>
    internal LoadRunner Runner(ParseResult result) => new(
        (result.GetValue(_environment) ?? [])
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal));

    /// <summary>An option that takes one of some words.</summary>
    /// <param name="name">Name with its dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="defaultValue">Default.</param>
    /// <param name="words">The words.</param>
    internal static Option<string> Word(string name, string description, string defaultValue, IReadOnlyList<string> words) => new(name)
    {
        HelpName = string.Join('|', words),
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = argument =>
        {
            string text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
            if (!words.Contains(text))
            {
                argument.AddError($"{name} is '{text}'; choose from {string.Join(", ", words)}.");
            }

            return text;
        },
    };

    private static void CheckEnvironment(OptionResult option)
    {
        if (option.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
        {
            option.AddError($"--server-env is '{wrong.Value}'; give NAME=VALUE.");
        }
    }
}
