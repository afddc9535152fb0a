using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>Programs that are large in some way: their code still works, or a diagnostic says what is too large.</summary>
public sealed class LimitTests
{
    private const string Head = """ program Xdp section "xdp" context "xdp_md" {""";

    [Fact]
    public void AFrameOverTheLimitIsADiagnosticThatNamesTheVariables()
    {
        CompileResult result = Generate($$"""
            function @big(%ctx: ctx) -> i32 {{Head}}
            entry:
              %a = alloca 400 align 8 "buffer"
              %b = alloca 120 align 8 "name"
              %r1 = call_helper i64 GetCurrentComm(%a, 400)
              %r2 = call_helper i64 GetCurrentComm(%b, 120)
              %c = load.u32 i32 %a
              %d = load.u32 i32 %b
              %sum = add i32 %c, %d
              ret %sum
            }
            """);
        Assert.Null(result.Object);
        CompilerDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("BPF0401", diagnostic.Id);
        Assert.Equal(["big", "520", "512", "buffer (400), name (120)"], diagnostic.Arguments);
    }

    [Fact]
    public void VariablesThatAreNotInUseAtOnceShareTheStack()
    {
        CompileResult result = Generate($$"""
            function @shares(%ctx: ctx) -> i32 {{Head}}
            entry:
              %a = alloca 400 align 8 "first"
              %b = alloca 400 align 8 "second"
              %r1 = call_helper i64 GetCurrentComm(%a, 400)
              %c = load.u32 i32 %a
              %r2 = call_helper i64 GetCurrentComm(%b, 400)
              %d = load.u32 i32 %b
              %sum = add i32 %c, %d
              ret %sum
            }
            """);
        Assert.Empty(result.Diagnostics);
    }

    /// <summary>Each function alone is small enough.</summary>
    [Fact]
    public void AChainOfCallsOverTheStackIsADiagnosticThatNamesIt()
    {
        CompileResult result = Generate($$"""
            function @leaf(%size: i32) -> i32 {
            entry:
              %a = alloca 200 align 8 "text"
              %r = call_helper i64 GetCurrentComm(%a, 200)
              %c = load.u32 i32 %a
              ret %c
            }
            function @small(%size: i32) -> i32 {
            entry:
              ret %size
            }
            function @middle(%size: i32) -> i32 {
            entry:
              %a = alloca 100 align 8 "text"
              %r = call_helper i64 GetCurrentComm(%a, 100)
              %1 = call i32 @small(1)
              %2 = call i32 @leaf(%1)
              ret %2
            }
            function @top(%ctx: ctx) -> i32 {{Head}}
            entry:
              %a = alloca 200 align 8 "text"
              %r = call_helper i64 GetCurrentComm(%a, 200)
              %1 = call i32 @middle(3)
              ret %1
            }
            """);
        Assert.Null(result.Object);
        CompilerDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("BPF0405", diagnostic.Id);
        Assert.Equal(["top", "576", "512", "top (224), middle (128), leaf (224)"], diagnostic.Arguments);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void CallsNestEightDeep(int callees)
    {
        IEnumerable<string> functions = Enumerable.Range(0, callees).Select(i => $$"""
            function @f{{i}}(%x: i32) -> i32 {
            entry:
              %y = {{(i == 0 ? "mul i32 %x, 7" : $"call i32 @f{i - 1}(%x)")}}
              %z = add i32 %y, {{i}}
              ret %z
            }
            """);
        string text = $$"""
            {{string.Join('\n', functions)}}
            function @large(%ctx: ctx) -> i32 {{Head}}
            entry:
              %1 = context_load.u32 i32 %ctx + 12
              %2 = call i32 @f{{callees - 1}}(%1)
              ret %2
            }
            """;
        if (callees == 7)
        {
            RunOnPacket(text, CpuVersion.V3);
            return;
        }

        CompileResult result = Generate(text);
        Assert.Null(result.Object);
        CompilerDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("BPF0406", diagnostic.Id);
        Assert.Equal(["large", "9", "8", "large, f7, f6, f5, f4, f3, f2, f1, f0"], diagnostic.Arguments);
    }

    [Fact]
    public void WhatNoPassLoweredIsAnInternalErrorNotAnException()
    {
        CompileResult result = Generate($$"""
            function @zeroes(%ctx: ctx) -> i32 {{Head}}
            entry:
              %a = alloca 16 align 8 "a"
              zero 16 %a
              ret 1
            }
            """);
        Assert.Null(result.Object);
        Assert.Equal("BPF0901", Assert.Single(result.Diagnostics).Id);
    }

    /// <summary>All are live across a call, which keeps four registers.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(55)]
    public void ManyLiveValuesAreSpilled(int count)
    {
        IEnumerable<string> loads = Enumerable.Range(0, count).Select(i => $"  %v{i} = load.u32 i32 %data + {i}");
        IEnumerable<string> sums = Enumerable.Range(0, count).Select(i => $"  %s{i} = {(i % 2 == 0 ? "add" : "xor")} i32 {(i == 0 ? "1" : "%s" + (i - 1))}, %v{i}");
        RunOnPacket($$"""
            function @large(%ctx: ctx) -> i32 {{Head}}
            entry:
              %data = context_load.u32 packet %ctx
              %end = context_load.u32 packet_end %ctx + 4
              %limit = ptr_add packet %data, 64L
              %short = ugt i32 %limit, %end
              cond_br %short, no, yes
            no:
              ret 1
            yes:
            {{string.Join('\n', loads)}}
              %r = call_helper i64 GetPrandomU32()
            {{string.Join('\n', sums)}}
              ret %s{{count - 1}}
            }
            """, CpuVersion.V3);
    }

    /// <summary>Jumps over more than 32767 slots, forwards and backwards, out of one block and over many: long on v4, by way of other jumps before.</summary>
    [Theory]
    [InlineData(CpuVersion.V2, 1, 33_000)]
    [InlineData(CpuVersion.V3, 1, 33_000)]
    [InlineData(CpuVersion.V4, 1, 33_000)]
    [InlineData(CpuVersion.V2, 70, 1_000)]
    [InlineData(CpuVersion.V3, 70, 1_000)]
    [InlineData(CpuVersion.V4, 70, 1_000)]
    public void FarJumpsArrive(CpuVersion cpu, int blocks, int steps) => RunOnPacket(FarJumps(blocks, steps), cpu);

    [SkippableTheory]
    [InlineData(CpuVersion.V2, 70, 1_000)]
    [InlineData(CpuVersion.V3, 1, 33_000)]
    [InlineData(CpuVersion.V3, 70, 1_000)]
    [InlineData(CpuVersion.V4, 70, 1_000)]
    public void FarJumpsArriveInTheKernel(CpuVersion cpu, int blocks, int steps)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        RunOnPacket(FarJumps(blocks, steps), cpu, static (spec, packet) => KernelProbe.Run(ProgramType.Xdp, InstructionCodec.Encode(spec.Programs[0].Function.Instructions), packet));
    }

