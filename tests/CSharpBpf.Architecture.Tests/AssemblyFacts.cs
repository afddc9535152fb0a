using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CSharpBpf.Architecture.Tests;

/// <summary>What an assembly's metadata says, read without loading it.</summary>
internal sealed record AssemblyFacts(IReadOnlyList<string> References, IReadOnlyList<string> PInvokes)
{
    public static AssemblyFacts Read(string path)
    {
        using PEReader reader = new(File.OpenRead(path));
        MetadataReader metadata = reader.GetMetadataReader();
        List<string> references = [];
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            references.Add(metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        }

        List<string> pinvokes = [];
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
            {
                pinvokes.Add(metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name) + "." + metadata.GetString(method.Name));
            }
        }

        references.Sort(StringComparer.Ordinal);
        return new AssemblyFacts(references, pinvokes);
    }
}
