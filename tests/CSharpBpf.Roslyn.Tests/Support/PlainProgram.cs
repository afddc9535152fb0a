using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
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

    public PlainProgram(TestCompilation compilation)
    {
        using var image = new MemoryStream();
        EmitResult result = compilation.Plain.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetTypes().First(static t => t.IsSubclassOf(typeof(BpfObject)));
        Image = Compile(compilation);
        type.GetField("Image")!.SetValue(null, Image);
    }

    /// <summary>The compiled object: an ELF file.</summary>
    public byte[] Image { get; }

    /// <summary>What the method of a program makes of a packet. Every run is that of a new object.</summary>
    public RunOutcome Run(string method, byte[] packet)
    {
        using BpfObject target = Create();
        MethodInfo member = type.GetMethod(method)!;
        if (IsTc(method))
        {
            using SkbFrame skb = SkbFrame.From(packet);
            TcAction action = skb.Run(member.CreateDelegate<Func<TcContext, TcAction>>(target));
            return new RunOutcome((uint)action, skb.Packet.ToArray(), skb.Context.Mark, skb.Context.Priority, Records(target));
        }

        using XdpFrame frame = XdpFrame.From(packet);
        XdpAction result = frame.Run(member.CreateDelegate<Func<XdpContext, XdpAction>>(target));
        return new RunOutcome((uint)result, frame.Packet.ToArray(), Records: Records(target));
    }

    /// <summary>What the compiled program makes of a packet.</summary>
    public RunOutcome Run(string program, byte[] packet, BpfTarget target)
    {
        using BpfObject loaded = Create();
        loaded.Load(target);
        if (IsTc(program))
        {
            TcRunResult run = new TcProgram(loaded, program).Run(packet);
            return new RunOutcome(run.ReturnValue, run.Packet.ToArray(), run.Mark, run.Priority, Records(loaded));
        }

        XdpRunResult result = new XdpProgram(loaded, program).Run(packet);
        return new RunOutcome((uint)result.Action, result.Packet.ToArray(), Records: Records(loaded));
    }

    /// <summary>Whether a program is a classifier, by its method.</summary>
    public bool IsTc(string method) => type.GetMethod(method)?.GetParameters()[0].ParameterType == typeof(TcContext);

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
        using BpfObject loaded = Create();
        loaded.Load(target);
        new XdpProgram(loaded, program).Run(packet);
        return loaded.Environment.TraceOutput;
    }

    /// <summary>What the object's ring buffers hold, in hexadecimal; of long records the zeros at the end as a number.</summary>
    private string Records(BpfObject target)
    {
        var records = new List<string>();
        foreach (RecordBuffer buffer in type.GetProperties().Where(static p => p.PropertyType.IsAssignableTo(typeof(RecordBuffer))).Select(p => (RecordBuffer)p.GetValue(target)!))
        {
            while (buffer.TryReadBytes(out byte[]? record))
            {
                ReadOnlySpan<byte> start = record.AsSpan().TrimEnd((byte)0);
                records.Add(record.Length <= 32 ? Convert.ToHexStringLower(record) : $"{Convert.ToHexStringLower(start)}+{record.Length - start.Length}");
            }
        }

        return string.Join(",", records);
    }

    private BpfObject Create() => (BpfObject)Activator.CreateInstance(type)!;

    private static byte[] Compile(TestCompilation compilation)
    {
        LoweringResult lowered = compilation.Lower();
        Assert.True(lowered.Module is not null, string.Join("\n", lowered.Diagnostics));
        CompileResult compiled = BpfCompiler.Compile(lowered.Module, new CompilerOptions());
        Assert.True(compiled.Diagnostics.All(static d => d.IsWarning), string.Join("\n", compiled.Diagnostics.Select(static d => $"{d.Location?.UserLocation.Line}: {d.Id} {string.Join(", ", d.Arguments)}")));
        return ObjectWriter.Write(compiled.Object!);
    }
}

/// <summary>What a program returned, the packet and its metadata behind it, and the records it sent.</summary>
internal sealed record RunOutcome(uint Result, byte[] Packet, uint Mark = 0, uint Priority = 0, string Records = "")
{
    public override string ToString() =>
        $"{Result.ToString(CultureInfo.InvariantCulture)} {Convert.ToHexStringLower(Packet)}{((Mark | Priority) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" mark {Mark} priority {Priority}"))}{(Records.Length == 0 ? "" : " records " + Records)}";
}
