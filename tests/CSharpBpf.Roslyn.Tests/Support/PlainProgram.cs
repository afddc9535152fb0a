using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>Runs the program methods of a BPF class as plain C#.</summary>
internal sealed class PlainProgram
{
    private readonly Type type;

    public PlainProgram(TestCompilation compilation)
    {
        using var image = new MemoryStream();
        EmitResult result = compilation.Plain.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetTypes().First(static t => t.IsSubclassOf(typeof(BpfObject)));
    }

    /// <summary>What one program makes of a packet. Every run is that of a new object.</summary>
    public RunOutcome Run(string program, byte[] packet)
    {
        using var target = (BpfObject)Activator.CreateInstance(type)!;
        using XdpFrame frame = XdpFrame.From(packet);
        object? result = type.GetMethod(program)!.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [frame.Context], CultureInfo.InvariantCulture);
        return new RunOutcome((uint)(int)result!, frame.Packet.ToArray());
    }
}

/// <summary>What a program returned, and the packet behind it.</summary>
internal sealed record RunOutcome(uint Result, byte[] Packet)
{
    public override string ToString() => $"{Result.ToString(CultureInfo.InvariantCulture)} {Convert.ToHexStringLower(Packet)}";
}
