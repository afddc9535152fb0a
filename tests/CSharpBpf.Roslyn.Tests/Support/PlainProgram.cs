using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using System.Threading;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend;
using CSharpBpf.Object;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>A BPF class of a test: its methods as plain C#, and the compiled object in the virtual machine and in the kernel.</summary>
internal sealed class PlainProgram
{
    private readonly Type type;
    private readonly Lazy<Type> kernelType;

    public PlainProgram(TestCompilation compilation)
    {
        using var assembly = new MemoryStream();
        EmitResult result = compilation.Plain.Emit(assembly);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
        Image = Compile(compilation);
        type = Load(assembly.ToArray(), Image);
        kernelType = new Lazy<Type>(() => Load(assembly.ToArray(), TestRunImage.Create(Image)));
    }

    /// <summary>The compiled object: an ELF file.</summary>
    public byte[] Image { get; }

    /// <summary>How long after a run there is another of the same object on the same packet, whose outcome counts then. For timers.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>What the method of a program makes of a packet, or of the bytes of another context. Every run is that of a new object.</summary>
    public RunOutcome Run(string method, byte[] packet)
    {
        using BpfObject target = Create(type);
        if (Wait == TimeSpan.Zero)
        {
            return ProgramRunner.RunPlain(target, type.GetMethod(method)!, packet) with { Records = Records(target) };
        }

        BpfEnvironment outer = BpfEnvironment.Current;
        BpfEnvironment.Current = target.Environment;
        try
        {
            RunOutcome first = ProgramRunner.RunPlain(target, type.GetMethod(method)!, packet);
            target.Environment.Advance(Wait);
            return ProgramRunner.RunPlain(target, type.GetMethod(method)!, packet) with { First = first.ToString() };
        }
        finally
        {
            BpfEnvironment.Current = outer;
        }
    }

    /// <summary>What the compiled program makes of a packet, or of the bytes of another context.</summary>
    public RunOutcome Run(string program, byte[] packet, BpfTarget target)
    {
        using BpfObject loaded = Create(target == BpfTarget.Kernel ? kernelType.Value : type);
        loaded.Load(target);
        RunOutcome first = ProgramRunner.RunLoaded(loaded, ContextOf(program), program, packet);
        if (Wait == TimeSpan.Zero)
        {
            return first with { Records = Records(loaded) };
        }

        if (target == BpfTarget.Kernel)
        {
            Thread.Sleep(Wait);
        }
        else
        {
            loaded.Environment.Advance(Wait);
        }

        return ProgramRunner.RunLoaded(loaded, ContextOf(program), program, packet) with { First = first.ToString() };
    }

    /// <summary>The context of a program, by its method.</summary>
    public Type ContextOf(string method) => type.GetMethod(method)?.GetParameters()[0].ParameterType ?? typeof(XdpContext);

    /// <summary>What the method of a program prints.</summary>
    public IReadOnlyList<string> TraceOf(string method, byte[] packet)
    {
        BpfEnvironment outer = BpfEnvironment.Current;
        BpfEnvironment.Current = new BpfEnvironment();
        try
        {
            Run(method, packet);
            return BpfEnvironment.Current.TraceOutput;
        }
        finally
        {
            BpfEnvironment.Current = outer;
        }
    }

    /// <summary>What the compiled program prints.</summary>
    public IReadOnlyList<string> TraceOf(string program, byte[] packet, BpfTarget target)
    {
        using BpfObject loaded = Create(type);
        loaded.Load(target);
        new XdpProgram(loaded, program).Run(packet);
        return loaded.Environment.TraceOutput;
    }

    /// <summary>What the object's ring buffers hold, in hexadecimal; of long records the zeros at the end as a number.</summary>
    private static string Records(BpfObject target)
    {
        var records = new List<string>();
        foreach (RecordBuffer buffer in target.GetType().GetProperties().Where(static p => p.PropertyType.IsAssignableTo(typeof(RecordBuffer))).Select(p => (RecordBuffer)p.GetValue(target)!))
        {
            while (buffer.TryReadBytes(out byte[]? record))
            {
                ReadOnlySpan<byte> start = record.AsSpan().TrimEnd((byte)0);
                records.Add(record.Length <= 32 ? Convert.ToHexStringLower(record) : $"{Convert.ToHexStringLower(start)}+{record.Length - start.Length}");
            }
        }

        return string.Join(",", records);
    }

    private static BpfObject Create(Type type) => (BpfObject)Activator.CreateInstance(type)!;

    private static Type Load(byte[] assembly, byte[] image)
    {
        Type loaded = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(new MemoryStream(assembly)).GetTypes().First(static t => t.IsSubclassOf(typeof(BpfObject)));
        loaded.GetField("Image")!.SetValue(null, image);
        return loaded;
    }

    private static byte[] Compile(TestCompilation compilation)
    {
        LoweringResult lowered = compilation.Lower();
        Assert.True(lowered.Module is not null, string.Join("\n", lowered.Diagnostics));
        CompileResult compiled = BpfCompiler.Compile(lowered.Module, compilation.Target);
        Assert.True(compiled.Diagnostics.All(static d => d.IsWarning), string.Join("\n", compiled.Diagnostics.Select(static d => $"{d.Location?.UserLocation.Line}: {d.Id} {string.Join(", ", d.Arguments)}")));
        return ObjectWriter.Write(compiled.Object!);
    }
}

/// <summary>What a program returned, the packet and its metadata behind it, and the records it sent; in front of a second run, the first one's.</summary>
internal sealed record RunOutcome(uint Result, byte[] Packet, uint Mark = 0, uint Priority = 0, string Records = "", string First = "")
{
    /// <summary>What stands in front of the packet.</summary>
    public byte[] Metadata { get; init; } = [];

    public override string ToString() =>
        $"{Result.ToString(CultureInfo.InvariantCulture)} {Convert.ToHexStringLower(Packet)}{((Mark | Priority) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" mark {Mark} priority {Priority}"))}{(Metadata.Length == 0 ? "" : " metadata " + Convert.ToHexStringLower(Metadata))}{(Records.Length == 0 ? "" : " records " + Records)}{(First.Length == 0 ? "" : " behind " + First)}";
}
