using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Gives the pointer parameters of the functions that the inliner kept the type of what all their callers pass, callers first. A map, or a global, that all
/// pass is no parameter any more. A function for which the callers do not agree, or in which it stays unknown what a pointer points into, takes the place of its
/// calls after all; for a callback, which has no call, that is BPF0131. A global function's have the type that it
/// says.
/// </summary>
/// <param name="context">Of the module, behind the inliner.</param>
/// <param name="simplify">Makes values of a function's variables, as far as that is possible, and gives its pointers types.</param>
internal sealed class SubprogramPointers(PassContext context, Action<IrFunction> simplify)
{
    private readonly IrModule module = context.Module;

    public static bool IsNeeded(IrModule module) => module.Functions.Exists(static function => function.Program is null && HasPointers(function))
        && module.Functions.Exists(static function => function.Program is not null);

    public void Run()
    {
        while (FirstMisfit() is { } misfit)
        {
            if (misfit.IsCallback)
            {
                context.Diagnostics.Add(new CompilerDiagnostic("BPF0131", misfit.Location?.UserLocation, [misfit.SourceName]));
                return;
            }

            if (misfit.IsGlobal)
            {
                context.Diagnostics.Add(new CompilerDiagnostic("BPF0133", misfit.Location?.UserLocation, [misfit.SourceName, "it stores or loads pointers in memory that is not its own"]));
                return;
            }

            if (misfit.Inlining == InliningHint.Never)
            {
                context.WarnOfInlining(misfit, "its calls do not agree on what its references point into, or references lie inside of structs such as spans and cursors, or are stored");
            }

            HashSet<IrFunction> kept = [.. module.Functions];
            kept.Remove(misfit);
            foreach (IrFunction function in module.Functions)
            {
                if (function != misfit && CallsOf(misfit, function).Count > 0)
                {
                    new CallExpansion(function, kept).ExpandAll();
                }
            }

            Inliner.RemoveUncalled(module);
        }

        Inliner.RemoveUncalled(module);
    }

    private static bool HasPointers(IrFunction function) => function.Parameters.Exists(static parameter => parameter.Type.IsPointer() && parameter.Type != IrType.ContextPointer);

    private static List<IrInstruction> CallsOf(IrFunction callee, IrFunction caller) =>
        [.. caller.Blocks.SelectMany(static block => block.Instructions).Where(instruction => (instruction.Op == IrOp.Call && instruction.Callee == callee) || Callbacks.Of(instruction) == callee)];

    private IrFunction? FirstMisfit()
    {
        List<IrFunction> order = new CallGraph(module).CalleesFirst;
        for (int i = order.Count - 1; i >= 0; i--)
        {
            IrFunction function = order[i];
            List<IrInstruction> calls = [.. module.Functions.SelectMany(caller => CallsOf(function, caller))];
            bool isTyped = function.Program is not null || function.IsGlobal || calls.Count == 0 || (function.IsCallback ? AlignContext(function, calls) : TypeParameters(function, calls));
            simplify(function);
            if (!isTyped || (function.Program is null && calls.Count > 0 && !IsUnderstood(function)))
            {
                return function;
            }
        }

        return null;
    }

    private static bool AlignContext(IrFunction callback, List<IrInstruction> calls)
    {
        foreach (IrParameter parameter in callback.Parameters.Where(static parameter => parameter.Type == IrType.StackPointer))
        {
            parameter.Alignment = calls.Min(call => MemoryExpansion.Alignment(Callbacks.Argument(call, parameter.Index)!, 0));
        }

        return true;
    }

    private static bool TypeParameters(IrFunction function, List<IrInstruction> calls)
    {
        for (int i = function.Parameters.Count - 1; i >= 0; i--)
        {
            IrParameter parameter = function.Parameters[i];
            if (!parameter.Type.IsPointer())
            {
                continue;
            }

            IrType type = calls[0].Operands[i].Type;
            if (!calls.TrueForAll(call => call.Operands[i].Type == type && call.Operands[i] is not IrConstant))
            {
                return false;
            }

            if (type is IrType.MapPointer or IrType.GlobalPointer && calls[0].Operands[i] is IrInstruction { Op: IrOp.MapAddress or IrOp.GlobalAddress } address
                && calls.TrueForAll(call => call.Operands[i] is IrInstruction other && other.Op == address.Op && other.Symbol == address.Symbol))
            {
                PutInPlace(function, i, address, calls);
                continue;
            }

            if (type is IrType.Pointer or IrType.MapPointer)
            {
                return false;
            }

            parameter.Type = type;
            parameter.Alignment = type == IrType.StackPointer ? calls.Min(call => MemoryExpansion.Alignment(call.Operands[i], 0)) : 1;
        }

        return true;
    }

    /// <summary>The address of a map or global that every call passes is made in the function itself.</summary>
    private static void PutInPlace(IrFunction function, int index, IrInstruction address, List<IrInstruction> calls)
    {
        IrInstruction own = IrEdit.CloneWithoutOperands(address);
        own.Location = function.Location;
        own.Block = function.Blocks[0];
        function.Blocks[0].Instructions.Insert(0, own);
        var replacements = new Replacements();
        replacements.Replace(function.Parameters[index], own);
        replacements.ApplyTo(function);
        function.Parameters.RemoveAt(index);
        calls.ForEach(call => call.Operands.RemoveAt(index));
        for (int i = index; i < function.Parameters.Count; i++)
        {
            function.Parameters[i].Index = i;
        }
    }

    /// <summary>Whether it is known of each pointer what it points into, none goes where nobody follows it, and no record of the caller's is given back.</summary>
    private static bool IsUnderstood(IrFunction function)
    {
        foreach (IrInstruction instruction in function.Blocks.SelectMany(static block => block.Instructions))
        {
            if (instruction.Type == IrType.Pointer
                || (instruction.Op is IrOp.Load or IrOp.Store && instruction.Access == MemoryAccess.Pointer && !IsOwn(instruction.Operands[0]))
                || (instruction.Op == IrOp.CallHelper && instruction.Helper is HelperId.RingbufSubmit or HelperId.RingbufDiscard && !IsOwn(instruction.Operands[0])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the pointer comes from the function itself.</summary>
    private static bool IsOwn(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return pointer is IrInstruction { Op: IrOp.Alloca or IrOp.CallHelper };
    }
}
