using System.Text.Json;

namespace TrafficControl.Cli.Terminal;

/// <summary>
/// Where a command puts its result as JSON: nowhere, a file, or output. Names are snake_case, units end the names.
/// </summary>
internal sealed class JsonTarget
{
    private const string OutputPath = "-";

    private static readonly JsonSerializerOptions Document = Options(indented: true);
    private static readonly JsonSerializerOptions Line = Options(indented: false);

    private readonly string _path;
    private readonly TextWriter _output;

    /// <summary>
    /// Creates a target and looks whether it can be written, before the command works for minutes in vain.
    /// </summary>
    /// <param name="path">File, "-" for output, or empty for none.</param>
    /// <param name="screen">The screen.</param>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public JsonTarget(string path, Screen screen)
    {
        _path = path;
        _output = screen.Output;
        if (path.Length == 0 || IsOutput)
        {
            return;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || folder is null || !Directory.Exists(folder))
        {
            throw CliException.WrongInput(
                $"--json: '{path}' cannot be written; name a file in a folder that exists, or - for the output.");
        }
    }

    /// <summary>True: something is to be written.</summary>
    public bool IsWanted => _path.Length > 0;

    /// <summary>True: output carries JSON and nothing else.</summary>
    public bool IsOutput => _path == OutputPath;

    /// <summary>Writes the whole result, over what was there.</summary>
    /// <param name="result">The result.</param>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public void Write<T>(T result) => Put(JsonSerializer.Serialize(result, Document) + "\n", append: false);

    /// <summary>Writes JSON that is text already, over what was there.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public void WriteText(string json) => Put(json, append: false);

    /// <summary>Adds one line.</summary>
    /// <param name="entry">What the line holds.</param>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public void AddLine<T>(T entry) => Put(JsonSerializer.Serialize(entry, Line) + "\n", append: true);

    /// <summary>Empties the file before the first <see cref="AddLine"/>.</summary>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public void Clear() => Put("", append: false);

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        NewLine = "\n",
    };

    private void Put(string text, bool append)
    {
        if (!IsWanted)
        {
            return;
        }

        if (IsOutput)
        {
            _output.Write(text);
            _output.Flush();
            return;
        }

        try
        {
            if (append)
            {
                File.AppendAllText(_path, text);
            }
            else
            {
                File.WriteAllText(_path, text);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput($"--json: '{_path}' cannot be written: {exception.Message}", exception);
        }
    }
}
