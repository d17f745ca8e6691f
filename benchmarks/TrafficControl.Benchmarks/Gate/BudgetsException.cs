namespace TrafficControl.Benchmarks.Gate;

/// <summary>A budgets file is wrong; the message names the field and the fix.</summary>
internal sealed class BudgetsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="field">
    /// Path of the field, such as <c>operations[2].maxRatio</c>; empty for the file as a whole.
    /// </param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="inner">The cause.</param>
    public BudgetsException(string field, string message, Exception? inner = null)
        : base(field.Length == 0 ? message : $"{field}: {message}", inner)
    {
        Field = field;
    }

    /// <summary>Path of the field.</summary>
    public string Field { get; }
}
