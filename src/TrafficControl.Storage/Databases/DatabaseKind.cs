namespace TrafficControl.Storage.Databases;

/// <summary>Where a store keeps its rows.</summary>
public enum DatabaseKind
{
    /// <summary>In this process's memory, gone when it ends.</summary>
    Memory,

    /// <summary>In a SQLite file.</summary>
    Sqlite,

    /// <summary>On a PostgreSQL server.</summary>
    PostgreSql,
}
