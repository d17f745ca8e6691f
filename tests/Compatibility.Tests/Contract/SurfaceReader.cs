using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>Answers whether one stand-in has what a reference refers to, visible from outside.</summary>
internal sealed class SurfaceReader : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly Dictionary<string, TypeDefinitionHandle> _types = new(StringComparer.Ordinal);

    public SurfaceReader(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
        {
            _types.Add(SignatureText.NameOf(_reader, handle), handle);
        }
    }

    public void Dispose() => _file.Dispose();

    public bool Has(Reference reference)
    {
        if (!_types.TryGetValue(reference.Type, out TypeDefinitionHandle handle) || !IsVisible(handle))
        {
            return false;
        }

        return reference.Kind switch
        {
            ReferenceKind.Type => true,
            ReferenceKind.Field => HasField(handle, reference.Member),
            _ => HasMethod(handle, reference),
        };
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    private bool HasField(TypeDefinitionHandle handle, string field) =>
        _reader.GetTypeDefinition(handle).GetFields().Select(_reader.GetFieldDefinition).Any(definition =>
            (definition.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family
            && $"{definition.DecodeSignature(SignatureText.Instance, null)} {_reader.GetString(definition.Name)}" == field);

    private bool HasMethod(TypeDefinitionHandle handle, Reference reference)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        foreach (MethodDefinition method in type.GetMethods().Select(_reader.GetMethodDefinition))
        {
            bool visible = (method.Attributes & MethodAttributes.MemberAccessMask)
                is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
            bool usable = reference.Kind != ReferenceKind.Override
                || (method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.Final));
            if (visible
                && usable
                && reference.Member == SignatureText.Render(
                    _reader.GetString(method.Name),
                    method.DecodeSignature(SignatureText.Instance, reference.TypeArguments)))
            {
                return true;
            }
        }

        // Calls name the type they are made on; the member may be one of a base type.
        return type.BaseType.Kind == HandleKind.TypeDefinition
            && HasMethod((TypeDefinitionHandle)type.BaseType, reference);
    }
}
