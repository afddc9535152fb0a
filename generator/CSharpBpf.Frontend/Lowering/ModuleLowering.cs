using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Intrinsics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers one BPF class: its maps and globals, its programs, and every method that these reach, each once per set of type arguments.
/// </summary>
internal sealed class ModuleLowering
{
    private const int MaxInstantiationDepth = 20;

    private readonly Dictionary<MethodInstance, FunctionInstance> functions = [];
    private readonly Queue<FunctionInstance> pending = new();
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<IPropertySymbol, string> maps = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IPropertySymbol, string> variables = new(SymbolEqualityComparer.Default);
    private readonly HashSet<(string Id, Location Location, string Message)> reported = [];
    private readonly HashSet<(string Id, Location? Location)> reasons = [];
    private readonly Dictionary<(IrFunction Target, HelperId Helper), IrFunction> callbacks = [];
    private readonly ObjectModel model;
    private readonly SourceLocations locations;
    private readonly LibraryFaults libraryFaults;

    public ModuleLowering(ObjectModel model, Compilation compilation, CompilerOptions options)
    {
        this.model = model;
        Compilation = compilation;
        Options = options;
        Sources = new MethodSources(compilation);
        libraryFaults = new LibraryFaults(Sources);
        Bcl = new BclBodies(compilation);
        Captures = new Captures(Sources);
        Module = new IrModule(model.Name) { License = model.License };
        locations = new SourceLocations(Module, Sources);
    }

    public Compilation Compilation { get; }

    public CompilerOptions Options { get; }

    public IrModule Module { get; }

    public LayoutTable Layouts { get; } = new();

    public MethodSources Sources { get; }

    public BclBodies Bcl { get; }

    public Captures Captures { get; }

    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>Where the user's code does not bind.</summary>
    public Location? CSharpError { get; private set; }

    /// <summary>Fills <see cref="Module"/>. It may be used only if there are no diagnostics and no C# errors.</summary>
    public void Run(System.Threading.CancellationToken cancellationToken)
    {
        DeclareData();
        var none = new TypeSubstitution(Compilation);
        foreach (ProgramMember program in model.Programs)
        {
            var instance = new MethodInstance(Sources.Definition(program.Symbol), none);
            FunctionInstance function = Create(instance, program.Name, Sources.Find(instance.Definition), null, 0);
            function.Function.Program = new ProgramInfo(program.ProgramType, program.AttachType, program.SectionName, program.ContextTypeName) { OnFault = program.OnFault };
        }

        while (pending.Count > 0 && CSharpError is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Lower(pending.Dequeue());
        }
    }

    public string? MapName(IPropertySymbol property) => maps.TryGetValue(Declaration(property), out string? name) ? name : null;

    /// <summary>The name of the global or constant that a property stands for.</summary>
    public string? VariableName(IPropertySymbol property) => variables.TryGetValue(Declaration(property), out string? name) ? name : null;

    /// <summary>The name of a table in .rodata; the same for the same bytes.</summary>
    public string AddTable(string name, byte[] bytes, TypeLayout element)
    {
        var type = new ArrayDataType(new DataTypeBuilder(Layouts).Get(element.Type), bytes.Length / element.Size);
        foreach (IrGlobal global in Module.Globals)
        {
            if (global is { IsConstant: true, Contents: { } contents } && global.Type is ArrayDataType known && known.Element == type.Element && contents.AsSpan().SequenceEqual(bytes))
            {
                return global.Name;
            }
        }

        var table = new IrGlobal(UniqueName(name), Object.DataSectionKind.ReadOnly, type, bytes) { IsConstant = true };
        Module.Globals.Add(table);
        return table.Name;
    }

    public SourceLocation Location(SyntaxNode syntax) => locations.Get(syntax);

    /// <summary>The function of a method that a caller's expression calls.</summary>
    public FunctionInstance Request(MethodInstance method, MethodSource source, FunctionInstance caller, SyntaxNode at)
    {
        if (functions.TryGetValue(method, out FunctionInstance? known))
        {
            return known;
        }

        int depth = caller.InstantiationDepth + (method.IsSpecialized ? 1 : 0);
        if (depth > MaxInstantiationDepth)
        {
            throw new RejectionException(DiagnosticTable.EndlessInstantiation, at, method.Definition.Name);
        }

        UserCall? reachedFrom = !source.IsLibrary ? null : caller.ReachedFrom ?? new UserCall(at.GetLocation(), Describe(method.Definition), LibrarySymbols.IsMap(method.Definition.ContainingType));
        FunctionInstance created = Create(method, UniqueName(method), source, reachedFrom, depth);
        created.Function.SourceName = Describe(method.Definition);
        return created;
    }

