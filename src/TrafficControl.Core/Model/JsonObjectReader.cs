using System.Text.Json;
using TrafficControl.Core.Model.Validation;

namespace TrafficControl.Core.Model;

/// <summary>
/// Takes the fields of one JSON object by name and reports what is wrong with them: missing, of the wrong type, given
/// twice, or, once <see cref="Finish"/> is called, asked for by nobody.
/// </summary>
internal sealed class JsonObjectReader
{
    // A file names a group or a lane dozens of times; a server holds the files of a city, so each name is kept once.
    private readonly HashSet<string> _texts;
    private readonly FaultList _faults;
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly bool _isObject;

    /// <summary>Opens an object.</summary>
    /// <param name="element">The value that should be an object.</param>
    /// <param name="path">Its path; empty for the file itself.</param>
    /// <param name="faults">Where faults go.</param>
    internal JsonObjectReader(JsonElement element, string path, FaultList faults)
        : this(element, path, faults, new HashSet<string>(StringComparer.Ordinal))
    {
    }

    private JsonObjectReader(JsonElement element, string path, FaultList faults, HashSet<string> texts)
    {
        _path = path;
        _faults = faults;
        _texts = texts;
        _isObject = element.ValueKind == JsonValueKind.Object;
        if (!_isObject)
        {
            string name = path.Length == 0 ? "The file" : path;
            faults.AddUnreadable(
                path.Length == 0 ? JsonPath.Root : path, $"{name} is {Describe(element)}; it must be an object in braces.");
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
            {
                faults.Add(At(property.Name), $"{JsonPath.Quote(property.Name)} is given twice in the same object; remove one.");
            }
        }
    }

    /// <summary>Names of the fields the object has, in its order.</summary>
    internal IEnumerable<string> Names => _fields.Keys;

    /// <summary>A text that must be there.</summary>
    internal string RequiredText(string name) => Require(name, "a text in quotation marks") ? Text(name, "") : "";

    /// <summary>A text, or its default.</summary>
    internal string Text(string name, string absent) => TryTake(name, out JsonElement value)
        ? ReadText(value, At(name))
        : absent;

    /// <summary>A whole number that must be there.</summary>
    internal int RequiredWhole(string name) => Require(name, "a whole number") ? Whole(name, 0) : 0;

    /// <summary>A whole number, or its default.</summary>
    internal int Whole(string name, int absent)
    {
        if (!TryTake(name, out JsonElement value))
        {
            return absent;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int whole))
        {
            return whole;
        }

