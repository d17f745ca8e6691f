using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace TrafficControl.Server.Reflection;

/// <summary>
/// Finds proto files by name, symbol and extension, among the files of the given services and all they import.
/// Immutable after construction.
/// </summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _filesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _filesBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);

    /// <summary>Indexes what the services, those to be listed, reach.</summary>
    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ServiceDescriptor service in services)
        {
            names.Add(service.FullName);
            AddFile(service.File);
        }

        ServiceNames = [.. names];
    }

    /// <summary>Gets the full names of the services, in ordinal order.</summary>
    public IReadOnlyList<string> ServiceNames { get; }

    /// <summary>Returns the file of that import name, or null.</summary>
    public FileDescriptor? FindFile(string name) => _filesByName.GetValueOrDefault(name);

    /// <summary>Returns the file that declares the full name, or null.</summary>
    public FileDescriptor? FindFileOfSymbol(string fullName) => _filesBySymbol.GetValueOrDefault(fullName);

    /// <summary>Returns the file that declares the extension, or null.</summary>
    public FileDescriptor? FindFileOfExtension(string message, int number) =>
        _extensions.TryGetValue(message, out SortedDictionary<int, FileDescriptor>? numbers)
            ? numbers.GetValueOrDefault(number)
            : null;

    /// <summary>
    /// Returns the extension numbers of a message, none for one without; null where there is no such message.
    /// </summary>
    public IReadOnlyCollection<int>? FindExtensionNumbers(string message)
    {
        if (_extensions.TryGetValue(message, out SortedDictionary<int, FileDescriptor>? numbers))
        {
            return numbers.Keys;
        }

        return _messages.Contains(message) ? [] : null;
    }

    private static string Qualify(string scope, string name) => scope.Length == 0 ? name : $"{scope}.{name}";

    private void AddFile(FileDescriptor file)
    {
        if (!_filesByName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (FileDescriptor dependency in file.Dependencies)
        {
            AddFile(dependency);
        }

        foreach (ServiceDescriptor service in file.Services)
        {
            _filesBySymbol[service.FullName] = file;
            foreach (MethodDescriptor method in service.Methods)
            {
                _filesBySymbol[method.FullName] = file;
            }
        }

        AddEnums(file.EnumTypes, file.Package, file);
        AddExtensions(file.Extensions, file);
        foreach (MessageDescriptor message in file.MessageTypes)
        {
            AddMessage(message, file);
        }
    }

    private void AddMessage(MessageDescriptor message, FileDescriptor file)
    {
        _messages.Add(message.FullName);
        _filesBySymbol[message.FullName] = file;
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
        {
            _filesBySymbol[field.FullName] = file;
        }

        foreach (OneofDescriptor oneof in message.Oneofs)
        {
            _filesBySymbol[oneof.FullName] = file;
        }

        AddEnums(message.EnumTypes, message.FullName, file);
        AddExtensions(message.Extensions, file);
        foreach (MessageDescriptor nested in message.NestedTypes)
        {
            AddMessage(nested, file);
        }
    }

    private void AddEnums(IEnumerable<EnumDescriptor> enums, string scope, FileDescriptor file)
    {
        foreach (EnumDescriptor type in enums)
        {
            _filesBySymbol[type.FullName] = file;
            foreach (EnumValueDescriptor value in type.Values)
            {
                // By protobuf's rules a value is a sibling of its enum, not a member; the library's FullName says
                // otherwise.
                _filesBySymbol[Qualify(scope, value.Name)] = file;
            }
        }
    }

    private void AddExtensions(ExtensionCollection extensions, FileDescriptor file)
    {
        foreach (FieldDescriptor extension in extensions.UnorderedExtensions)
        {
            _filesBySymbol[extension.FullName] = file;
            string message = extension.ExtendeeType.FullName;
            if (!_extensions.TryGetValue(message, out SortedDictionary<int, FileDescriptor>? numbers))
            {
                numbers = [];
                _extensions[message] = numbers;
            }

            numbers[extension.FieldNumber] = file;
        }
    }
}
