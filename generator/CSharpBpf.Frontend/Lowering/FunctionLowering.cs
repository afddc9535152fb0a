using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers one method instance to a function. Every local and parameter has a stack slot; structs live in memory and are copied; narrow
/// integers are I32 values, sign- or zero-extended as their type. This class holds what the parts share; each part lowers one kind of tree.
/// </summary>
internal sealed class FunctionLowering
{
    private readonly HashSet<BasicBlock> reached = [];
    private readonly Dictionary<ISymbol, Slot> slots = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> refusedLocals = new(StringComparer.Ordinal);

    public FunctionLowering(ModuleLowering module, FunctionInstance instance)
    {
        Module = module;
        Instance = instance;
        Builder = new IrBuilder(instance.Function);
        Places = new PlaceLowering(this);
        Expressions = new ExpressionLowering(this);
        Conditions = new ConditionLowering(this);
        Operators = new OperatorLowering(this);
        Conversions = new ConversionLowering(this);
        Calls = new CallLowering(this);
        Properties = new PropertyLowering(this);
        Assignments = new AssignmentLowering(this);
        Deconstructions = new DeconstructionLowering(this);
        Objects = new ObjectLowering(this);
        Spans = new SpanLowering(this);
        Tables = new TableLowering(this);
        Patterns = new PatternLowering(this);
        Statements = new StatementLowering(this);
        Faults = new FaultLowering(this);
        Indexes = new IndexLowering(this);
        Finally = new FinallyLowering(this);
        Checked = new CheckedLowering(this);
        Nullables = new NullableLowering(this);
    }

    public ModuleLowering Module { get; }

    public FunctionInstance Instance { get; }

    public IrBuilder Builder { get; }

    public PlaceLowering Places { get; }

    public ExpressionLowering Expressions { get; }

    public ConditionLowering Conditions { get; }

    public OperatorLowering Operators { get; }

    public ConversionLowering Conversions { get; }

    public CallLowering Calls { get; }

    public PropertyLowering Properties { get; }

    public AssignmentLowering Assignments { get; }

    public DeconstructionLowering Deconstructions { get; }

    public ObjectLowering Objects { get; }

    public SpanLowering Spans { get; }

    public TableLowering Tables { get; }

    public PatternLowering Patterns { get; }

    public StatementLowering Statements { get; }

    public FaultLowering Faults { get; }

    public IndexLowering Indexes { get; }

    public FinallyLowering Finally { get; }

    public CheckedLowering Checked { get; }

    public NullableLowering Nullables { get; }

    public IMethodSymbol Method => Instance.Method.Definition;

    public TypeSubstitution Types => Instance.Method.Types;

    public bool IsLibrary => Instance.Source.IsLibrary;

    /// <summary>The receiver's pointer: a struct's address, or the map or context itself.</summary>
    public IrValue? Receiver { get; private set; }

    /// <summary>Where a struct result goes.</summary>
    public IrValue? ResultDestination { get; private set; }

    public void Run()
    {
        Builder.Location = Instance.Function.Location;
        Builder.MoveTo(Builder.CreateBlock("entry"));
        ReceiveParameters();
        Guard(Instance.Source.Syntax!, () => new BodyLowering(this).Run());
        if (Builder.Block is not null)
        {
            if (Instance.Function.ReturnType == IrType.Void)
            {
                Builder.Ret();
            }
            else
            {
                Builder.Unreachable();
            }
        }

        UnreachableBlocks.Remove(Instance.Function);
    }

    /// <summary>Runs a part of the lowering; what is rejected in it is reported, and the rest of the method goes on.</summary>
    public void Guard(SyntaxNode at, Action lower)
    {
        try
        {
            lower();
        }
        catch (RejectionException rejection)
        {
            if (!UsesRefusedLocal(rejection.At))
            {
                Module.Report(Instance, rejection.Row, rejection.At, rejection.Arguments);
            }

            Recover();
        }
        catch (Exception e) when (e is not CSharpErrorException and not OperationCanceledException)
        {
            Module.Report(Instance, DiagnosticTable.InternalError, at, Abbreviate(at), e.GetType().Name + ": " + e.Message);
            Recover();
        }
    }

    public static string Abbreviate(SyntaxNode syntax)
    {
        string text = syntax.ToString();
        int end = text.IndexOfAny(['\r', '\n']);
        text = end < 0 ? text : text.Substring(0, end);
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }

    public static RejectionException Reject(DiagnosticDescriptor row, IOperation at, params object[] arguments) => new(row, at.Syntax, arguments);

    /// <summary>The layout of an expression's type; what cannot be a value in BPF is rejected.</summary>
    public TypeLayout Layout(IOperation operation)
    {
        if (OperationRuleTable.IsLowered(operation.Kind) == false)
        {
            throw OperationRuleTable.Reject(operation);
        }

        if (operation is IConversionOperation { Type: { IsReferenceType: true, TypeKind: not TypeKind.Dynamic }, Operand.Type.IsReferenceType: false })
        {
            throw Reject(DiagnosticTable.Boxing, operation, Abbreviate(operation.Syntax));
        }

        if (operation.Type is null)
        {
            throw operation.Kind == OperationKind.Invalid ? new CSharpErrorException(operation.Syntax) : Reject(DiagnosticTable.NotUnderstood, operation, Abbreviate(operation.Syntax), operation.Kind);
        }

        return Layout(operation.Type, operation);
    }

