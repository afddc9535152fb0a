using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>Asks the running kernel which keys, values, entries and flags a map type takes.</summary>
public sealed class MapProbeTests
{
    private const uint NoPrealloc = 1;
    private const uint Mmapable = 1 << 10;

    /// <summary>Types that a kernel can be built without, although it is new enough.</summary>
    private static readonly MapType[] Optional =
    [
        MapType.StackTrace, MapType.CgroupArray, MapType.Xskmap, MapType.Sockmap, MapType.Sockhash, MapType.CgroupStorage, MapType.PerCpuCgroupStorage,
        MapType.ReuseportSockarray, MapType.Arena,
    ];

    /// <summary>The types that sizes alone create: the others want an inner map, or BTF of key and value.</summary>
    public static IEnumerable<object[]> Types =>
        MapTypeTable.All.Where(static row => !row.HoldsMaps && !row.RequiresBtf).Select(static row => new object[] { row.Id });

    [SkippableTheory]
    [MemberData(nameof(Types))]
    public void The_kernel_takes_the_sizes_of_the_table_and_no_others(MapType type)
    {
        MapTypeInfo row = Askable(type);
        foreach (int size in new[] { 0, 1, 4, 5, 8, 12, 16, 24, 260, 264 })
        {
            Assert.True(Takes(row, key: size) == TakesKey(row.Key, size), $"key of {size} bytes");
            Assert.True(Takes(row, value: size) == TakesValue(row.Value, size), $"value of {size} bytes");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Types))]
    public void The_kernel_takes_the_entries_of_the_table_and_no_others(MapType type)
    {
        MapTypeInfo row = Askable(type);
        int page = Environment.SystemPageSize;
        foreach (int entries in new[] { 0, 1, 2, page, 3 * page, 4 * page })
        {
            bool expected = row.MaxEntries switch
            {
                MapMaxEntriesRule.Zero => entries == 0,
                MapMaxEntriesRule.One => entries == 1,
                MapMaxEntriesRule.BufferSize => entries >= page && (entries & (entries - 1)) == 0,
                _ => entries > 0,
            };

            // A CPU map also has no more entries than the kernel is built for CPUs.
            if (type != MapType.Cpumap || entries <= 2)
            {
                Assert.True(Takes(row, entries: entries) == expected, $"{entries} entries");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Types))]
    public void The_kernel_takes_the_mmapable_flag_where_the_table_says_so(MapType type)
    {
        MapTypeInfo row = Askable(type);
        Assert.Equal(row.AllowsMmapableFlag, Takes(row, flags: BaseFlags(row) | Mmapable));
        Assert.Equal(row.Mmap != MapMmapRule.FlagRequired, Takes(row, flags: BaseFlags(row) & ~Mmapable));
        if (row.RequiresNoPrealloc)
        {
            Assert.False(Takes(row, flags: BaseFlags(row) & ~NoPrealloc));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Types))]
    public void The_kernel_gives_programs_the_address_of_a_value_where_the_table_says_so(MapType type)
    {
        MapTypeInfo row = Askable(type);
        using KernelProbeMap map = Create(row, KeyOf(row), ValueOf(row), EntriesOf(row), BaseFlags(row), out _)!;
        byte[] code = InstructionCodec.Encode([Instructions.LoadMapValue(1, map.Fd, 0), Instructions.MovImmediate(true, 0, 0), Instructions.Exit()]);
        KernelVerdict verdict = KernelProbe.Load(ProgramType.SchedCls, code);

        // An arena has addresses only where user space has mapped it, which is asked after whether the type has any.
        bool hasAddress = verdict.Accepted || verdict.Log.Contains("arena's user address must be set", StringComparison.Ordinal);
        Assert.True(hasAddress == row.HasDirectValue, verdict.Log);
    }

    [SkippableTheory]
    [MemberData(nameof(Types))]
    public void The_kernel_passes_the_map_to_the_helpers_of_the_table_and_no_others(MapType type)
    {
        MapTypeInfo row = Askable(type);
        using KernelProbeMap map = Create(row, KeyOf(row), ValueOf(row), EntriesOf(row), BaseFlags(row), out _)!;
        List<string> differences = [];
        foreach (HelperAvailability available in HelperAvailabilityTable.Find(ProgramType.Xdp)!.Where(static row => row.Since <= RunningKernel.Version))
        {
            HelperInfo helper = HelperTable.Get(available.Helper);
            if (CallWith(helper, map) is not { } code)
            {
                continue;
            }

            KernelVerdict verdict = KernelProbe.Load(ProgramType.Xdp, code);
            bool isPassed = !verdict.Log.Contains("cannot pass map_type", StringComparison.Ordinal);
            bool differs = MapHelperTable.Accepts(type, helper.Id) ? !isPassed : verdict.Accepted;
            if (differs)
            {
                differences.Add($"{helper.KernelName}: {verdict.Log}");
            }
        }

        Assert.Equal([], differences);
    }

    /// <summary>A program that calls the helper with the map and otherwise with harmless arguments, or null if the helper takes no map or wants what stands nowhere ready.</summary>
    private static byte[]? CallWith(HelperInfo helper, KernelProbeMap map)
    {
        const int Scratch = -64;
        IReadOnlyList<HelperArgument> arguments = helper.Signature?.Arguments ?? [];
        if (!arguments.Any(static argument => argument.Kind == ArgumentKind.ConstMapPtr))
        {
            return null;
        }

        List<Instruction> code = [Instructions.MovRegister(true, 6, 1)];
        code.AddRange(Enumerable.Range(0, 8).Select(static word => Instructions.StoreImmediate(MemorySize.DoubleWord, 10, Scratch + (8 * word), 0)));
        for (int i = 0; i < arguments.Count; i++)
        {
            int register = i + 1;
            switch (arguments[i].Kind)
            {
                case ArgumentKind.ConstMapPtr:
                    code.Add(Instructions.LoadMapFd(register, map.Fd));
                    break;
                case ArgumentKind.PtrToCtx:
                    code.Add(Instructions.MovRegister(true, register, 6));
                    break;
                case ArgumentKind.PtrToMapKey or ArgumentKind.PtrToMapValue or ArgumentKind.PtrToMem:
                    code.Add(Instructions.MovRegister(true, register, 10));
                    code.Add(Instructions.AluImmediate(AluOperation.Add, true, register, Scratch));
                    break;
                case ArgumentKind.ConstSize or ArgumentKind.ConstSizeOrZero or ArgumentKind.ConstAllocSizeOrZero:
                    code.Add(Instructions.MovImmediate(true, register, 8));
                    break;
                case ArgumentKind.Anything or ArgumentKind.Scalar:
                    code.Add(Instructions.MovImmediate(true, register, 0));
                    break;
                default:
                    return null;
            }
        }

        return InstructionCodec.Encode([.. code, Instructions.CallHelper((int)helper.Id), Instructions.MovImmediate(true, 0, 2), Instructions.Exit()]);
    }

    /// <summary>The row of a type, if the running kernel creates such maps.</summary>
    private static MapTypeInfo Askable(MapType type)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        MapTypeInfo row = MapTypeTable.Get(type);
        Skip.If(row.Since > RunningKernel.Version, $"needs kernel {row.Since}");
        using KernelProbeMap? map = Create(row, KeyOf(row), ValueOf(row), EntriesOf(row), BaseFlags(row), out int errno);
        Skip.If(map is null && Optional.Contains(type), $"the running kernel creates no {type} map (errno {errno}): built without it");
        Assert.True(map is not null, $"The kernel creates no {type} map by the table's rules: errno {errno}.");
        return row;
    }

    private static bool Takes(MapTypeInfo row, int? key = null, int? value = null, int? entries = null, uint? flags = null)
    {
        using KernelProbeMap? map = Create(row, key ?? KeyOf(row), value ?? ValueOf(row), entries ?? EntriesOf(row), flags ?? BaseFlags(row), out _);
        return map is not null;
    }

    private static KernelProbeMap? Create(MapTypeInfo row, int key, int value, int entries, uint flags, out int errno) =>
        KernelProbe.TryCreateMap(row.Id, key, value, entries, flags, out errno);

    private static uint BaseFlags(MapTypeInfo row) => (row.RequiresNoPrealloc ? NoPrealloc : 0) | (row.Mmap == MapMmapRule.FlagRequired ? Mmapable : 0);

    private static int KeyOf(MapTypeInfo row) => new[] { 0, 4, 8 }.First(size => TakesKey(row.Key, size));

    private static int ValueOf(MapTypeInfo row) => new[] { 0, 4, 8 }.First(size => TakesValue(row.Value, size));

    private static int EntriesOf(MapTypeInfo row) => row.MaxEntries switch
    {
        MapMaxEntriesRule.Zero => 0,
        MapMaxEntriesRule.BufferSize => Environment.SystemPageSize,
        _ => 1,
    };

    private static bool TakesKey(MapKeyRule rule, int size) => rule switch
    {
        MapKeyRule.None => size == 0,
        MapKeyRule.UInt32 => size == 4,
        MapKeyRule.Bytes => size > 0,
        MapKeyRule.LpmPrefix => size is >= 5 and <= 260,
        MapKeyRule.CgroupStorage => size is 8 or 16,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "no such rule"),
    };

    private static bool TakesValue(MapValueRule rule, int size) => rule switch
    {
        MapValueRule.None => size == 0,
        MapValueRule.Bytes => size > 0,
        MapValueRule.FileDescriptor => size == 4,
        MapValueRule.Socket or MapValueRule.RedirectTarget => size is 4 or 8,
        MapValueRule.StackFrames => size > 0 && size % 8 == 0,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "needs more than a size"),
    };
}