    /// <summary>The kernel puts several instructions for a look-up of a map: jumps that held 16 bits as compiled would not any more.</summary>
    [SkippableFact]
    public void JumpsLeaveRoomForWhatTheKernelPutsIn()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        IEnumerable<string> calls = Enumerable.Range(1, 20_000).Select(static i => $"  %j{i} = call_helper i64 Jiffies64()");
        RunOnPacket($$"""
            function @large(%ctx: ctx) -> i32 {{Head}}
            entry:
              %queue = context_load.u32 i32 %ctx + 16
              %none = eq i32 %queue, 0
              cond_br %none, end, work
            work:
            {{string.Join('\n', calls)}}
              br end
            end:
              ret 2
            }
            """, CpuVersion.V3, static (spec, packet) => KernelProbe.Run(ProgramType.Xdp, InstructionCodec.Encode(spec.Programs[0].Function.Instructions), packet));
    }

    private static string FarJumps(int blocks, int steps)
    {
        IEnumerable<string> work = Enumerable.Range(1, blocks).Select(block => $"""
            b{block}:
            {string.Join('\n', Enumerable.Range(1, steps).Select(i => $"  %s{block}_{i} = {(i % 2 == 0 ? "add" : "xor")} i32 {Before(block, i)}, {i * block}"))}
              %c{block} = eq i32 %s{block}_{steps}, {block}
              cond_br %c{block}, end, {(block == blocks ? "again" : "b" + (block + 1))}
            """);
        return $$"""
            function @large(%ctx: ctx) -> i32 {{Head}}
            entry:
              %data = context_load.u32 packet %ctx
              %packet_end = context_load.u32 packet_end %ctx + 4
              %limit = ptr_add packet %data, 64L
              %short = ugt i32 %limit, %packet_end
              cond_br %short, end, start
            start:
              %first = load.u32 i32 %data
              br loop
            loop:
              %trip = phi i32 [start: 0], [again: %next]
              %sum = phi i32 [start: %first], [again: %s{{blocks}}_{{steps}}]
              br b1
            {{string.Join('\n', work)}}
            again:
              %next = add i32 %trip, 1
              %more = ult i32 %next, 3
              cond_br %more, loop, last
            last:
              ret %s{{blocks}}_{{steps}}
            end:
              %early = phi i32 [entry: 1]{{string.Concat(Enumerable.Range(1, blocks).Select(block => $", [b{block}: %s{block}_1]"))}}
              %result = add i32 %early, 1
              ret %result
            }
            """;

        string Before(int block, int step) => step > 1 ? $"%s{block}_{step - 1}" : block > 1 ? $"%s{block - 1}_{steps}" : "%sum";
    }

    private static void RunOnPacket(string function, CpuVersion cpu) => RunOnPacket(function, cpu, static (spec, packet) =>
    {
        using var vm = new BpfVm();
        return vm.Load(spec).Programs["large"].RunXdp(packet).ReturnValue;
    });

    private static void RunOnPacket(string function, CpuVersion cpu, Func<ObjectSpec, byte[], uint> run)
    {
        IrModule module = IrParser.Parse("module Test\n" + function);
        byte[] packet = [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 37))];
        CompileResult result = BpfCompiler.GenerateCode(module, new CompilerOptions { Cpu = cpu });
        Assert.Empty(result.Diagnostics);
        uint expected = new IrEvaluator([.. packet]).Run(module.Functions[^1]);
        Assert.Equal(expected, run(result.Object!, packet));
    }

    private static CompileResult Generate(string function) => BpfCompiler.GenerateCode(IrParser.Parse("module Test\n" + function), new CompilerOptions());
}
