using Google.Protobuf.Reflection;
using Grpc.Core;
using TrafficControl.Protocol.Reflection.V1;
using Question = TrafficControl.Protocol.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace TrafficControl.Server.Reflection;

/// <summary>Answers reflection questions from an index, one at a time and without state between them.</summary>
internal sealed class ReflectionResponder(DescriptorIndex index)
{
    /// <summary>Answers one question; what cannot be answered becomes an error response, never an exception.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Question.ListServices:
                response.ListServicesResponse = ListServices();
                break;
            case Question.FileByFilename:
                AnswerWithFile(response, index.FindFile(request.FileByFilename), $"File \"{request.FileByFilename}\"");
                break;
            case Question.FileContainingSymbol:
                AnswerWithFile(
                    response,
                    index.FindFileOfSymbol(request.FileContainingSymbol),
                    $"Symbol \"{request.FileContainingSymbol}\"");
                break;
            case Question.FileContainingExtension:
                ExtensionRequest extension = request.FileContainingExtension;
                AnswerWithFile(
                    response,
                    index.FindFileOfExtension(extension.ContainingType, extension.ExtensionNumber),
                    $"Extension {extension.ExtensionNumber} of \"{extension.ContainingType}\"");
                break;
            case Question.AllExtensionNumbersOfType:
                AnswerWithExtensionNumbers(response, request.AllExtensionNumbersOfType);
                break;
            case Question.None:
            default:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "The request asks nothing: set message_request.");
                break;
        }

        return response;
    }

    /// <summary>Answers a stream of questions until the client ends it or goes away.</summary>
    public static async Task RunAsync<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        Func<TRequest, TResponse> answer,
        CancellationToken cancellationToken)
    {
        try
        {
            while (await requests.MoveNext(cancellationToken))
            {
                await responses.WriteAsync(answer(requests.Current), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The deadline has passed or the server has noticed that the client is gone.
        }
        catch (IOException)
        {
            // Tools reset the stream once they know enough. That surfaces as a failed read, at times before the token
            // is cancelled, and is no error of the server.
        }
    }

    private static void AnswerWithFile(ServerReflectionResponse response, FileDescriptor? file, string what)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, $"{what} is unknown.");
            return;
        }

        // The file asked for comes first, then all it imports, so that one answer is enough to build descriptors.
        var answer = new FileDescriptorResponse();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<FileDescriptor>([file]);
        while (open.TryDequeue(out FileDescriptor? next))
        {
            if (seen.Add(next.Name))
            {
                answer.FileDescriptorProto.Add(next.SerializedData);
                foreach (FileDescriptor dependency in next.Dependencies)
                {
                    open.Enqueue(dependency);
                }
            }
        }

        response.FileDescriptorResponse = answer;
    }

    private static ErrorResponse Error(StatusCode code, string message) =>
        new() { ErrorCode = (int)code, ErrorMessage = message };

    private void AnswerWithExtensionNumbers(ServerReflectionResponse response, string message)
    {
        IReadOnlyCollection<int>? numbers = index.FindExtensionNumbers(message);
        if (numbers is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, $"Message \"{message}\" is unknown.");
            return;
        }

        response.AllExtensionNumbersResponse = new ExtensionNumberResponse
        {
            BaseTypeName = message,
            ExtensionNumber = { numbers },
        };
    }

    private ListServiceResponse ListServices()
    {
        var list = new ListServiceResponse();
        foreach (string name in index.ServiceNames)
        {
            list.Service.Add(new ServiceResponse { Name = name });
        }

        return list;
    }
}
