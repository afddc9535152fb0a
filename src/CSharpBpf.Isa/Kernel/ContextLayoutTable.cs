using System;
using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The contexts of program types, one row for each type that is described. Sources: the structs of include/uapi/linux/bpf.h, the
/// is_valid_access functions of net/core/filter.c and kernel/trace/bpf_trace.c, and check_return_code in kernel/bpf/verifier.c (v6.12).
/// </summary>
public static class ContextLayoutTable
{
    private static readonly ContextLayout[] Rows =
    [
        new(
            ProgramType.Xdp,
            "xdp_md",
            24,
            [
                new("data", 0, 4, ContextFieldKind.Packet, new(4, 8)),
                new("data_end", 4, 4, ContextFieldKind.PacketEnd, new(4, 8)),
                new("data_meta", 8, 4, ContextFieldKind.PacketMeta, new(4, 15)),
                new("ingress_ifindex", 12, 4, ContextFieldKind.Scalar, new(4, 16)),
                new("rx_queue_index", 16, 4, ContextFieldKind.Scalar, new(4, 16)), // Writable only in programs offloaded to a device.
                new("egress_ifindex", 20, 4, ContextFieldKind.Scalar, new(5, 8)) { OnlyAttachType = AttachType.XdpDevmap },
            ])
        {
            // Any number passes the verifier; one above XDP_REDIRECT drops the frame with a warning, as XDP_ABORTED does with a tracepoint.
            EnforcedReturn = null,
            MeaningfulReturn = new(0, 4),
        },
        new(
            ProgramType.SchedCls,
            "__sk_buff",
            192,
            [
                Narrowable("len", 0, new(4, 1)),
                Narrowable("pkt_type", 4, new(4, 1)),
                Narrowable("mark", 8, new(4, 1)) with { IsWritable = true },
                Narrowable("queue_mapping", 12, new(4, 1)) with { IsWritable = true },
                Narrowable("protocol", 16, new(4, 1)),
                Narrowable("vlan_present", 20, new(4, 1)),
                Narrowable("vlan_tci", 24, new(4, 1)),
                Narrowable("vlan_proto", 28, new(4, 1)),
                Narrowable("priority", 32, new(4, 1)) with { IsWritable = true },
                Narrowable("ingress_ifindex", 36, new(4, 2)),
                Narrowable("ifindex", 40, new(4, 2)),
                Narrowable("tc_index", 44, new(4, 2)) with { IsWritable = true },
                Narrowable("cb0", 48, new(4, 2)) with { IsWritable = true },
                Narrowable("cb1", 52, new(4, 2)) with { IsWritable = true },
                Narrowable("cb2", 56, new(4, 2)) with { IsWritable = true },
                Narrowable("cb3", 60, new(4, 2)) with { IsWritable = true },
                Narrowable("cb4", 64, new(4, 2)) with { IsWritable = true },
                Narrowable("hash", 68, new(4, 3)),
                Narrowable("tc_classid", 72, new(4, 3)) with { IsWritable = true },
                new("data", 76, 4, ContextFieldKind.Packet, new(4, 7)),
                new("data_end", 80, 4, ContextFieldKind.PacketEnd, new(4, 7)),
                Narrowable("napi_id", 84, new(4, 12)),
                new("data_meta", 140, 4, ContextFieldKind.PacketMeta, new(4, 15)),
                new("tstamp", 152, 8, ContextFieldKind.Scalar, new(4, 20)) { IsWritable = true },
                Narrowable("wire_len", 160, new(5, 0)),
                Narrowable("gso_segs", 164, new(5, 1)),
                Narrowable("gso_size", 176, new(5, 7)),
            ])
        {
            EnforcedReturn = null,
            MeaningfulReturn = new(-1, 8),
        },

        new(
            ProgramType.SocketFilter,
            "__sk_buff",
            192,
            [
                Narrowable("len", 0, new(4, 1)),
                Narrowable("pkt_type", 4, new(4, 1)),
                Narrowable("mark", 8, new(4, 1)),
                Narrowable("queue_mapping", 12, new(4, 1)),
                Narrowable("protocol", 16, new(4, 1)),
                Narrowable("vlan_present", 20, new(4, 1)),
                Narrowable("vlan_tci", 24, new(4, 1)),
                Narrowable("vlan_proto", 28, new(4, 1)),
                Narrowable("priority", 32, new(4, 1)),
                Narrowable("ingress_ifindex", 36, new(4, 2)),
                Narrowable("ifindex", 40, new(4, 2)),
                Narrowable("tc_index", 44, new(4, 2)),
                Narrowable("cb0", 48, new(4, 2)) with { IsWritable = true },
                Narrowable("cb1", 52, new(4, 2)) with { IsWritable = true },
                Narrowable("cb2", 56, new(4, 2)) with { IsWritable = true },
                Narrowable("cb3", 60, new(4, 2)) with { IsWritable = true },
                Narrowable("cb4", 64, new(4, 2)) with { IsWritable = true },
                Narrowable("hash", 68, new(4, 3)),
                Narrowable("napi_id", 84, new(4, 12)),
                Narrowable("gso_segs", 164, new(5, 1)),
                Narrowable("gso_size", 176, new(5, 7)),
            ]),
        new(
            ProgramType.CgroupSkb,
            "__sk_buff",
            192,
            [
                Narrowable("len", 0, new(4, 10)),
                Narrowable("pkt_type", 4, new(4, 10)),
                Narrowable("mark", 8, new(4, 10)) with { IsWritable = true },
                Narrowable("queue_mapping", 12, new(4, 10)),
                Narrowable("protocol", 16, new(4, 10)),
                Narrowable("vlan_present", 20, new(4, 10)),
                Narrowable("vlan_tci", 24, new(4, 10)),
                Narrowable("vlan_proto", 28, new(4, 10)),
                Narrowable("priority", 32, new(4, 10)) with { IsWritable = true },
                Narrowable("ingress_ifindex", 36, new(4, 10)),
                Narrowable("ifindex", 40, new(4, 10)),
                Narrowable("tc_index", 44, new(4, 10)),
                Narrowable("cb0", 48, new(4, 10)) with { IsWritable = true },
                Narrowable("cb1", 52, new(4, 10)) with { IsWritable = true },
                Narrowable("cb2", 56, new(4, 10)) with { IsWritable = true },
                Narrowable("cb3", 60, new(4, 10)) with { IsWritable = true },
                Narrowable("cb4", 64, new(4, 10)) with { IsWritable = true },
                Narrowable("hash", 68, new(4, 10)),
                new("data", 76, 4, ContextFieldKind.Packet, new(5, 0)),
                new("data_end", 80, 4, ContextFieldKind.PacketEnd, new(5, 0)),
                Narrowable("napi_id", 84, new(4, 12)),
                new("tstamp", 152, 8, ContextFieldKind.Scalar, new(5, 0)) { IsWritable = true },
                Narrowable("gso_segs", 164, new(5, 1)),
                Narrowable("gso_size", 176, new(5, 7)),
            ])
        {
            // From 0 to 3 if it is loaded for egress only, which the loader does not.
            EnforcedReturn = new(0, 1),
            MeaningfulReturn = new(0, 1),
            IsPacketReadOnly = true,
        },
        new(ProgramType.Kprobe, "bpf_user_pt_regs_t", RegisterLayouts.X64.Size, [.. RegisterLayouts.X64.Fields.Select(static field => field with { IsNarrowable = true })]) { IsRecord = true },
        new(
            ProgramType.PerfEvent,
            "bpf_perf_event_data",
            RegisterLayouts.X64.Size + (2 * sizeof(ulong)),
            [
                .. RegisterLayouts.X64.Fields,
                new("sample_period", RegisterLayouts.X64.Size, 8, ContextFieldKind.Scalar, new(4, 9)) { IsNarrowable = true },
                new("addr", RegisterLayouts.X64.Size + sizeof(ulong), 8, ContextFieldKind.Scalar, new(4, 17)) { IsNarrowable = true },
            ]),

        // PERF_MAX_TRACE_SIZE, which is 8192 from 5.16 on. The head of the record holds a pointer of the kernel's. How long the record of a tracepoint is
        // the kernel checks when a program is attached to it.
        new(ProgramType.Tracepoint, null, 2048, []) { IsRecord = true, RecordStart = sizeof(ulong) },

        // MAX_BPF_FUNC_ARGS words; how many of them a tracepoint has the kernel checks when a program is attached to it.
        new(ProgramType.RawTracepoint, "bpf_raw_tracepoint_args", 12 * sizeof(ulong), []) { IsRecord = true },
    ];

    private static ContextField Narrowable(string name, int offset, KernelVersion since) => new(name, offset, sizeof(uint), ContextFieldKind.Scalar, since) { IsNarrowable = true };

    /// <summary>All rows. A program type without a row is not described yet.</summary>
    public static IReadOnlyList<ContextLayout> All { get; } = Array.AsReadOnly(Rows);

    /// <summary>The context of a program type.</summary>
    /// <param name="type">The program type.</param>
    /// <returns>The layout, or null if it is not described yet.</returns>
    public static ContextLayout? Find(ProgramType type)
    {
        foreach (ContextLayout row in Rows)
        {
            if (row.ProgramType == type)
            {
                return row;
            }
        }

        return null;
    }
}
