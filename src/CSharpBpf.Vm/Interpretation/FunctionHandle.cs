namespace CSharpBpf.Vm.Interpretation;

/// <summary>What a program holds when it holds a function's address: a number beyond the guest's memory, with the function's slot in its lower half.</summary>
internal static class FunctionHandle
{
    private const ulong Base = 0xFFFF_C0DE_0000_0000;

    public static ulong Of(int slot) => Base | (uint)slot;

    public static bool TryGetSlot(ulong handle, out int slot)
    {
        slot = (int)(uint)handle;
        return handle >> 32 == Base >> 32;
    }
}
