using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Btf;

namespace CSharpBpf.Object;

/// <summary>
/// Completes an object's BTF, so that whoever makes an <see cref="ObjectSpec"/> only supplies the types of values and functions. What is there
/// keeps its id; what is added follows in a fixed order, so equal specs give equal BTF and completing twice changes nothing.
/// <list type="bullet">
/// <item>Each function without a BTF_KIND_FUNC gets one: a program <c>int name(void *ctx)</c>, a subprogram <c>int name(void)</c>, static.</item>
/// <item>The licence, each data section with variables, and <c>.maps</c> get their BTF_KIND_VAR and a BTF_KIND_DATASEC with final size and offsets.</item>
/// </list>
/// </summary>
public static class ObjectBtf
{
    // Each takes 8 bytes of the file up to the last one, so the bound is one of the file's size.
    private const int MaxInitialElements = 1 << 20;

    /// <summary>Completes the BTF of <paramref name="spec"/>.</summary>
    /// <returns>The same object with complete BTF and with the ids of functions, variables and sections filled in.</returns>
    /// <exception cref="ObjectFormatException">A type id does not exist or does not fit what it describes, or variables overlap.</exception>
    public static ObjectSpec Complete(ObjectSpec spec)
    {
        BtfBuilder builder = spec.Btf is null ? new BtfBuilder() : new BtfBuilder(spec.Btf);
        Completion completion = new(spec, builder);
        try
        {
            return completion.Run();
        }
        catch (BtfFormatException e)
        {
            throw new ObjectFormatException($"Object '{spec.Name}': {e.Message}", e);
        }
    }

    /// <summary>The name of the licence's variable: as the BTF has it, or <c>_license</c>, lengthened until it differs from every other symbol.</summary>
    internal static string LicenseSymbol(ObjectSpec spec)
    {
        if (FindSection(spec.Btf, SectionNames.License) is { Variables.Count: > 0 } section
            && spec.Btf![section.Variables[0].TypeId] is BtfVariable variable)
        {
            return variable.Name;
        }

        HashSet<string> taken =
        [
            .. spec.Programs.Select(program => program.Name),
            .. spec.Subprograms.Select(function => function.Name),
            .. spec.Maps.Select(map => map.Name),
            .. spec.DataSections.SelectMany(data => data.Variables).Select(v => v.Name),
        ];
        string name = "_license";
        while (taken.Contains(name))
        {
            name = "_" + name;
        }

        return name;
    }

    internal static BtfDataSection? FindSection(BtfSpec? btf, string name) =>
        btf?.Types.OfType<BtfDataSection>().FirstOrDefault(section => section.Name == name);

    private sealed class Completion(ObjectSpec spec, BtfBuilder builder)
    {
        public ObjectSpec Run()
        {
            ProgramSpec[] programs = [.. spec.Programs.Select(CompleteProgram)];
            FunctionSpec[] subprograms = [.. spec.Subprograms.Select(function => CompleteFunction(function, isProgram: false))];
            if (spec.License is { } license)
            {
                CompleteLicense(System.Text.Encoding.UTF8.GetByteCount(license) + 1);
            }

            DataSectionSpec[] sections = [.. spec.DataSections.Select(CompleteData)];
            CompleteMaps();
            return new ObjectSpec
            {
                Name = spec.Name,
                ByteOrder = spec.ByteOrder,
                License = spec.License,
                Programs = programs,
                Subprograms = subprograms,
                Maps = spec.Maps,
                DataSections = sections,
                Btf = builder.Count == 0 ? spec.Btf : builder.Build(),
            };
        }

        private void CompleteLicense(int size)
        {
            string name = LicenseSymbol(spec);
            int variable = FindVariable(SectionNames.License, name);
            if (variable == 0 || builder.Build().SizeOf(variable) != size)
            {
                int character = builder.AddInt("char", 1, BtfIntEncoding.Signed);
                variable = Variable(variable, name, builder.AddArray(character, MapDefinition.ArrayIndex(builder), size));
            }

            Section(SectionNames.License, size, [new BtfSectionVariable(variable, 0, size)]);
        }

        private ProgramSpec CompleteProgram(ProgramSpec program) => new()
        {
            Name = program.Name,
            SectionName = program.SectionName,
            Type = program.Type,
            ExpectedAttachType = program.ExpectedAttachType,
            Function = CompleteFunction(program.Function, isProgram: true),
        };

        private FunctionSpec CompleteFunction(FunctionSpec function, bool isProgram)
        {
            if (function.BtfFunctionId != 0)
            {
                return Existing(function.BtfFunctionId, $"function '{function.Name}'") is BtfFunction
                    ? function
                    : throw new ObjectFormatException($"Object '{spec.Name}', function '{function.Name}': BTF type {function.BtfFunctionId} is no BTF_KIND_FUNC.");
            }

            int prototype = builder.AddFunctionPrototype(
                MapDefinition.Int(builder), isProgram ? [new BtfParameter("ctx", builder.AddPointer(0))] : []);
            return new FunctionSpec
            {
                Name = function.Name,
                Instructions = function.Instructions,
                Relocations = function.Relocations,
                CoreRelocations = function.CoreRelocations,
                BtfFunctionId = builder.AddFunction(
                    function.Name, prototype, isProgram ? BtfFunctionLinkage.Global : BtfFunctionLinkage.Static),
                Lines = function.Lines,
                IsGlobal = isProgram,
            };
        }

