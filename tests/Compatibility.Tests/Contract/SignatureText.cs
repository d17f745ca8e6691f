using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>
/// Renders types in signatures as text that is equal for a reference and its definition: full names without assemblies,
/// with the distinction between classes and value types that the runtime makes. The context, where given, holds the
/// type arguments of the declaring type.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, IReadOnlyList<string>?>
{
    private const byte ValueTypeKind = (byte)SignatureTypeKind.ValueType;

    public static readonly SignatureText Instance = new();

    public static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}/{name}"
            : Qualify(reader.GetString(type.Namespace), name);
    }

    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return outer.IsNil ? Qualify(reader.GetString(type.Namespace), name) : $"{NameOf(reader, outer)}/{name}";
    }

    public static string Render(string name, MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "instance" : "static")} {signature.ReturnType} {name}"
        + (signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : string.Empty)
        + $"({string.Join(", ", signature.ParameterTypes)})";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[rank {shape.Rank}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => Render("*", signature);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(IReadOnlyList<string>? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(IReadOnlyList<string>? genericContext, int index) =>
        genericContext is null ? $"!{index}" : genericContext[index];

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        WithKind(NameOf(reader, handle), rawTypeKind);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        WithKind(NameOf(reader, handle), rawTypeKind);

    public string GetTypeFromSpecification(
        MetadataReader reader, IReadOnlyList<string>? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Qualify(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private static string WithKind(string name, byte rawTypeKind) =>
        rawTypeKind == ValueTypeKind ? $"valuetype {name}" : name;
}
