using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TrafficControl.Storage.Databases;

/// <summary>Brings a database to the schema this program knows: all missing steps in one transaction, or none.</summary>
internal static class SchemaUpgrade
{
    // Any number will do, as long as all versions of this program use the same one.
    private const long UpgradeLock = 7_461_201;

    /// <summary>Runs the steps that a database lacks.</summary>
    /// <param name="database">The database, empty or with any earlier version.</param>
    /// <param name="kind">Which database it is.</param>
    /// <param name="steps">The statements of each version, from version 1 on.</param>
    /// <param name="cancellation">Ends it, with nothing changed.</param>
    /// <exception cref="StorageException">The database's version is newer than the last step.</exception>
    internal static async Task RunAsync(
        TrafficDatabase database, DatabaseKind kind, IReadOnlyList<string[]> steps, CancellationToken cancellation)
    {
        await using IDbContextTransaction transaction =
            await database.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using DbCommand command = database.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        if (kind == DatabaseKind.PostgreSql)
        {
            // Two engines that start together upgrade one after the other.
            await RunAsync(
                command, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({UpgradeLock})"), cancellation)
                .ConfigureAwait(false);
        }

        await RunAsync(
            command, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)", cancellation)
            .ConfigureAwait(false);
        object? known = await RunAsync(command, "SELECT COALESCE(MAX(version), 0) FROM schema_version", cancellation)
            .ConfigureAwait(false);
        int version = Convert.ToInt32(known, CultureInfo.InvariantCulture);
        if (version > steps.Count)
        {
            throw new StorageException(
                $"Database: its schema has version {version}, this program knows {steps.Count}; run the newer program that made it.");
        }

        for (; version < steps.Count; version++)
        {
            foreach (string statement in steps[version])
            {
                await RunAsync(command, statement, cancellation).ConfigureAwait(false);
            }

            await RunAsync(
                command,
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version (version) VALUES ({version + 1})"),
                cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static Task<object?> RunAsync(DbCommand command, string statement, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The statements are constants of this program.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalarAsync(cancellation);
    }
}
