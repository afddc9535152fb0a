using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CSharpBpf.Frontend.Library;

/// <summary>
/// The C# source of an assembly as [BpfLibrarySource] carries it: gzip of the files (path, NUL, text, NUL; by ascending path) in base64, with
/// SHA-256 of the unpacked bytes as the content hash. The file without a path is what the library was compiled with (<see cref="LibraryRecord"/>).
/// </summary>
public sealed record LibrarySource(string ContentHash, string LanguageVersion, string Defines, string Payload)
{
    /// <summary>Whether arithmetic is checked where the source does not say.</summary>
    public bool ChecksOverflow { get; init; }

    public const string AttributeName = "CSharpBpf.BpfLibrarySourceAttribute";

    /// <summary>An unpacked payload larger than this is refused: no library is, and a forged payload could fill the memory.</summary>
    private const int MaximumSize = 64 << 20;

    /// <summary>Packs the trees of a library.</summary>
    public static LibrarySource Pack(CSharpCompilation compilation, CancellationToken cancellation)
    {
        List<(string Path, SyntaxTree Tree)> files = [.. compilation.SyntaxTrees.Select(tree => (SourcePath.Normalize(compilation.Options, tree.FilePath), tree))];
        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        StringBuilder content = new();
        foreach ((string path, SyntaxTree tree) in files)
        {
            content.Append(path).Append('\0').Append(tree.GetText(cancellation)).Append('\0');
        }

        content.Append('\0').Append(LibraryRecord.Write(compilation, files, cancellation)).Append('\0');
        byte[] bytes = Encoding.UTF8.GetBytes(content.ToString());
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes, 0, bytes.Length);
        }

        CSharpParseOptions? options = files.Count > 0 ? (CSharpParseOptions)files[0].Tree.Options : null;
        return new LibrarySource(
            Hash(bytes),
            (options?.LanguageVersion ?? Microsoft.CodeAnalysis.CSharp.LanguageVersion.Default).ToDisplayString(),
            string.Join(";", options?.PreprocessorSymbolNames.OrderBy(static name => name, StringComparer.Ordinal) ?? Enumerable.Empty<string>()),
            Convert.ToBase64String(packed.ToArray()))
        {
            ChecksOverflow = compilation.Options.CheckOverflow,
        };
    }

    /// <summary>The source that an assembly carries, or null.</summary>
    public static LibrarySource? Find(IAssemblySymbol assembly)
    {
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "BpfLibrarySourceAttribute" } attributeClass
                && attributeClass.ToDisplayString() == AttributeName
                && attribute.ConstructorArguments is [{ Value: string hash }, { Value: string version }, { Value: string defines }, { Value: string payload }])
            {
                return new LibrarySource(hash, version, defines, payload)
                {
                    ChecksOverflow = attribute.NamedArguments.Any(static argument => argument is { Key: "CheckOverflow", Value.Value: true }),
                };
            }
        }

        return null;
    }

    /// <summary>Unpacks and parses the files.</summary>
    /// <param name="fault">Why the payload cannot be used, if it cannot.</param>
    /// <returns>The contents, or null.</returns>
    public LibraryContents? Parse(out string? fault, CancellationToken cancellation)
    {
        if (!LanguageVersionFacts.TryParse(LanguageVersion, out LanguageVersion version))
        {
            fault = $"it is written in C# {LanguageVersion}, which this compiler does not know";
            return null;
        }

        if (Unpack(out fault) is not { } bytes)
        {
            return null;
        }

        string actual = Hash(bytes);
        if (actual != ContentHash)
        {
            fault = $"its content hash is {actual} instead of {ContentHash}";
            return null;
        }

        CSharpParseOptions options = new(version, DocumentationMode.None, SourceCodeKind.Regular, Defines.Split([';'], StringSplitOptions.RemoveEmptyEntries));
        string[] parts = Encoding.UTF8.GetString(bytes).Split('\0');
        List<SyntaxTree> trees = [];
        LibraryRecord record = new("");
        for (int i = 0; i + 1 < parts.Length; i += 2)
        {
            cancellation.ThrowIfCancellationRequested();
            if (parts[i].Length == 0)
            {
                record = new LibraryRecord(parts[i + 1]);
            }
            else
            {
                trees.Add(CSharpSyntaxTree.ParseText(SourceText.From(parts[i + 1], Encoding.UTF8), options, parts[i], cancellation));
            }
        }

        return new LibraryContents(trees, record);
    }

    private byte[]? Unpack(out string? fault)
    {
        try
        {
            using GZipStream gzip = new(new MemoryStream(Convert.FromBase64String(Payload)), CompressionMode.Decompress);
            using MemoryStream unpacked = new();
            byte[] buffer = new byte[81920];
            for (int read; (read = gzip.Read(buffer, 0, buffer.Length)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > MaximumSize)
                {
                    fault = $"it is larger than {MaximumSize >> 20} MiB";
                    return null;
                }
            }

            fault = null;
            return unpacked.ToArray();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            fault = "its payload is damaged";
            return null;
        }
    }

    private static string Hash(byte[] bytes)
    {
        using SHA256 sha256 = SHA256.Create();
        StringBuilder hash = new(64);
        foreach (byte b in sha256.ComputeHash(bytes))
        {
            hash.Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return hash.ToString();
    }
}

/// <summary>What a carried source consists of.</summary>
public sealed record LibraryContents(IReadOnlyList<SyntaxTree> Trees, LibraryRecord Record);
