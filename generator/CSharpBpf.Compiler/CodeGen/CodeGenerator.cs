using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>From an IR module whose calls, copies and zeroings are lowered to the blueprint of the object.</summary>
internal static class CodeGenerator
{
    /// <summary>Null if there is a diagnostic.</summary>
    /// <exception cref="CodeGenException">The IR breaks its own laws, or the compiler does.</exception>
    public static ObjectSpec? Generate(IrModule module, CompilerOptions options, List<CompilerDiagnostic> diagnostics, CancellationToken cancellation)
    {
        var btf = new BtfEmitter();
        var maps = new List<MapSpec>();

        // libbpf makes the maps in the object's order, and fills a map of maps as soon as it is made.
        foreach (IrMap map in module.Maps.OrderBy(static map => map.Inner is not null))
        {
            maps.Add(EmitMap(map, btf));
        }

        List<DataSectionSpec> sections = DataSectionEmitter.Emit(module, btf);
        var programs = new List<ProgramSpec>();
        var subprograms = new List<FunctionSpec>();
        var frames = new Dictionary<IrFunction, int>();
        foreach (IrFunction function in module.Functions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FunctionCompiler.Compile(function, options, diagnostics) is not { } code)
            {
                continue;
            }

            frames.Add(function, code.FrameSize);
            if (function.Program is { } program)
            {
                programs.Add(EmitProgram(function, program, EmitFunction(function, code, module, btf.AddProgram(function), isGlobal: true)));
            }
            else
            {
                subprograms.Add(EmitFunction(function, code, module, btf.AddSubprogram(function), function.IsGlobal));
            }
        }

        AddKernelFunctions(programs.Select(static program => program.Function).Concat(subprograms), btf);
        CallChains.Check(module, frames, diagnostics);
        if (diagnostics.Exists(static d => !d.IsWarning))
        {
            return null;
        }

        return new ObjectSpec
        {
            Name = module.Name,
            License = module.License,
            Programs = programs,
            Subprograms = subprograms,
            Maps = maps,
            DataSections = sections,
            Btf = btf.Build(),
        };
    }

    /// <summary>The section .ksyms, which is in the types only, lists the functions that the kernel is asked for.</summary>
    private static void AddKernelFunctions(IEnumerable<FunctionSpec> functions, BtfEmitter btf)
    {
        var called = new SortedSet<string>(System.StringComparer.Ordinal);
        called.UnionWith(functions.SelectMany(static function => function.Relocations).Where(static relocation => relocation.Kind == RelocationKind.KernelFunction).Select(static relocation => relocation.Symbol));
        if (called.Count > 0)
        {
            btf.AddDataSection(".ksyms", 0, [.. called.Select(name => new Btf.BtfSectionVariable(btf.AddKernelFunction(KernelFunctionTable.Find(name)!), 0, 0))]);
        }
    }

    private static MapSpec EmitMap(IrMap map, BtfEmitter btf)
    {
        int keyId = map.Key is null ? 0 : btf.Add(map.Key);
        if (map.Type is MapType.Array or MapType.PerCpuArray or MapType.ProgArray or MapType.ArrayOfMaps && map.Key is not IntegerDataType { Size: 4 })
        {
            keyId = btf.AddArrayKey();
        }

        return new MapSpec
        {
            Name = map.Name,
            Type = map.Type,
            KeySize = map.Key?.Size ?? 0,
            ValueSize = map.Value?.Size ?? 0,
            MaxEntries = map.MaxEntries,
            Flags = map.Flags,
            InitialElements = map.InitialElements,
            Pinning = map.IsPinned ? MapPinning.ByName : MapPinning.None,
            InnerMap = map.Inner is null ? null : EmitMap(map.Inner, btf),
            BtfKeyTypeId = keyId,
            BtfValueTypeId = map.Value is null ? 0 : btf.Add(map.Value),
        };
    }

    private static ProgramSpec EmitProgram(IrFunction function, ProgramInfo program, FunctionSpec code) => new()
    {
        Name = function.Name,
        SectionName = program.SectionName,
        Type = program.Type,
        ExpectedAttachType = program.AttachType,
        Function = code,
    };

    private static FunctionSpec EmitFunction(IrFunction function, AssembledFunction code, IrModule module, int btfFunction, bool isGlobal) => new()
    {
        Name = function.Name,
        Instructions = code.Instructions,
        Relocations = code.Relocations,
        BtfFunctionId = btfFunction,
        Lines = LineInfoEmitter.Emit(code, function, module),
        IsGlobal = isGlobal,
    };
}
