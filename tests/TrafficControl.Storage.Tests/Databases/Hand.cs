using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Tests.Databases;

/// <summary>Somebody with the database's password and no good intentions.</summary>
internal static class Hand
{
    internal static async Task RunAsync(DatabaseAddress address, params string[] statements)
    {
        await using DbConnection connection = address.Kind == DatabaseKind.PostgreSql
            ? new NpgsqlConnection(address.ConnectionString)
            : new SqliteConnection(address.ConnectionString);
        await connection.OpenAsync();
        foreach (string statement in statements)
        {
            await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
            command.CommandText = statement;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Takes away what keeps a table's rows as they are.</summary>
    internal static Task UnlockAsync(DatabaseAddress address, string table) => address.Kind == DatabaseKind.PostgreSql
        ? RunAsync(address, $"DROP TRIGGER {table}_refuses_change ON {table}")
        : RunAsync(address, $"DROP TRIGGER {table}_refuses_UPDATE", $"DROP TRIGGER {table}_refuses_DELETE");
}
