namespace CSharpBpf.Vm.Interpretation;

/// <summary>Why the interpreter's loop came back.</summary>
internal enum StopReason
{
    Exit,
    CallHelper,
    CallLocal,
    TailCall,
    Atomic,
    LoadPacket,
    MayGoto,
    BadAccess,
    BudgetSpent,
}
