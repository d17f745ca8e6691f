namespace TrafficControl.Storage.Databases;

/// <summary>
/// The schema, step by step: a step that was released is never changed, a later one amends it. Written for both databases;
/// <c>{text}</c> is a text that sorts by its bytes, which is what pages of a list go by.
/// </summary>
internal static class SchemaSteps
{
    /// <summary>The statements of each version, from version 1 on.</summary>
    /// <param name="kind">The database.</param>
    internal static IReadOnlyList<string[]> For(DatabaseKind kind)
    {
        string text = kind == DatabaseKind.PostgreSql ? "TEXT COLLATE \"C\" NOT NULL" : "TEXT NOT NULL";
        string[] first = [.. First, .. AppendOnly(kind, "plan_versions"), .. AppendOnly(kind, "audit")];
        return [Array.ConvertAll(first, statement => statement.Replace("{text}", text, StringComparison.Ordinal))];
    }

    private static readonly string[] First =
    [
        """
        CREATE TABLE plans (
            intersection_id {text}, plan_id {text}, version INTEGER NOT NULL, is_deleted BOOLEAN NOT NULL,
            PRIMARY KEY (intersection_id, plan_id))
        """,
        """
        CREATE TABLE plan_versions (
            intersection_id {text}, plan_id {text}, version INTEGER NOT NULL, document {text}, checksum {text},
            author {text}, reason {text}, created_ms BIGINT NOT NULL,
            PRIMARY KEY (intersection_id, plan_id, version),
            FOREIGN KEY (intersection_id, plan_id) REFERENCES plans (intersection_id, plan_id))
        """,
        """
        CREATE TABLE activations (
            intersection_id {text} PRIMARY KEY, plan_id {text}, version INTEGER NOT NULL, author {text}, reason {text},
            activated_ms BIGINT NOT NULL)
        """,
        """
        CREATE TABLE requests (
            request_id {text} PRIMARY KEY, fingerprint {text}, intersection_id {text}, plan_id {text},
            version INTEGER NOT NULL)
        """,
        """
        CREATE TABLE audit (
            sequence BIGINT NOT NULL PRIMARY KEY, time_ms BIGINT NOT NULL, author {text}, origin {text}, action {text},
            intersection_id {text}, plan_id {text}, old_value {text}, new_value {text}, reason {text}, request_id {text},
            result {text}, previous_hash {text}, hash {text})
        """,
        "CREATE INDEX audit_by_plan ON audit (intersection_id, plan_id, sequence)",
        "CREATE TABLE audit_head (id INTEGER NOT NULL PRIMARY KEY, sequence BIGINT NOT NULL, hash {text})",
        "INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '')",
    ];

    /// <summary>A table whose rows stay as they were written, whoever asks the database.</summary>
    private static IEnumerable<string> AppendOnly(DatabaseKind kind, string table)
    {
        if (kind != DatabaseKind.PostgreSql)
        {
            foreach (string change in new[] { "UPDATE", "DELETE" })
            {
                yield return $"""
                    CREATE TRIGGER {table}_refuses_{change} BEFORE {change} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
                    """;
            }

            yield break;
        }

        yield return $"""
            CREATE FUNCTION {table}_refuses_change() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''{table} is append-only''; END'
            """;
        yield return $"""
            CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses_change()
            """;
    }
}
