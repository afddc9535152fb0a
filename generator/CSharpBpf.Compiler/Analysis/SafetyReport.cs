using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Collects diagnostics, each once per place, with the source text of the place as the first argument.</summary>
internal sealed class SafetyReport(IrModule module, IrFunction function, List<CompilerDiagnostic> diagnostics)
{
    private readonly HashSet<(string Id, SourceLocation? Location)> reported = [];
    private readonly HashSet<(string Id, IrValue Root, string Base)> causes = [];

    /// <summary>Whether the function is called by a helper, so that a fault in it cannot end the program.</summary>
    public bool IsInCallback => function.IsCallback;

    /// <summary>Whether the helper that calls the function gives it a context: a timer has none.</summary>
    public bool HasCallbackContext => function.Parameters.Exists(static parameter => parameter.Type == IrType.StackPointer);

    /// <summary>All that was found, also where it is reported once.</summary>
    public List<(string Id, IrInstruction At)> Found { get; } = [];

    public void Warn(string id, IrInstruction instruction, params string[] more)
    {
        int before = diagnostics.Count;
        Add(id, instruction, more);
        if (diagnostics.Count > before)
        {
            diagnostics[before] = diagnostics[before] with { IsWarning = true };
        }
    }

    /// <summary>Adds what is missing for a pointer, once for all that is reached through it: its null test, its comparison with the packet's end.</summary>
    /// <param name="root">What the pointer was before anything was added to it.</param>
    /// <param name="isByName">Whether pointers that the source names otherwise are told apart.</param>
    public void AddOnce(string id, IrInstruction instruction, IrValue root, bool isByName)
    {
        string name = isByName ? Expression(instruction, instruction.Location?.UserLocation) : "";
        if (causes.Add((id, root, name.Substring(0, System.Math.Max(0, name.LastIndexOfAny(['>', '.', '[']))))))
        {
            Add(id, instruction);
        }
        else
        {
            Found.Add((id, instruction));
        }
    }

    /// <summary>Whether the missing null test of a pointer is reported.</summary>
    public bool IsNullReported(IrValue root) => causes.Contains(("BPF0201", root, ""));

    public void Add(string id, IrInstruction instruction, params string[] more)
    {
        Found.Add((id, instruction));
        SourceLocation? location = instruction.Location?.UserLocation;
        if (!reported.Add((id, location)) && location is not null)
        {
            return;
        }

        string[] arguments = id is "BPF0402" or "BPF0407" ? more : [Expression(instruction, location), .. more];
        diagnostics.Add(new CompilerDiagnostic(id, location, arguments));
    }

    private string Expression(IrInstruction instruction, SourceLocation? location)
    {
        if (location is not null && module.SourceLines.TryGetValue(location.FileName, out string[]? lines) && location.Line >= 1 && location.Line <= lines.Length)
        {
            string line = lines[location.Line - 1];
            int start = location.Column - 1;
            if (start >= 0 && start < line.Length)
            {
                return line.Substring(start, System.Math.Max(0, System.Math.Min(location.Length, line.Length - start))).TrimEnd();
            }
        }

        return IrPrinter.Print(function, instruction);
    }
}
