using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The contexts of program types, one row for each type that is described. Sources: the structs of include/uapi/linux/bpf.h, the
/// is_valid_access functions of net/core/filter.c and check_return_code in kernel/bpf/verifier.c (v6.12).
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
    ];

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
