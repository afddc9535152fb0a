using System.Collections.Generic;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>The build properties that choose the target: BpfTargetKernel (default 6.1) and BpfCpu (default by the kernel).</summary>
public static class TargetProperties
{
    /// <summary>The first kernel with the 32-bit jumps of cpu v3.</summary>
    private static readonly KernelVersion FirstWithV3 = new(5, 1);

    /// <summary>The first kernel with the instructions of cpu v4.</summary>
    private static readonly KernelVersion FirstWithV4 = new(6, 6);

    /// <summary>Reads the properties; empty text counts as not set.</summary>
    /// <param name="faults">Gets a diagnostic, without a place, per property that says nothing sensible; the default is used for it.</param>
    public static CompilerOptions Read(string? targetKernel, string? cpu, List<Diagnostic> faults)
    {
        CompilerOptions options = new();
        KernelVersion kernel = new(options.TargetKernel >> 8, options.TargetKernel & 0xff);
        if (!string.IsNullOrWhiteSpace(targetKernel))
        {
            if (KernelVersion.TryParse(targetKernel!.Trim(), out KernelVersion asked))
            {
                kernel = asked;
            }
            else
            {
                faults.Add(Diagnostic.Create(DiagnosticTable.BuildProperty, Location.None, "BpfTargetKernel", targetKernel, "not a kernel version such as 6.1"));
            }
        }

        CpuVersion version = kernel < FirstWithV3 ? CpuVersion.V2 : kernel < FirstWithV4 ? CpuVersion.V3 : CpuVersion.V4;
        switch (cpu?.Trim())
        {
            case null or "":
                break;
            case "v1":
                version = CpuVersion.V1;
                break;
            case "v2":
                version = CpuVersion.V2;
                break;
            case "v3":
                version = CpuVersion.V3;
                break;
            case "v4":
                version = CpuVersion.V4;
                break;
            default:
                faults.Add(Diagnostic.Create(DiagnosticTable.BuildProperty, Location.None, "BpfCpu", cpu, "none of v1, v2, v3 and v4"));
                break;
        }

        KernelVersion first = version == CpuVersion.V4 ? FirstWithV4 : FirstWithV3;
        if (version >= CpuVersion.V3 && kernel < first)
        {
            faults.Add(Diagnostic.Create(DiagnosticTable.BuildProperty, Location.None, "BpfCpu", cpu, $"for kernels from {first}, and the target is {kernel}"));
        }

        return options with { TargetKernel = (kernel.Major << 8) | kernel.Minor, Cpu = version };
    }
}
