namespace Grpc.Core;

/// <summary>Ties a call to the served call on whose behalf it is made.</summary>
public abstract class ContextPropagationToken
{
    /// <summary>Internal: only an implementation of the server makes tokens.</summary>
    internal ContextPropagationToken()
    {
    }
}
