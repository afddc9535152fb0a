using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The numbers from a start up to, not including, an end, for foreach: <see cref="Bpf.Range"/>.</summary>
public readonly struct NumberRange
{
    private readonly int start;
    private readonly int end;

    internal NumberRange(int start, int end)
    {
        this.start = start;
        this.end = end;
    }

    /// <summary>The loop.</summary>
    public Enumerator GetEnumerator() => new(start, end);

    /// <summary>A loop over the numbers: the kernel's iterator (struct bpf_iter_num), which lives on the stack from here to <see cref="Dispose"/>.</summary>
    public unsafe ref struct Enumerator
    {
        private fixed ulong iterator[1];

        internal Enumerator(int start, int end)
        {
            Current = 0;
            NumberIteratorFunctions.New((ulong*)Unsafe.AsPointer(ref iterator[0]), start, end);
        }

        /// <summary>The number.</summary>
        public int Current { get; private set; }

        /// <summary>Goes on to the next number; false at the end.</summary>
        public bool MoveNext()
        {
            int* next = NumberIteratorFunctions.Next((ulong*)Unsafe.AsPointer(ref iterator[0]));
            if (next == null)
            {
                return false;
            }

            Current = *next;
            return true;
        }

        /// <summary>Gives the iterator back; foreach does.</summary>
        public void Dispose() => NumberIteratorFunctions.Destroy((ulong*)Unsafe.AsPointer(ref iterator[0]));
    }
}

/// <summary>The kernel's functions of number iterators (kernel/bpf/bpf_iter.c, v6.12).</summary>
internal static unsafe class NumberIteratorFunctions
{
    private const int Invalid = -22;
    private const int TooBig = -7;

    [BpfHelper(KernelFunctionId.IterNumNew)]
    public static int New(ulong* iterator, int start, int end)
    {
        long count = (long)end - start;
        bool isRange = count is >= 0 and <= Bpf.MaxLoopCount;
        ((int*)iterator)[0] = isRange ? unchecked(start - 1) : 0;
        ((int*)iterator)[1] = isRange ? end : 0;
        return isRange ? 0 : count < 0 ? Invalid : TooBig;
    }

    [BpfHelper(KernelFunctionId.IterNumNext)]
    public static int* Next(ulong* iterator)
    {
        int* state = (int*)iterator;
        if (unchecked(state[0] + 1) >= state[1])
        {
            *iterator = 0;
            return null;
        }

        state[0] = unchecked(state[0] + 1);
        return state;
    }

    [BpfHelper(KernelFunctionId.IterNumDestroy)]
    public static void Destroy(ulong* iterator) => *iterator = 0;
}
