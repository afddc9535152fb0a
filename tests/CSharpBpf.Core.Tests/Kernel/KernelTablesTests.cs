using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Isa.Kernel;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>What holds of the tables on any machine: one row for each member, names that follow from each other, versions in order.</summary>
public sealed class KernelTablesTests
{
    public static TheoryData<string> Enums => [nameof(ProgramType), nameof(AttachType), nameof(MapType), nameof(HelperId)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Every_member_has_exactly_one_row_in_the_order_of_ids(string name)
    {
        FactTable table = FactTable.Of(name);
        Assert.Equal(table.Members.OrderBy(static id => id), table.Rows.Select(static row => row.Id));
    }

    [Theory]
    [MemberData(nameof(Enums))]
    public void A_member_is_the_kernels_name_in_Pascal_case(string name)
    {
        FactTable table = FactTable.Of(name);
        foreach (FactRow row in table.Rows)
        {
            Assert.StartsWith(table.Prefix, row.KernelName, StringComparison.Ordinal);
            Assert.Equal(PascalCase(row.KernelName[table.Prefix.Length..]), table.MemberName(row.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Enums))]
    public void Versions_rise_with_ids_and_end_with_the_newest_described(string name)
    {
        KernelVersion previous = new(3, 18);
        foreach (FactRow row in FactTable.Of(name).Rows)
        {
            Assert.True(row.Since >= previous, $"{row.KernelName} is since {row.Since}, but a row before it since {previous}: ids are given in order.");
            previous = row.Since;
        }

        Assert.True(previous <= KernelVersion.NewestDescribed);
    }

    [Fact]
    public void Rows_are_found_by_id_and_by_name_and_unknown_ones_are_not()
    {
        Assert.Equal("BPF_PROG_TYPE_XDP", ProgramTypeTable.Get(ProgramType.Xdp).KernelName);
        Assert.Equal(AttachType.Xdp, AttachTypeTable.Find("BPF_XDP")?.Id);
        Assert.Equal(MapType.LruHash, MapTypeTable.Find("BPF_MAP_TYPE_LRU_HASH")?.Id);
        Assert.Equal(HelperId.RingbufReserve, HelperTable.Find("bpf_ringbuf_reserve")?.Id);
        Assert.Null(HelperTable.Find("bpf_no_such_helper"));
        Assert.Null(HelperTable.Find((HelperId)0));
        Assert.Null(HelperTable.Find((HelperId)(-1)));
        Assert.Null(HelperTable.Find((HelperId)int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => HelperTable.Get((HelperId)0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MapTypeTable.Get((MapType)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProgramTypeTable.Get(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttachTypeTable.Get((AttachType)(-1)));
    }

    [Fact]
    public void A_fixed_size_is_given_where_the_modifier_says_so_and_a_length_follows_other_memory()
    {
        foreach (HelperInfo helper in HelperTable.All.Where(static helper => helper.Signature is not null))
        {
            IReadOnlyList<HelperArgument> arguments = helper.Signature!.Arguments;
            Assert.InRange(arguments.Count, 0, 5);
            for (int i = 0; i < arguments.Count; i++)
            {
                bool isFixed = (arguments[i].Modifiers & TypeModifiers.MemFixedSize) != 0;
                Assert.Equal(isFixed, arguments[i].Size > 0);
                if (arguments[i].Kind == ArgumentKind.PtrToMem && !isFixed)
                {
                    Assert.True(i + 1 < arguments.Count && arguments[i + 1].Kind is ArgumentKind.ConstSize or ArgumentKind.ConstSizeOrZero, helper.KernelName);
                }
            }
        }
    }

    [Theory]
    [InlineData(HelperId.MapLookupElem, ReturnKind.PtrToMapValue, true, ArgumentKind.ConstMapPtr, ArgumentKind.PtrToMapKey)]
    [InlineData(HelperId.MapUpdateElem, ReturnKind.Integer, false, ArgumentKind.ConstMapPtr, ArgumentKind.PtrToMapKey, ArgumentKind.PtrToMapValue, ArgumentKind.Anything)]
    [InlineData(HelperId.KtimeGetNs, ReturnKind.Integer, false)]
    [InlineData(HelperId.TracePrintk, ReturnKind.Integer, false, ArgumentKind.PtrToMem, ArgumentKind.ConstSize)]
    [InlineData(HelperId.XdpAdjustHead, ReturnKind.Integer, false, ArgumentKind.PtrToCtx, ArgumentKind.Anything)]
    [InlineData(HelperId.RedirectMap, ReturnKind.Integer, false, ArgumentKind.ConstMapPtr, ArgumentKind.Anything, ArgumentKind.Anything)]
    [InlineData(HelperId.CsumDiff, ReturnKind.Integer, false, ArgumentKind.PtrToMem, ArgumentKind.ConstSizeOrZero, ArgumentKind.PtrToMem, ArgumentKind.ConstSizeOrZero, ArgumentKind.Anything)]
    [InlineData(HelperId.RingbufReserve, ReturnKind.PtrToMem, true, ArgumentKind.ConstMapPtr, ArgumentKind.ConstAllocSizeOrZero, ArgumentKind.Anything)]
    [InlineData(HelperId.RingbufSubmit, ReturnKind.Void, false, ArgumentKind.PtrToRingbufMem, ArgumentKind.Anything)]
    public void Signatures_of_the_common_helpers_are_described(HelperId helper, ReturnKind result, bool mayBeNull, params ArgumentKind[] arguments)
    {
        HelperSignature? signature = HelperTable.Get(helper).Signature;
        Assert.NotNull(signature);
        Assert.Equal(result, signature.Return.Kind);
        Assert.Equal(mayBeNull, signature.Return.MayBeNull);
        Assert.Equal(arguments, signature.Arguments.Select(static argument => argument.Kind));
    }

    [Fact]
    public void What_a_program_type_may_call_came_no_earlier_than_the_helper_and_the_type()
    {
        foreach (ProgramTypeInfo type in ProgramTypeTable.All)
        {
            Assert.Equal(HelperAvailabilityTable.IsDescribed(type.Id), HelperAvailabilityTable.Find(type.Id) is not null);
            foreach (HelperAvailability row in HelperAvailabilityTable.Find(type.Id) ?? [])
            {
                Assert.Equal(row.Since, HelperAvailabilityTable.Since(type.Id, row.Helper));
                Assert.True(row.Since >= type.Since && row.Since >= HelperTable.Get(row.Helper).Since && row.Since <= KernelVersion.NewestDescribed, $"{type.Id} {row}");
            }
        }

        Assert.Equal(new KernelVersion(4, 16), HelperAvailabilityTable.Since(ProgramType.Xdp, HelperId.CsumDiff));
        Assert.Null(HelperAvailabilityTable.Since(ProgramType.Xdp, HelperId.SkbStoreBytes));
    }

    [Fact]
    public void A_map_and_a_helper_accept_each_other_or_not()
    {
        Assert.True(MapHelperTable.Accepts(MapType.Hash, HelperId.MapLookupElem));
        Assert.False(MapHelperTable.Accepts(MapType.Hash, HelperId.RingbufReserve));
        Assert.False(MapHelperTable.Accepts(MapType.Ringbuf, HelperId.MapLookupElem));
        Assert.Null(MapHelperTable.HelpersFor(MapType.Array));
        Assert.Null(MapHelperTable.MapsFor(HelperId.MapUpdateElem));
        Assert.Equal([MapType.ProgArray], MapHelperTable.MapsFor(HelperId.TailCall));

        // What a choosy map lists must take it back.
        foreach (MapTypeInfo map in MapTypeTable.All)
        {
            Assert.All(MapHelperTable.HelpersFor(map.Id) ?? [], helper => Assert.True(MapHelperTable.MapsFor(helper)?.Contains(map.Id) ?? true, $"{map.Id} {helper}"));
        }
    }

    [Fact]
    public void Context_fields_lie_one_behind_the_other_within_the_struct()
    {
        foreach (ContextLayout layout in ContextLayoutTable.All)
        {
            int end = 0;
            foreach (ContextField field in layout.Fields)
            {
                Assert.True(field.Offset >= end, field.Name);
                Assert.Same(field, layout.FieldAt(field.Offset));
                Assert.True(field.Since >= ProgramTypeTable.Get(layout.ProgramType).Since);
                end = field.Offset + field.Size;
            }

            Assert.True(end <= layout.Size, layout.TypeName);
            Assert.Null(layout.FieldAt(layout.Size));
            Assert.Equal(ProgramTypeTable.Get(layout.ProgramType).ContextType, layout.TypeName);
        }
    }

    private static string PascalCase(string kernelName) =>
        string.Concat(kernelName.ToLowerInvariant().Replace("percpu", "per_cpu", StringComparison.Ordinal).Split('_')
            .Select(static word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
}
