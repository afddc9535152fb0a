using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>A straight run of machine instructions, the last one a terminator.</summary>
internal sealed class MachineBlock(int index)
{
    /// <summary>The order of creation, which breaks ties.</summary>
    public int Index { get; } = index;

    public List<MachineInstruction> Instructions { get; } = [];

    /// <summary>How many loops it lies in.</summary>
    public int LoopDepth { get; set; }

    public MachineInstruction Terminator => Instructions[Instructions.Count - 1];

    public IEnumerable<MachineBlock> Successors
    {
        get
        {
            MachineInstruction terminator = Terminator;
            if (terminator.Target is not null)
            {
                yield return terminator.Target;
            }

            if (terminator.Otherwise is not null)
            {
                yield return terminator.Otherwise;
            }
        }
    }
}

/// <summary>A piece of the stack frame: a variable, or a spilled register.</summary>
internal sealed class FrameObject(int index, string? name, int size, int alignment)
{
    public int Index { get; } = index;

    /// <summary>The variable; null for a spilled register.</summary>
    public string? Name { get; } = name;

    public bool IsSpillSlot => Name is null;

    public int Size { get; } = size;

    public int Alignment { get; } = alignment;

    /// <summary>Whether nothing changes it but the function's own stores to places in it: helpers that get its address only read.</summary>
    public bool IsOnlyStoredTo { get; set; }

    /// <summary>Bytes from r10, negative; set by <see cref="FrameLayout"/>.</summary>
    public int Offset { get; set; }
}

internal sealed class MachineFunction(string name)
{
    private int blockCount;

    public string Name { get; } = name;

    /// <summary>Blocks[0] is the entry.</summary>
    public List<MachineBlock> Blocks { get; } = [];

    public List<FrameObject> Frame { get; } = [];

    /// <summary>The registers of loop variables that the kernel must be asked for when they live on the stack (see <see cref="CodeGen.BoundedCounters"/>).</summary>
    public HashSet<int> BoundedCounters { get; } = [];

    /// <summary>One more than the highest register in use.</summary>
    public int RegisterCount { get; private set; } = MachineInstruction.FirstVirtual;

    public int CreateRegister() => RegisterCount++;

    public MachineBlock CreateBlock()
    {
        var block = new MachineBlock(blockCount++);
        Blocks.Add(block);
        return block;
    }

    public FrameObject CreateFrameObject(string? name, int size, int alignment)
    {
        var piece = new FrameObject(Frame.Count, name, size, alignment);
        Frame.Add(piece);
        return piece;
    }
}