        private DataSectionSpec CompleteData(DataSectionSpec section)
        {
            if (section.Variables.Count == 0)
            {
                return section;
            }

            VariableSpec[] variables = new VariableSpec[section.Variables.Count];
            int end = 0;
            for (int i = 0; i < variables.Length; i++)
            {
                VariableSpec variable = section.Variables[i];
                string what = $"Object '{spec.Name}', section '{section.Name}', variable '{variable.Name}'";
                if (variable.Offset < end || variable.Size <= 0 || (long)variable.Offset + variable.Size > section.Contents.Length)
                {
                    throw new ObjectFormatException(
                        $"{what}: {variable.Size} bytes at offset {variable.Offset} overlap the variable before (which ends at {end}) or leave the section of {section.Contents.Length} bytes.");
                }

                end = variable.Offset + variable.Size;
                variables[i] = variable with { BtfTypeId = DataVariable(variable, what) };
            }

            return new DataSectionSpec
            {
                Name = section.Name,
                Kind = section.Kind,
                Contents = section.Contents,
                Variables = variables,
                BtfTypeId = Section(
                    section.Name, section.Contents.Length, [.. variables.Select(v => new BtfSectionVariable(v.BtfTypeId, v.Offset, v.Size))]),
            };
        }

        private int DataVariable(VariableSpec variable, string what)
        {
            int type = variable.BtfTypeId;
            if (type == 0)
            {
                int unsignedChar = builder.AddInt("unsigned char", 1, BtfIntEncoding.None);
                type = builder.AddArray(unsignedChar, MapDefinition.ArrayIndex(builder), variable.Size);
            }

            BtfType existing = Existing(type, what);
            int size = builder.Build().SizeOf(type);
            if (size > variable.Size)
            {
                throw new ObjectFormatException($"{what}: its BTF type {type} takes {size} bytes, the variable has {variable.Size}.");
            }

            return existing is BtfVariable ? type : builder.AddVariable(variable.Name, type, BtfVariableLinkage.Global);
        }

        private void CompleteMaps()
        {
            if (spec.Maps.Count == 0)
            {
                return;
            }

            List<BtfSectionVariable> variables = [];
            int offset = 0;
            foreach (MapSpec map in spec.Maps)
            {
                CheckSize(map, "key", map.BtfKeyTypeId, map.KeySize);
                CheckSize(map, "value", map.BtfValueTypeId, map.ValueSize);
                int variable = MapVariable(map);
                BtfSpec btf = builder.Build();
                int size = btf.SizeOf(variable);
                if (map.InitialElements.Count != 0)
                {
                    int last = map.InitialElements.Max(element => element.Key);
                    if (last >= MaxInitialElements || map.InitialElements.Min(element => element.Key) < 0)
                    {
                        throw new ObjectFormatException($"Object '{spec.Name}', map '{map.Name}': an initial element's index is negative or not below {MaxInitialElements}.");
                    }

                    size = System.Math.Max(size, MapDefinition.ValuesOffset(btf, (BtfVariable)btf[variable]) + ((last + 1) * MapDefinition.MemberSize));
                }

                variables.Add(new BtfSectionVariable(variable, offset, size));
                offset += (size + 7) & ~7;
            }

            Section(SectionNames.Maps, variables[variables.Count - 1].Offset + variables[variables.Count - 1].Size, variables);
        }

        private void CheckSize(MapSpec map, string what, int type, int size)
        {
            if (type != 0 && builder.Build().SizeOf(type) != size)
            {
                throw new ObjectFormatException(
                    $"Object '{spec.Name}', map '{map.Name}': its {what} has {size} bytes, but BTF type {type}, which describes it, has {builder.Build().SizeOf(type)}.");
            }
        }

        /// <summary>The variable that defines <paramref name="map"/>: the one that is there, when it says the same in whatever words, or a new definition.</summary>
        private int MapVariable(MapSpec map)
        {
            int existing = FindVariable(SectionNames.Maps, map.Name);
            if (existing != 0)
            {
                BtfSpec btf = builder.Build();
                BtfVariable old = (BtfVariable)btf[existing];
                if (MapDefinition.IsSame(MapDefinition.Read(btf, old), map)
                    && (map.InitialElements.Count == 0 || MapDefinition.ValuesOffset(btf, old) >= 0))
                {
                    return existing;
                }
            }

            return Variable(existing, map.Name, MapDefinition.Write(builder, map));
        }

        private int Variable(int existing, string name, int type)
        {
            BtfVariable variable = new(name, type, BtfVariableLinkage.Global);
            if (existing == 0)
            {
                return builder.Add(variable);
            }

            builder.Replace(existing, variable);
            return existing;
        }

        private int FindVariable(string section, string name)
        {
            foreach (BtfSectionVariable existing in FindSection(spec.Btf, section)?.Variables ?? [])
            {
                if (builder[existing.TypeId] is BtfVariable variable && variable.Name == name)
                {
                    return existing.TypeId;
                }
            }

            return 0;
        }

        private int Section(string name, int size, IReadOnlyList<BtfSectionVariable> variables)
        {
            BtfDataSection section = new(name, size, variables);
            if (FindSection(spec.Btf, name) is { } old)
            {
                int id = builder.Add(old);
                builder.Replace(id, section);
                return id;
            }

            return builder.Add(section);
        }

        private BtfType Existing(int id, string what) => id >= 1 && id <= builder.Count
            ? builder[id]
            : throw new ObjectFormatException($"Object '{spec.Name}', {what}: there is no BTF type {id}; the last is {builder.Count}.");
    }
}