    public void Report(FunctionInstance function, DiagnosticDescriptor row, SyntaxNode at, params object[] arguments)
    {
        Location location = at.GetLocation();

        // One reason may be met often: on several ways through library code, in each use of what the licence allows.
        (string, Location?)? reason = row == DiagnosticTable.HelperNeedsGpl ? (row.Id, null) : null;
        if (function.ReachedFrom is { } call)
        {
            location = call.Location;
            if (call.IsOfMap && row.Category == DiagnosticTable.UserSpaceMember.Category)
            {
                arguments = [call.Method];
                row = DiagnosticTable.UserSpaceMember;
                reason = (row.Id, location);
            }
            else
            {
                reason ??= (row.Id, location);
                FileLinePositionSpan span = at.GetLocation().GetLineSpan();
                string inner = string.Format(CultureInfo.InvariantCulture, row.MessageFormat.ToString(CultureInfo.InvariantCulture), arguments);
                arguments = [call.Method, row.Id, inner, $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})"];
                row = DiagnosticTable.InLibraryCode;
            }
        }

        if (reason is not { } known || reasons.Add(known))
        {
            Add(Diagnostic.Create(row, location, arguments));
        }
    }

    /// <summary>The function that a helper calls back for a method: with the helper's parameters, and 0 or 1 as result, 0 for a method without one.</summary>
    public IrFunction Callback(IrFunction target, HelperId helper, DataType? key = null, DataType? value = null)
    {
        if (!callbacks.TryGetValue((target, helper), out IrFunction? callback))
        {
            callback = new IrFunction(UniqueName(target.Name + "_callback"), IrType.I64) { IsCallback = true, Location = target.Location };
            callbacks.Add((target, helper), callback);
            Module.Functions.Add(callback);
            var builder = new IrBuilder(callback) { Location = target.Location };
            builder.MoveTo(builder.CreateBlock("entry"));
            var arguments = new List<IrValue>();
            foreach (CallbackParameter kind in Callbacks.ParametersOf(helper)!)
            {
                var parameter = new IrParameter("p" + callback.Parameters.Count.ToString(CultureInfo.InvariantCulture), callback.Parameters.Count, Callbacks.TypeOf(kind))
                {
                    Target = kind == CallbackParameter.Key ? key : kind == CallbackParameter.Value ? value : null,
                };
                callback.Parameters.Add(parameter);
                if (kind != CallbackParameter.Map)
                {
                    arguments.Add(kind == CallbackParameter.Number ? builder.Convert(IrOp.Trunc, parameter) : parameter);
                }
            }

            IrInstruction call = builder.Call(target, [.. arguments]);
            builder.Ret(call.Type == IrType.Void ? IrConstant.I64(0) : builder.Convert(IrOp.ZExt32, builder.Compare(IrOp.Ne, call, IrConstant.I32(0))));
        }

        return callback;
    }

    private static string Describe(IMethodSymbol method) => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private static IPropertySymbol Declaration(IPropertySymbol property) => property.PartialDefinitionPart ?? property;

    private void Add(Diagnostic diagnostic)
    {
        if (reported.Add((diagnostic.Id, diagnostic.Location, diagnostic.GetMessage(CultureInfo.InvariantCulture))))
        {
            Diagnostics.Add(diagnostic);
        }
    }

    private void DeclareData()
    {
        var types = new DataTypeBuilder(Layouts);
        foreach (MapMember map in model.Maps)
        {
            Module.Maps.Add(Describe(map, types));
            maps.Add(Declaration(map.Symbol), map.Name);
        }

        foreach (ConstMember constant in model.Constants)
        {
            Module.Globals.Add(new IrGlobal(constant.Name, Object.DataSectionKind.ReadOnly, types.Get(constant.Type), ConstantBytes.Get(constant.Value, Layouts.Get(constant.Type).Size)));
            variables.Add(Declaration(constant.Symbol), constant.Name);
        }

        foreach (GlobalMember global in model.Globals)
        {
            byte[]? contents = global.InitialValue is { } value ? ConstantBytes.Get(value, Layouts.Get(global.Type).Size) : null;
            Module.Globals.Add(new IrGlobal(global.Name, global.Section, types.Get(global.Type), contents));
            variables.Add(Declaration(global.Symbol), global.Name);
        }

        foreach (string name in maps.Values.Concat(variables.Values).Concat(model.Programs.Select(static p => p.Name)))
        {
            names.Add(name);
        }
    }

    private static IrMap Describe(MapMember map, DataTypeBuilder types) =>
        new(map.Name, map.Type, map.Key is null ? null : types.Get(map.Key), map.Value is null ? null : types.Get(map.Value), map.MaxEntries, map.Flags)
        {
            InitialElements = map.InitialElements,
            IsPinned = map.IsPinned,
            Inner = map.Inner is null ? null : Describe(map.Inner, types),
        };

    private FunctionInstance Create(MethodInstance method, string name, MethodSource source, UserCall? reachedFrom, int depth)
    {
        IMethodSymbol definition = method.Definition;
        IrFunction function = FunctionSignatures.Create(name, definition, Layouts, method.Types, Captures.Of(method));
        var instance = new FunctionInstance(method, source, function, FunctionSignatures.Receiver(definition, Layouts, method.Types), FunctionSignatures.ReturnsStruct(definition, Layouts, method.Types))
        {
            ReachedFrom = reachedFrom,
            InstantiationDepth = depth,
        };
        function.Inlining = (definition.MethodImplementationFlags & MethodImplAttributes.NoInlining) != 0 ? InliningHint.Never
            : (definition.MethodImplementationFlags & MethodImplAttributes.AggressiveInlining) != 0 ? InliningHint.Always
            : InliningHint.None;
        if (source.Syntax is not null)
        {
            function.Location = locations.OfName(source.Syntax);
        }

        if (LibrarySymbols.IsGlobalFunction(definition))
        {
            function.IsGlobal = true;
            if (new GlobalFunctionSignature(Layouts, method.Types).Problem(definition, Captures.Of(definition)) is { } problem)
            {
                Add(Diagnostic.Create(DiagnosticTable.GlobalFunction, definition.Locations[0], definition.Name, problem));
            }
        }

        functions.Add(method, instance);
        Module.Functions.Add(function);
        pending.Enqueue(instance);
        return instance;
    }

    private void Lower(FunctionInstance function)
    {
        var lowering = new FunctionLowering(this, function);
        try
        {
            lowering.Run();
            if (libraryFaults.Skew(function, PlaceInUserCode(function)) is { } skew)
            {
                Add(skew);
            }
        }
        catch (CSharpErrorException error) when (Sources.IsLibrary(error.At.SyntaxTree))
        {
            Add(libraryFaults.DoesNotBind(error.At, function.ReachedFrom?.Method ?? Describe(function.Method.Definition), PlaceInUserCode(function)));
        }
        catch (CSharpErrorException error)
        {
            // What the generator writes for user space is not there yet, and no error of C#.
            if (function.Source.Syntax is { } syntax && Sources.Model(syntax.SyntaxTree) is { } semantics && GeneratedMembers.Find(syntax, semantics) is { } generated)
            {
                Report(function, DiagnosticTable.MemberOfObject, generated, generated.Identifier.ValueText);
            }
            else
            {
                CSharpError = error.At.GetLocation();
            }
        }
    }

    private static Location PlaceInUserCode(FunctionInstance function) => function.ReachedFrom?.Location ?? function.Method.Definition.Locations[0];

    private string UniqueName(MethodInstance method)
    {
        IMethodSymbol definition = method.Definition;
        var name = new StringBuilder();
        if (definition.ContainingType is { } type)
        {
            name.Append(DataTypeBuilder.Name(method.Types.Substitute(type))).Append('_');
        }

        name.Append(definition.MethodKind switch { MethodKind.Constructor => "ctor", MethodKind.AnonymousFunction => "lambda", _ => definition.Name });
        if (definition.TypeParameters.Length > 0)
        {
            name.Append("_of");
            foreach (ITypeParameterSymbol parameter in definition.TypeParameters)
            {
                name.Append('_').Append(DataTypeBuilder.Name(method.Types.Substitute(parameter)));
            }
        }

        return UniqueName(name.ToString());
    }

    /// <summary>A C identifier that nothing else in the object is called.</summary>
    private string UniqueName(string text)
    {
        var name = new StringBuilder(text);
        for (int i = 0; i < name.Length; i++)
        {
            if (!(name[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
            {
                name[i] = '_';
            }
        }

        string unique = name.ToString();
        for (int n = 2; !names.Add(unique); n++)
        {
            unique = name + "_" + n.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
