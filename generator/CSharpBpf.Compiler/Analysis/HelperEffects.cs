using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What a helper does to the memory that the program sees.</summary>
internal static class HelperEffects
{
    /// <summary>Whether packet pointers from before the call are invalid after it. A helper that the table does not know might.</summary>
    public static bool MovesPacket(HelperId helper) => HelperTable.Find(helper) is not { } info || info.ChangesPacketData;

    /// <summary>Whether the call writes neither the program's memory nor anything that loads see.</summary>
    public static bool LeavesMemoryAlone(HelperId helper) => helper is
        HelperId.KtimeGetNs or HelperId.KtimeGetBootNs or HelperId.KtimeGetCoarseNs or HelperId.GetPrandomU32 or HelperId.GetSmpProcessorId
        or HelperId.GetCurrentPidTgid or HelperId.GetCurrentUidGid or HelperId.GetCurrentCgroupId;
}
