using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CSharpBpf.Build;

/// <summary>One BPF object in an assembly.</summary>
public sealed record ObjectImage(string FileName, byte[] Contents);

/// <summary>
/// Finds the ELF images in an assembly without loading it. The generator marks a property [BpfObjectImage(file name)]; the C# compiler turns its
/// constant span into a field with an address in the file (RVA), which the getter's only field token names and whose type has the image's size.
/// </summary>
public static class ObjectImageReader
{
    private const byte LoadStaticFieldAddress = 0x7f;
    private const byte LoadToken = 0xd0;
    private const int FieldTable = 0x04;

    /// <summary>The objects of an assembly, in metadata order.</summary>
    /// <exception cref="BadImageFormatException">The bytes are no assembly, or a marked property does not have the shape above.</exception>
    public static IReadOnlyList<ObjectImage> Read(byte[] assembly)
    {
        using PEReader file = new(ImmutableArray.Create(assembly));
        if (!file.HasMetadata)
        {
            throw new BadImageFormatException("the file is no .NET assembly");
        }

        MetadataReader metadata = file.GetMetadataReader();
        List<ObjectImage> images = [];
        foreach (CustomAttributeHandle handle in metadata.CustomAttributes)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind == HandleKind.PropertyDefinition && IsObjectImage(metadata, attribute))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                string name = value.ReadSerializedString() ?? throw new BadImageFormatException("a [BpfObjectImage] has no file name");
                PropertyDefinition property = metadata.GetPropertyDefinition((PropertyDefinitionHandle)attribute.Parent);
                images.Add(new ObjectImage(name, ReadContents(file, metadata, property.GetAccessors().Getter, name)));
            }
        }

        return images;
    }

    private static bool IsObjectImage(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, "BpfObjectImageAttribute") && metadata.StringComparer.Equals(type.Namespace, "CSharpBpf");
    }

    private static byte[] ReadContents(PEReader file, MetadataReader metadata, MethodDefinitionHandle getter, string name)
    {
        byte[] code = file.GetMethodBody(metadata.GetMethodDefinition(getter).RelativeVirtualAddress).GetILBytes() ?? [];
        for (int i = 0; i + 5 <= code.Length; i++)
        {
            int token = BitConverter.ToInt32(code, i + 1);
            if (code[i] is LoadStaticFieldAddress or LoadToken && token >> 24 == FieldTable)
            {
                FieldDefinition field = metadata.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(token & 0xffffff));
                int size = field.DecodeSignature(new FieldSize(metadata), genericContext: null);
                return [.. file.GetSectionData(field.GetRelativeVirtualAddress()).GetContent(0, size)];
            }
        }

        throw new BadImageFormatException($"the object '{name}' was not compiled, though no error was reported: build with the analyzers, which report it (RunAnalyzers, NoWarn)");
    }

    /// <summary>The size of a field's type, if it is a struct of the assembly with an explicit size; nothing else occurs here.</summary>
    private sealed class FieldSize(MetadataReader metadata) : ISignatureTypeProvider<int, object?>
    {
        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => metadata.GetTypeDefinition(handle).GetLayout().Size;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => unmodifiedType;

        public int GetPinnedType(int elementType) => elementType;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => 0;
    }
}
