using System.Runtime.CompilerServices;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>
/// Division as RFC 9669, section 4.1, has it: by zero gives 0, modulo zero leaves the dividend, and the smallest value divided by -1 is itself with
/// remainder 0, where .NET throws.
/// </summary>
internal static class Division
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Divide(ulong dividend, ulong divisor) => divisor == 0 ? 0 : dividend / divisor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Divide(uint dividend, uint divisor) => divisor == 0 ? 0 : dividend / divisor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Modulo(ulong dividend, ulong divisor) => divisor == 0 ? dividend : dividend % divisor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Modulo(uint dividend, uint divisor) => divisor == 0 ? dividend : dividend % divisor;

    public static ulong DivideSigned(ulong dividend, ulong divisor) => divisor switch
    {
        0 => 0,
        ulong.MaxValue => 0 - dividend,
        _ => (ulong)((long)dividend / (long)divisor),
    };

    public static uint DivideSigned(uint dividend, uint divisor) => divisor switch
    {
        0 => 0,
        uint.MaxValue => 0 - dividend,
        _ => (uint)((int)dividend / (int)divisor),
    };

    public static ulong ModuloSigned(ulong dividend, ulong divisor) => divisor switch
    {
        0 => dividend,
        ulong.MaxValue => 0,
        _ => (ulong)((long)dividend % (long)divisor),
    };

    public static uint ModuloSigned(uint dividend, uint divisor) => divisor switch
    {
        0 => dividend,
        uint.MaxValue => 0,
        _ => (uint)((int)dividend % (int)divisor),
    };
}
