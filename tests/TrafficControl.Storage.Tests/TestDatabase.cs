using Microsoft.Data.Sqlite;
using Npgsql;
using TrafficControl.Storage.Databases;
using TrafficControl.Testing;

namespace TrafficControl.Storage.Tests;

/// <summary>An empty database for one test.</summary>
[SetUpFixture]
public sealed class TestDatabase
{
    private static readonly SemaphoreSlim Starting = new(1, 1);
    private static PostgresServer? _postgres;
    private static bool _isStarted;
    private static int _count;

    internal static async Task<string> CreateAsync(DatabaseKind kind, string folder)
    {
        switch (kind)
        {
            case DatabaseKind.Memory:
                return "";
            case DatabaseKind.Sqlite:
                return Path.Combine(folder, "street.db");
            default:
                PostgresServer? postgres = await StartAsync();
                if (postgres is null)
                {
                    Assert.Ignore(PostgresServer.Missing);
                }

                string name = $"test{Interlocked.Increment(ref _count)}";
                await using (NpgsqlConnection connection = new(postgres!.ConnectionString))
                {
                    await connection.OpenAsync();
                    await using NpgsqlCommand command = new($"CREATE DATABASE {name}", connection);
                    await command.ExecuteNonQueryAsync();
                }

                return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name }.ToString();
        }
    }

    [OneTimeTearDown]
    public void Stop()
    {
        NpgsqlConnection.ClearAllPools();
        SqliteConnection.ClearAllPools();
        _postgres?.Dispose();
    }

    private static async Task<PostgresServer?> StartAsync()
    {
        await Starting.WaitAsync();
        try
        {
            _postgres = _isStarted ? _postgres : await PostgresServer.TryStartAsync();
            _isStarted = true;
            return _postgres;
        }
        finally
        {
            Starting.Release();
        }
    }
}
