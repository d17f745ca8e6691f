using TrafficControl.Core.Model;

namespace TrafficControl.Cli.Terminal;

/// <summary>Reads and writes the intersection files that arguments name.</summary>
internal static class IntersectionFiles
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="argument">Name of the argument, for the complaint.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="CliException">The file does not exist or cannot be read.</exception>
    public static byte[] ReadBytes(string argument, string file)
    {
        try
        {
            // One byte beyond the limit is enough for the reader to refuse the file; a disk image is not read whole.
            using FileStream stream = File.OpenRead(file);
            if (!stream.CanSeek)
            {
                throw CliException.WrongInput($"{argument}: '{file}' is a pipe or a device; name a file.");
            }

            byte[] bytes = new byte[Math.Min(stream.Length, IntersectionFile.MaxBytes + 1L)];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput($"{argument}: '{file}' cannot be read; name a file that exists: {exception.Message}", exception);
        }
    }

    /// <summary>Loads one sound intersection.</summary>
    /// <param name="argument">Name of the argument, for the complaint.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="CliException">The file cannot be read, or has faults.</exception>
    public static Intersection Load(string argument, string file)
    {
        IntersectionParseResult parsed = IntersectionFile.Parse(ReadBytes(argument, file));
        if (parsed.Definition is { } definition && parsed.Faults.Count == 0)
        {
            return Intersection.Create(definition);
        }

        string more = parsed.Faults.Count > 1 ? $" (and {parsed.Faults.Count - 1} more; 'trafficctl validate {file}' lists all)" : "";
        throw CliException.WrongInput($"{argument}: '{file}' has a fault: {parsed.Faults[0]}{more}");
    }

    /// <summary>Writes an intersection file, over what was there.</summary>
    /// <param name="argument">Name of the argument, for the complaint.</param>
    /// <param name="file">The file.</param>
    /// <param name="definition">The intersection.</param>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public static void Save(string argument, string file, IntersectionDefinition definition)
    {
        try
        {
            File.WriteAllBytes(file, IntersectionFile.Write(definition));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput(
                $"{argument}: '{file}' cannot be written; name a file in a folder that exists: {exception.Message}", exception);
        }
    }

    /// <summary>Makes a folder for files, if it is missing.</summary>
    /// <param name="argument">Name of the argument, for the complaint.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CliException">It cannot be made.</exception>
    public static string MakeFolder(string argument, string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.WrongInput($"{argument}: '{folder}' is no folder that can be made; name another.", exception);
        }
    }
}