        string found = value.ValueKind == JsonValueKind.Number ? JsonPath.Quote(value.GetRawText()) : Describe(value);
        return Unreadable(name, found, "a whole number of at most ten digits, without fraction or exponent", absent);
    }

    /// <summary>A number, or its default.</summary>
    internal double Number(string name, double absent) => OptionalNumber(name, nullable: false) ?? absent;

    /// <summary>A number, or null where the file gives none or says null.</summary>
    internal double? OptionalNumber(string name) => OptionalNumber(name, nullable: true);

    /// <summary>True or false, or its default.</summary>
    internal bool Flag(string name, bool absent)
    {
        if (!TryTake(name, out JsonElement value))
        {
            return absent;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Unreadable(name, Describe(value), "true or false", absent);
    }

    /// <summary>The value of an enumeration, or its default.</summary>
    internal TEnum Choice<TEnum>(string name, TEnum absent)
        where TEnum : struct, Enum
    {
        if (!TryTake(name, out JsonElement value))
        {
            return absent;
        }

        if (value.ValueKind == JsonValueKind.String && EnumNames<TEnum>.TryFind(value.GetString()!, out TEnum choice))
        {
            return choice;
        }

        string found = value.ValueKind == JsonValueKind.String ? JsonPath.Quote(value.GetString()!) : Describe(value);
        return Unreadable(name, found, "one of " + string.Join(", ", EnumNames<TEnum>.All), absent);
    }

    /// <summary>The vehicle classes that a list names, or all.</summary>
    internal VehicleClasses Classes(string name)
    {
        if (!_fields.ContainsKey(name))
        {
            _known.Add(name);
            return VehicleClasses.All;
        }

        VehicleClasses classes = VehicleClasses.None;
        IReadOnlyList<string> names = Texts(name);
        for (int i = 0; i < names.Count; i++)
        {
            string path = JsonPath.Item(At(name), i);
            if (Array.IndexOf(VehicleClassNames.All, names[i]) < 0)
            {
                _faults.Add(
                    path,
                    $"{JsonPath.Quote(names[i])} is no vehicle class; it must be one of {string.Join(", ", VehicleClassNames.All)}.");

                // What the unknown class stands for is open, so the set is not empty.
                classes = classes == VehicleClasses.None ? VehicleClasses.All : classes;
                continue;
            }

            _ = EnumNames<VehicleClasses>.TryFind(names[i], out VehicleClasses one);
            if (classes != VehicleClasses.All && (classes & one) != 0)
            {
                _faults.Add(path, $"{JsonPath.Quote(names[i])} is listed twice; remove one.");
            }

            classes |= one;
        }

        return classes;
    }

    /// <summary>A list of texts that must be there.</summary>
    internal IReadOnlyList<string> RequiredTexts(string name) =>
        Require(name, "a list of texts in brackets") ? Texts(name) : [];

    /// <summary>A list of texts; empty where the file gives none.</summary>
    internal IReadOnlyList<string> Texts(string name) => List(name, ReadText);

    /// <summary>A list of objects; empty where the file gives none.</summary>
    internal IReadOnlyList<T> Objects<T>(string name, Func<JsonObjectReader, T> read) => List(name, (element, path) =>
    {
        JsonObjectReader reader = new(element, path, _faults, _texts);
        T item = read(reader);
        reader.Finish();
        return item;
    });

    /// <summary>An object, or null where the file gives none or says null.</summary>
    internal T? Object<T>(string name, Func<JsonObjectReader, T> read)
        where T : class
    {
        if (!TryTake(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        JsonObjectReader reader = new(value, At(name), _faults, _texts);
        T item = read(reader);
        reader.Finish();
        return reader._isObject ? item : null;
    }

    /// <summary>A list that must be there, whose items are read by a function of value and path.</summary>
    internal IReadOnlyList<T> RequiredList<T>(string name, Func<JsonElement, string, T> read) =>
        Require(name, "a list in brackets") ? List(name, read) : [];

    /// <summary>A list whose items are read by a function of value and path; empty where the file gives none.</summary>
    internal IReadOnlyList<T> List<T>(string name, Func<JsonElement, string, T> read) =>
        TryTake(name, out JsonElement value) ? ReadList(value, At(name), read) : [];

    /// <summary>Reads a value that should be a list.</summary>
    internal IReadOnlyList<T> ReadList<T>(JsonElement value, string path, Func<JsonElement, string, T> read)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            _faults.AddUnreadable(path, $"{path} is {Describe(value)}; it must be a list in brackets.");
            return [];
        }

        List<T> items = [];
        foreach (JsonElement element in value.EnumerateArray())
        {
            if (_faults.IsFull)
            {
                break;
            }

            items.Add(read(element, JsonPath.Item(path, items.Count)));
        }

        return items.ToArray();
    }

    /// <summary>Reads a value that should be a text.</summary>
    internal string ReadText(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            string text = value.GetString()!;
            return _texts.TryGetValue(text, out string? known) ? known : Keep(text);
        }

        _faults.AddUnreadable(path, $"{path} is {Describe(value)}; it must be a text in quotation marks.");
        return "";
    }

    /// <summary>Reports every field that was not asked for.</summary>
    internal void Finish()
    {
        foreach (string name in _fields.Keys)
        {
            if (_faults.IsFull)
            {
                break;
            }

            if (!_known.Contains(name))
            {
                _faults.Add(At(name), $"{JsonPath.Quote(name)} is no field here{Validation.Names.Suggest(name, _known)}");
            }
        }
    }

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private string Keep(string text)
    {
        _texts.Add(text);
        return text;
    }

    private double? OptionalNumber(string name, bool nullable)
    {
        if (!TryTake(name, out JsonElement value) || (nullable && value.ValueKind == JsonValueKind.Null))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            ? number
            : Unreadable<double?>(name, Describe(value), "a number", null);
    }

    private bool Require(string name, string what)
    {
        if (_fields.ContainsKey(name))
        {
            return true;
        }

        _known.Add(name);
        if (_isObject)
        {
            _faults.AddUnreadable(At(name), $"{name} is missing; it must be {what}.");
        }

        return false;
    }

    private bool TryTake(string name, out JsonElement value)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out value);
    }

    private T Unreadable<T>(string name, string found, string expected, T standIn)
    {
        _faults.AddUnreadable(At(name), $"{name} is {found}; it must be {expected}.");
        return standIn;
    }

    private string At(string name) => JsonPath.Field(_path, name);
}
