using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TrafficControl.Compatibility.Tests.Contract;

/// <summary>Lists the references of one assembly into the stand-ins.</summary>
internal sealed class ReferenceReader
{
    private readonly MetadataReader _reader;
    private readonly HashSet<Reference> _found = [];

    private ReferenceReader(MetadataReader reader) => _reader = reader;

    public static IReadOnlyCollection<Reference> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = new ReferenceReader(file.GetMetadataReader());
        reader.ReadTypes();
        reader.ReadMembers();
        reader.ReadOverrides();
        return reader._found;
    }

    /// <summary>Returns the assemblies the file refers to, by simple name.</summary>
    public static Dictionary<string, AssemblyName> ReadAssemblies(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        return reader.AssemblyReferences
            .Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName())
            .ToDictionary(name => name.Name!, StringComparer.Ordinal);
    }

    private void ReadTypes()
    {
        foreach (TypeReferenceHandle handle in _reader.TypeReferences)
        {
            if (StandInOf(handle) is { } assembly)
            {
                _found.Add(new Reference(
                    ReferenceKind.Type, assembly, SignatureText.NameOf(_reader, handle), string.Empty));
            }
        }
    }

    private void ReadMembers()
    {
        foreach (MemberReferenceHandle handle in _reader.MemberReferences)
        {
            MemberReference member = _reader.GetMemberReference(handle);
            if (OpenType(member.Parent) is { } type && StandInOf(type) is { } assembly)
            {
                string name = _reader.GetString(member.Name);
                bool isMethod = member.GetKind() == MemberReferenceKind.Method;
                _found.Add(new Reference(
                    isMethod ? ReferenceKind.Method : ReferenceKind.Field,
                    assembly,
                    SignatureText.NameOf(_reader, type),
                    isMethod
                        ? SignatureText.Render(name, member.DecodeMethodSignature(SignatureText.Instance, null))
                        : $"{member.DecodeFieldSignature(SignatureText.Instance, null)} {name}"));
            }
        }
    }

    // An override has no reference row: it finds its slot by name and signature, and silently opens a new one if there
    // is none. So it is compared as well.
    private void ReadOverrides()
    {
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
        {
            TypeDefinition type = _reader.GetTypeDefinition(handle);
            if (OpenType(type.BaseType) is not { } baseType || StandInOf(baseType) is not { } assembly)
            {
                continue;
            }

            foreach (MethodDefinition method in type.GetMethods().Select(_reader.GetMethodDefinition))
            {
                string name = _reader.GetString(method.Name);
                bool overrides = method.Attributes.HasFlag(MethodAttributes.Virtual)
                    && !method.Attributes.HasFlag(MethodAttributes.NewSlot);
                if (overrides && name is not ("ToString" or "Equals" or "GetHashCode" or "Finalize"))
                {
                    _found.Add(new Reference(
                        ReferenceKind.Override,
                        assembly,
                        SignatureText.NameOf(_reader, baseType),
                        SignatureText.Render(name, method.DecodeSignature(SignatureText.Instance, null)),
                        TypeArgumentsOf(type.BaseType)));
                }
            }
        }
    }

    private TypeReferenceHandle? OpenType(EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                return (TypeReferenceHandle)type;
            case HandleKind.TypeSpecification:
                BlobReader blob = Blob((TypeSpecificationHandle)type);
                if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                {
                    return null;
                }

                blob.ReadByte();
                EntityHandle open = blob.ReadTypeHandle();
                return open.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)open : null;
            default:
                return null;
        }
    }

    private string[]? TypeArgumentsOf(EntityHandle type)
    {
        if (type.Kind != HandleKind.TypeSpecification)
        {
            return null;
        }

        BlobReader blob = Blob((TypeSpecificationHandle)type);
        blob.ReadSignatureTypeCode();
        blob.ReadByte();
        blob.ReadTypeHandle();
        var decoder = new System.Reflection.Metadata.Ecma335.SignatureDecoder<string, IReadOnlyList<string>?>(
            SignatureText.Instance, _reader, null);
        var arguments = new string[blob.ReadCompressedInteger()];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = decoder.DecodeType(ref blob);
        }

        return arguments;
    }

    private BlobReader Blob(TypeSpecificationHandle handle) =>
        _reader.GetBlobReader(_reader.GetTypeSpecification(handle).Signature);

    private string? StandInOf(TypeReferenceHandle handle)
    {
        EntityHandle scope = _reader.GetTypeReference(handle).ResolutionScope;
        switch (scope.Kind)
        {
            case HandleKind.TypeReference:
                return StandInOf((TypeReferenceHandle)scope);
            case HandleKind.AssemblyReference:
                string name = _reader.GetString(
                    _reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
                return Assemblies.StandIns.Contains(name) ? name : null;
            default:
                return null;
        }
    }
}
