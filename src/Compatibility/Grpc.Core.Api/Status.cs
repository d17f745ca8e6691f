namespace Grpc.Core;

/// <summary>A status code with its detail.</summary>
public readonly struct Status
{
    public static readonly Status DefaultSuccess = new(StatusCode.OK, string.Empty);

    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, string.Empty);

    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    public StatusCode StatusCode { get; }

    public string Detail { get; }

    /// <summary>Gets what the local side knows beyond the status; it never travels.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is Status other
        && StatusCode == other.StatusCode
        && string.Equals(Detail, other.Detail, StringComparison.Ordinal)
        && Equals(DebugException, other.DebugException);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StatusCode, Detail, DebugException);

    /// <inheritdoc/>
    public override string ToString()
    {
        string head = $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\"";
        return DebugException is { } exception
            ? $"{head}, DebugException=\"{exception.GetType()}: {exception.Message}\")"
            : head + ")";
    }
}
