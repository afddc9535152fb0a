using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Text;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>IR in, disassembly out. "// cpu: v2, v3" says for which instruction sets; programs without maps and globals are also shown to the kernel.</summary>
public sealed class CodeGenFileTests
{
    public static TheoryData<string> Files => FileTests.Names("codegen");

    [Theory]
    [MemberData(nameof(Files))]
    public void File(string name) => FileTests.Check("codegen", name, input =>
    {
        IrModule module = IrParser.Parse(input);
        Assert.Empty(IrVerifier.Verify(module));
        IReadOnlyList<string> cpus = FileTests.Directive(input, "cpu") is { Count: > 0 } named ? named : ["v3"];
        var text = new StringBuilder();
        foreach (string cpu in cpus)
        {
            var options = new CompilerOptions { Cpu = Enum.Parse<CpuVersion>(cpu, ignoreCase: true) };
            CompileResult result = BpfCompiler.GenerateCode(module, options);
            text.Append(Describe(result, cpus.Count > 1 ? " " + cpu : ""));
            if (result.Object is { } compiled && KernelProbe.IsAvailable)
            {
                LoadIntoKernel(compiled);
            }
        }

        return text.ToString();
    });

    private static string Describe(CompileResult result, string cpu)
    {
        var text = new StringBuilder();
        foreach (CompilerDiagnostic diagnostic in result.Diagnostics)
        {
            text.Append(diagnostic.Id).Append(": ").AppendJoin(" | ", diagnostic.Arguments).Append('\n');
        }

        foreach (FunctionSpec function in result.Object is { } spec ? [.. spec.Subprograms, .. spec.Programs.Select(program => program.Function)] : Array.Empty<FunctionSpec>())
        {
            text.Append(function.Name).Append(cpu).Append(":\n");
            Dictionary<int, Relocation> relocations = function.Relocations.ToDictionary(relocation => relocation.Slot);
            Dictionary<int, LineInfo> lines = function.Lines.ToDictionary(line => line.Slot);
            int slot = 0;
            foreach (Instruction instruction in function.Instructions)
            {
                if (lines.TryGetValue(slot, out LineInfo line))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  ; {line.FileName}:{line.Line}:{line.Column} {line.Text}\n");
                }

                string symbol = relocations.TryGetValue(slot, out Relocation relocation) ? $" {relocation.Kind} {relocation.Symbol} + {relocation.Addend}" : "";
                text.Append(CultureInfo.InvariantCulture, $"  {slot,3}: {Disassembler.Format(instruction)}{symbol}\n");
                slot += instruction.SlotCount;
            }
        }

        return text.ToString();
    }

    /// <summary>Programs that need no map or global are also shown to the kernel.</summary>
    private static void LoadIntoKernel(ObjectSpec spec)
    {
        foreach (ProgramSpec program in spec.Programs)
        {
            LinkedProgram linked = Linker.Link(spec, program);
            if (linked.Relocations.Count > 0)
            {
                continue;
            }

            byte[] code = InstructionCodec.Encode(linked.Instructions);
            KernelVerdict verdict = KernelProbe.Load(program.Type, code, expectedAttachType: program.ExpectedAttachType ?? default);
            Assert.True(verdict.Accepted, $"{program.Name}: errno {verdict.Errno}\n{verdict.Log}");
        }
    }
}
