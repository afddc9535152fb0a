using System.Collections.Generic;
using System.Globalization;
using System.Text;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Ir;

/// <summary>Writes the textual IR of docs/ir.md. What it writes, <see cref="IrParser"/> reads, and writing that again gives the same text.</summary>
public sealed class IrPrinter
{
    private readonly StringBuilder text = new();
    private readonly IrDataPrinter data;
    private readonly Dictionary<IrValue, string> names = [];
    private readonly Dictionary<SourceLocation, int>? locations;

    private IrPrinter(bool withLocations)
    {
        data = new IrDataPrinter(text);
        locations = withLocations ? [] : null;
    }

    public static string Print(IrModule module, bool withLocations = false)
    {
        var printer = new IrPrinter(withLocations);
        printer.WriteModule(module);
        return printer.text.ToString();
    }

    public static string Print(IrFunction function)
    {
        var printer = new IrPrinter(withLocations: false);
        printer.WriteFunction(function);
        return printer.text.ToString();
    }

    /// <summary>One instruction of the function as its line in the text, for messages.</summary>
    public static string Print(IrFunction function, IrInstruction instruction)
    {
        var printer = new IrPrinter(withLocations: false);
        printer.NameValues(function);
        printer.WriteInstruction(instruction);
        return printer.text.ToString().Trim();
    }

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void WriteModule(IrModule module)
    {
        Line("module ", IrNames.Word(module.Name));
        if (module.License is not null)
        {
            Line("license ", IrNames.Quoted(module.License));
        }

        data.Write(module);
        if (locations is not null)
        {
            WriteSources(module);
            WriteLocations(module);
        }

        foreach (IrFunction function in module.Functions)
        {
            text.Append('\n');
            WriteFunction(function);
        }
    }

    private void WriteSources(IrModule module)
    {
        foreach (KeyValuePair<string, string[]> source in module.SourceLines)
        {
            Line("source ", IrNames.Quoted(source.Key), " {");
            foreach (string line in source.Value)
            {
                Line("  ", IrNames.Quoted(line));
            }

            Line("}");
        }
    }