    public TypeLayout Layout(ITypeSymbol type, IOperation at)
    {
        ITypeSymbol substituted = Types.Substitute(type);
        if (substituted.TypeKind == TypeKind.Error)
        {
            throw new CSharpErrorException(at.Syntax);
        }

        if (LibrarySymbols.IsBpfClass(substituted))
        {
            throw Reject(DiagnosticTable.ObjectAsValue, at, Abbreviate(at.Syntax));
        }

        TypeLayout layout = Module.Layouts.Get(substituted);
        if (layout.Culprit is { TypeKind: TypeKind.Error })
        {
            throw new CSharpErrorException(at.Syntax);
        }

        if (layout.Shape == TypeShape.Unsupported)
        {
            throw Reject(layout.Problem!, at, (layout.Culprit ?? substituted).ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        }

        return layout;
    }

    /// <summary>Notes a local that is declared. One of a type that BPF cannot have is rejected where it is declared, and not again at each use.</summary>
    public void NoteDeclared(ILocalSymbol local)
    {
        if (Module.Layouts.Get(Types.Substitute(local.Type)).Shape == TypeShape.Unsupported)
        {
            refusedLocals.Add(local.Name);
        }
    }

    private bool UsesRefusedLocal(SyntaxNode at) =>
        refusedLocals.Count > 0 && at.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax name && refusedLocals.Contains(name.Identifier.ValueText));

    /// <summary>A local's or parameter's slot; made when it is first met.</summary>
    public Slot SlotOf(ISymbol symbol, ITypeSymbol type, bool isReference, IOperation at)
    {
        if (!slots.TryGetValue(symbol, out Slot? slot))
        {
            TypeLayout layout = Layout(type, at);
            slot = isReference
                ? new Slot(Builder.Alloca(8, 8, symbol.Name), layout, true)
                : new Slot(Builder.Alloca(layout.Size, layout.Alignment, symbol.Name), layout, false);
            slots.Add(symbol, slot);
        }

        return slot;
    }

    public bool HasSlot(ISymbol symbol) => slots.ContainsKey(symbol);

    /// <summary>A fresh place on the stack.</summary>
    public IrValue Temporary(TypeLayout layout, string name = "temp") => Builder.Alloca(layout.Size, layout.Alignment, name);

    public IrValue Load(IrValue address, TypeLayout layout, int offset = 0) => Builder.Load(address, layout.Access, offset, layout.IrType);

    /// <param name="isVolatile">Whether the store must happen as it stands.</param>
    public IrInstruction Store(IrValue address, IrValue value, TypeLayout layout, int offset = 0, bool isVolatile = false)
    {
        // Only loads extend.
        MemoryAccess access = layout.Access switch
        {
            MemoryAccess.S8 => MemoryAccess.U8,
            MemoryAccess.S16 => MemoryAccess.U16,
            _ => layout.Access,
        };
        return Builder.Store(address, value, access, offset, isVolatile);
    }

    /// <summary>A jump from the current block, if there is one.</summary>
    public void Jump(BasicBlock target)
    {
        if (Builder.Block is not null)
        {
            Builder.Br(target);
            reached.Add(target);
        }
    }

    public void JumpIf(IrValue condition, BasicBlock ifNotZero, BasicBlock ifZero)
    {
        if (condition is IrConstant constant)
        {
            Jump(constant.Value != 0 ? ifNotZero : ifZero);
            return;
        }

        Builder.CondBr(condition, ifNotZero, ifZero);
        reached.Add(ifNotZero);
        reached.Add(ifZero);
    }

    /// <summary>Goes on in a block, if something jumps to it; if not, there is no current block and the code is dead.</summary>
    public bool Enter(BasicBlock block)
    {
        if (reached.Contains(block))
        {
            Builder.MoveTo(block);
            return true;
        }

        return false;
    }

    private void Recover()
    {
        if (Builder.Block is null)
        {
            Builder.MoveTo(Builder.CreateBlock("recovered"));
        }
    }

    private void ReceiveParameters()
    {
        int index = 0;
        IrFunction function = Instance.Function;
        if (Instance.ReturnsStruct)
        {
            ResultDestination = function.Parameters[index++];
        }

        if (Instance.Receiver != ReceiverKind.None)
        {
            Receiver = function.Parameters[index++];
        }

        foreach (IParameterSymbol parameter in FunctionSignatures.Parameters(Method))
        {
            IrParameter value = function.Parameters[index++];
            TypeLayout layout = Module.Layouts.Get(Types.Substitute(parameter.Type));
            if (layout.Shape == TypeShape.Unsupported)
            {
                continue;
            }

            Slot slot;
            if (parameter.RefKind != RefKind.None)
            {
                slot = new Slot(Builder.Alloca(8, 8, parameter.Name), layout, true);
                Builder.Store(slot.Address, value, MemoryAccess.Pointer);
            }
            else if (layout.Shape == TypeShape.Struct)
            {
                slot = new Slot(value, layout, false);
            }
            else
            {
                slot = new Slot(Builder.Alloca(layout.Size, layout.Alignment, parameter.Name), layout, false);
                Store(slot.Address, value, layout);
            }

            slots.Add(parameter, slot);
        }

        foreach (ISymbol captured in Module.Captures.Of(Instance.Method))
        {
            ITypeSymbol type = captured is ILocalSymbol local ? local.Type : ((IParameterSymbol)captured).Type;
            slots.Add(captured, new Slot(function.Parameters[index++], Module.Layouts.Get(Types.Substitute(type)), false));
        }
    }
}

/// <summary>Where a local or parameter is; a reference's slot holds the address of what it refers to.</summary>
internal sealed record Slot(IrValue Address, TypeLayout Layout, bool IsReference);
