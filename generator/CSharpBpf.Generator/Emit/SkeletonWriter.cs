using CSharpBpf.Frontend.Model;

namespace CSharpBpf.Generator.Emit;

/// <summary>Writes the part of a BPF class that gives its declared members their meaning (libbpf's word: skeleton).</summary>
internal static class SkeletonWriter
{
    public static string Write(ObjectSkeleton skeleton)
    {
        CodeWriter code = ClassPart.Open(skeleton);
        WriteDefinition(code, skeleton);
        WriteVariables(code, skeleton);
        WriteConstants(code, skeleton);
        WritePrograms(code, skeleton);
        return ClassPart.Close(code, skeleton);
    }

    private static void WriteDefinition(CodeWriter code, ObjectSkeleton skeleton)
    {
        code.Line("private static readonly global::CSharpBpf.BpfObjectDefinition SharedDefinition = new(").Indent();
        code.Line($"\"{skeleton.ObjectName}\",");
        code.Line("static () => ObjectImage,");
        if (skeleton.Maps.Count == 0)
        {
            code.Line("[],");
        }
        else
        {
            code.Line("[").Indent();
            foreach (SkeletonVariable map in skeleton.Maps)
            {
                code.Line($"new(\"{map.SymbolName}\", static backend => new {map.TypeName}(backend)),");
            }

            code.Outdent().Line("],");
        }

        string globals = "";
        foreach (SkeletonVariable global in skeleton.Globals)
        {
            globals += (globals.Length > 0 ? ", \"" : "\"") + global.SymbolName + "\"";
        }

        code.Line($"[{globals}]);").Outdent().Line();
        code.Line("/// <inheritdoc/>");
        code.Line("protected override global::CSharpBpf.BpfObjectDefinition Definition => SharedDefinition;").Line();
    }

    private static void WriteVariables(CodeWriter code, ObjectSkeleton skeleton)
    {
        for (int i = 0; i < skeleton.Maps.Count; i++)
        {
            SkeletonVariable map = skeleton.Maps[i];
            code.Line($"{map.Modifiers} {map.TypeName} {map.PropertyName} => GetMap<{map.TypeName}>({i});").Line();
        }

        for (int i = 0; i < skeleton.Globals.Count; i++)
        {
            SkeletonVariable global = skeleton.Globals[i];
            code.Line($"{global.Modifiers} ref {global.TypeName} {global.PropertyName} => ref GetGlobal<{global.TypeName}>({i});").Line();
        }
    }

    private static void WriteConstants(CodeWriter code, ObjectSkeleton skeleton)
    {
        if (skeleton.Constants.Count == 0)
        {
            return;
        }

        code.Line("/// <inheritdoc/>").Open("protected override void WriteConstants(global::CSharpBpf.BpfConstantWriter writer)");
        foreach (SkeletonVariable constant in skeleton.Constants)
        {
            code.Line($"writer.Write(\"{constant.SymbolName}\", {constant.PropertyName});");
        }

        code.Close().Line();
    }

    private static void WritePrograms(CodeWriter code, ObjectSkeleton skeleton)
    {
        code.Line("/// <inheritdoc/>");
        code.Open("protected override global::System.Delegate? GetProgramMethod(string name) => name switch");
        foreach (SkeletonProgram program in skeleton.Programs)
        {
            code.Line($"\"{program.SymbolName}\" => ({program.DelegateTypeName}){program.MethodName},");
        }

        code.Line("_ => null,").Close("};").Line();
        code.Line("/// <summary>The programs of this object.</summary>");
        code.Line("public ProgramSet Programs => field ??= new ProgramSet(this);").Line();
        code.Line($"/// <summary>The programs of <see cref=\"{skeleton.ClassName}\"/>.</summary>").Open("public sealed class ProgramSet");
        code.Open($"internal ProgramSet({skeleton.ClassName} owner)");
        foreach (SkeletonProgram program in skeleton.Programs)
        {
            code.Line($"{program.PropertyName} = new {program.HandleTypeName}(owner, \"{program.SymbolName}\");");
        }

        code.Close();
        foreach (SkeletonProgram program in skeleton.Programs)
        {
            code.Line().Line($"/// <summary>The program <c>{program.SymbolName}</c>.</summary>");
            code.Line($"public {program.HandleTypeName} {program.PropertyName} {{ get; }}");
        }

        code.Close();
    }
}
