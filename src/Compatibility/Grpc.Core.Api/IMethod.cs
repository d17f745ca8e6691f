namespace Grpc.Core;

/// <summary>A method without its message types.</summary>
public interface IMethod
{
    MethodType Type { get; }

    string ServiceName { get; }

    string Name { get; }

    /// <summary>Gets the path of the method: <c>/service/method</c>.</summary>
    string FullName { get; }
}
