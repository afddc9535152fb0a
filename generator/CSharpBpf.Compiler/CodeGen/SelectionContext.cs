using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>What the parts of instruction selection share.</summary>
internal sealed record SelectionContext(MachineBuilder Builder, SelectionFacts Facts, ValueRegisters Values, CpuVersion Cpu);