    private void WriteLocations(IrModule module)
    {
        foreach (IrFunction function in module.Functions)
        {
            WriteLocation(function.Location);
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (IrInstruction instruction in block.Instructions)
                {
                    WriteLocation(instruction.Location);
                }
            }
        }
    }

    private void WriteLocation(SourceLocation? location)
    {
        if (location is null || locations!.ContainsKey(location))
        {
            return;
        }

        WriteLocation(location.InlinedAt);
        int number = locations.Count;
        locations.Add(location, number);
        text.Append("location #").Append(Number(number)).Append(" = ").Append(IrNames.Quoted(location.FileName))
            .Append(' ').Append(Number(location.Line)).Append(':').Append(Number(location.Column))
            .Append(' ').Append(Number(location.Start)).Append('+').Append(Number(location.Length));
        if (location.IsLibrary)
        {
            text.Append(" library");
        }

        if (location.InlinedAt is not null)
        {
            text.Append(" inlined #").Append(Number(locations[location.InlinedAt]));
        }

        text.Append('\n');
    }

    private void NameValues(IrFunction function)
    {
        names.Clear();
        foreach (IrParameter parameter in function.Parameters)
        {
            names[parameter] = "%" + IrNames.Word(parameter.Name);
        }

        int number = 0;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Type != IrType.Void)
                {
                    names[instruction] = "%" + Number(number++);
                }
            }
        }
    }

    private void WriteFunction(IrFunction function)
    {
        NameValues(function);
        text.Append("function @").Append(IrNames.Word(function.Name)).Append('(');
        for (int i = 0; i < function.Parameters.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(names[function.Parameters[i]]).Append(": ").Append(IrNames.Of(function.Parameters[i].Type));
            if (function.Parameters[i].Target is { } target)
            {
                text.Append(" to ").Append(data.Reference(target));
            }

            if (function.Parameters[i].Alignment > 1)
            {
                text.Append(" align ").Append(Number(function.Parameters[i].Alignment));
            }
        }

        text.Append(") -> ").Append(IrNames.Of(function.ReturnType));
        if (function.IsCallback)
        {
            text.Append(" callback");
        }

        if (function.IsGlobal)
        {
            text.Append(" global");
        }

        if (function.ReturnsFault)
        {
            text.Append(" returns_fault");
        }

        if (function.Inlining != InliningHint.None)
        {
            text.Append(" inline ").Append(function.Inlining.ToString());
        }

        if (function.Program is { } program)
        {
            text.Append(" program ").Append(program.Type.ToString()).Append(" section ").Append(IrNames.Quoted(program.SectionName))
                .Append(" context ").Append(IrNames.Quoted(program.ContextTypeName));
            if (program.AttachType is { } attach)
            {
                text.Append(" attach ").Append(attach.ToString());
            }

            if (program.OnFault is { } value)
            {
                text.Append(" fault ").Append(Number(value));
            }
        }

        WriteLocationReference(function.Location);
        text.Append(" {\n");
        foreach (BasicBlock block in function.Blocks)
        {
            text.Append(IrNames.Word(block.Name)).Append(":\n");
            foreach (IrInstruction instruction in block.Instructions)
            {
                WriteInstruction(instruction);
            }
        }

        text.Append("}\n");
    }

    private void WriteInstruction(IrInstruction instruction)
    {
        IrOpInfo info = instruction.Op.Info();
        text.Append("  ");
        if (instruction.Type != IrType.Void)
        {
            text.Append(Name(instruction)).Append(" = ");
        }

        text.Append(info.Name);
        if (info.Uses(IrOpAttributes.Access))
        {
            text.Append('.').Append(IrNames.Of(instruction.Access));
        }

        if (info.Uses(IrOpAttributes.AtomicOperation))
        {
            text.Append('.').Append(IrNames.Of(instruction.AtomicOperation));
        }

        if (instruction.IsVolatile)
        {
            text.Append(".volatile");
        }

        if (instruction.Type != IrType.Void && HasPrintedType(info))
        {
            text.Append(' ').Append(IrNames.Of(instruction.Type));
        }

        if (info.Uses(IrOpAttributes.Size))
        {
            text.Append(' ').Append(Number(instruction.Size));
        }

        WriteOperands(instruction, info);
        WriteLocationReference(instruction.Location);
        text.Append('\n');
    }

    /// <summary>A type that the operation fixes is not written.</summary>
    internal static bool HasPrintedType(IrOpInfo info) =>
        info.Result is not (IrResultKind.StackPointer or IrResultKind.MapPointer or IrResultKind.GlobalPointer or IrResultKind.FunctionPointer);

    private void WriteOperands(IrInstruction instruction, IrOpInfo info)
    {
        switch (instruction.Op)
        {
            case IrOp.Alloca:
                text.Append(" align ").Append(Number(instruction.Alignment)).Append(' ').Append(IrNames.Quoted(instruction.Symbol ?? ""));
                return;
            case IrOp.CallHelper:
                text.Append(' ').Append(KernelFunctionTable.Find(instruction.Helper)?.Call.KernelName ?? instruction.Helper.ToString());
                WriteArguments(instruction);
                return;
            case IrOp.Call:
                text.Append(" @").Append(IrNames.Word(instruction.Callee?.Name ?? ""));
                WriteArguments(instruction);
                foreach (BasicBlock target in instruction.Targets)
                {
                    text.Append(" unwind ").Append(IrNames.Word(target.Name));
                }

                return;
            case IrOp.MapAddress or IrOp.GlobalAddress:
                text.Append(" @").Append(IrNames.Word(instruction.Symbol ?? ""));
                return;
            case IrOp.FunctionAddress:
                text.Append(" @").Append(IrNames.Word(instruction.Callee?.Name ?? ""));
                return;
            case IrOp.Fault or IrOp.Raise:
                text.Append(' ').Append(IrNames.Quoted(instruction.Symbol ?? ""));
                return;
            case IrOp.Phi:
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    text.Append(i == 0 ? " [" : ", [").Append(IrNames.Word(instruction.PhiBlocks[i].Name)).Append(": ").Append(Name(instruction.Operands[i])).Append(']');
                }

                return;
        }

        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            text.Append(i == 0 ? " " : ", ").Append(Name(instruction.Operands[i]));
            if (i == 0 && instruction.Offset != 0 && info.Uses(IrOpAttributes.Offset))
            {
                text.Append(instruction.Offset < 0 ? " - " : " + ").Append(Number(System.Math.Abs((long)instruction.Offset)));
            }
        }

        for (int i = 0; i < instruction.Targets.Count; i++)
        {
            text.Append(i == 0 && instruction.Operands.Count == 0 ? " " : ", ").Append(IrNames.Word(instruction.Targets[i].Name));
        }
    }

    private void WriteArguments(IrInstruction call)
    {
        text.Append('(');
        for (int i = 0; i < call.Operands.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Name(call.Operands[i]));
        }

        text.Append(')');
    }

    private string Name(IrValue value) => value switch
    {
        IrConstant { Type: IrType.I32 } constant => Number(constant.Value),
        IrConstant { Type: IrType.I64 } constant => Number(constant.Value) + "L",
        IrConstant { Type: IrType.Pointer } => "null",
        IrConstant constant => "null:" + IrNames.Of(constant.Type),
        _ => names.TryGetValue(value, out string? name) ? name : "%?",
    };

    private void WriteLocationReference(SourceLocation? location)
    {
        if (locations is not null && location is not null)
        {
            text.Append(" at #").Append(Number(locations[location]));
        }
    }

    private void Line(params string[] parts)
    {
        foreach (string part in parts)
        {
            text.Append(part);
        }

        text.Append('\n');
    }
}
