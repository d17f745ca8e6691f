using Microsoft.Data.Sqlite;
using Npgsql;

namespace TrafficControl.Storage.Databases;

/// <summary>Where the database is, read from one text: empty, a file, or a PostgreSQL connection string.</summary>
public sealed class DatabaseAddress
{
    private DatabaseAddress(DatabaseKind kind, string connectionString, string shown)
    {
        Kind = kind;
        ConnectionString = connectionString;
        Shown = shown;
    }

    /// <summary>Which database it is.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>The database for people to read: never with a password.</summary>
    public string Shown { get; }

    internal string ConnectionString { get; }

    /// <summary>Reads an address. A text with "Host=" in it is a PostgreSQL connection string, any other a file.</summary>
    /// <param name="text">
    /// Empty: in memory. Otherwise the path of a SQLite file, created when it does not exist, or a connection string such as
    /// <c>Host=db;Database=traffic;Username=traffic;Password=...</c>.
    /// </param>
    /// <exception cref="StorageException">The connection string is not one, or the file's folder does not exist.</exception>
    public static DatabaseAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return new DatabaseAddress(DatabaseKind.Memory, "Data Source=:memory:", "memory");
        }

        return text.Contains("Host=", StringComparison.OrdinalIgnoreCase) ? ParsePostgreSql(text) : ParseFile(text);
    }

    private static DatabaseAddress ParseFile(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || !Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw Wrong($"'{path}' cannot be a database file; name a file in a folder that exists.");
        }

        SqliteConnectionStringBuilder builder = new() { DataSource = full };
        return new DatabaseAddress(DatabaseKind.Sqlite, builder.ToString(), path);
    }

    private static DatabaseAddress ParsePostgreSql(string text)
    {
        try
        {
            NpgsqlConnectionStringBuilder builder = new(text);
            return new DatabaseAddress(
                DatabaseKind.PostgreSql, builder.ToString(), $"{builder.Database} on {builder.Host}:{builder.Port}");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The driver's message may hold a part of the text, and with it a password.
            throw Wrong("the PostgreSQL connection string cannot be read; write it as Host=...;Database=...;Username=...;Password=....");
        }
    }

    private static StorageException Wrong(string message) => new("Database: " + message);
}
