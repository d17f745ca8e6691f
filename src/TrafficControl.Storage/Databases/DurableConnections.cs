using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace TrafficControl.Storage.Databases;

/// <summary>Makes SQLite wait for the disk at every commit: what is acknowledged survives a power cut.</summary>
internal sealed class DurableConnections : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite's driver has no asynchronous work to wait for.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
