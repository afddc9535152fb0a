using System;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Helpers;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>
/// Runs programs: drives the interpreter's loop and does what the loop leaves out: calls, helpers and what they call back, tail calls, the rarer atomics, faults.
/// </summary>
/// <remarks>
/// Laws. Every run starts with zero registers and a zero stack, every called function with a zero stack: reading what was not written gives zeros, where
/// the kernel lets privileged programs read whatever is there. A frame's stack is accessible from its call to its return. After any call r1 to r5 are zero.
/// </remarks>
internal sealed unsafe class Machine : IDisposable
{
    private const int MaximalTailCalls = 33;

    // BPF_MAX_LOOPS: how often the kernel lets may_goto go on.
    private const int MaximalMayGoto = 8 * 1024 * 1024;

    private readonly MachineState* state;
    private readonly HostMemory stackMemory = new(CallFrame.StackSize * CallFrame.MaximalDepth);
    private readonly CallFrame[] frames = new CallFrame[CallFrame.MaximalDepth];
    private readonly BpfVm vm;
    private readonly long instructionBudget;
    private readonly CallbackKeys keys;
    private VmFault? fault;
    private int depth;
    private int tailCalls;
    private int mayGotos;
    private byte* packet;
    private uint packetLength;

    public Machine(BpfVm vm, long instructionBudget)
    {
        this.vm = vm;
        this.instructionBudget = instructionBudget;
        keys = new CallbackKeys(vm.AddressSpace);
        state = (MachineState*)NativeMemory.AllocZeroed((nuint)sizeof(MachineState));
        for (int i = 0; i < frames.Length; i++)
        {
            byte* memory = stackMemory.Pointer + (i * CallFrame.StackSize);
            frames[i] = new CallFrame(AddressSpace.Add(MemoryRegionKind.Stack, "stack", memory, CallFrame.StackSize, AccessRights.ReadWrite));
            Close(frames[i]);
        }
    }

    public IVmEnvironment Environment => vm.Environment;

    public AddressSpace AddressSpace => vm.AddressSpace;

    public Timers Timers => vm.Timers;

    /// <summary>The CPU of the run, asked once at its start: a program is not moved while it runs.</summary>
    public int Cpu { get; private set; }

    /// <summary>The packet of an XDP run, or null.</summary>
    public XdpBuffer? Xdp { get; private set; }

    /// <summary>The packet of a run with a socket buffer, or null.</summary>
    public SkbBuffer? Skb { get; private set; }

    /// <summary>What the redirect helpers chose last.</summary>
    public VmRedirect? Redirect { get; set; }

    public VmProgram Program { get; private set; } = null!;

    public string CurrentHelperName { get; private set; } = "";

    /// <summary>The slot of the instruction that stopped the loop.</summary>
    public int Slot => (int)(state->Next - Program.Code);

    public ulong Register(int number) => state->Registers[number];

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="context">r1: the guest address of the context.</param>
    /// <param name="contextLength">r2, for raw runs; XDP programs get 0.</param>
    /// <param name="xdp">The packet, for XDP runs.</param>
    /// <param name="skb">The packet, for runs with a socket buffer.</param>
    public VmRunResult Run(VmProgram program, ulong context, ulong contextLength, XdpBuffer? xdp, SkbBuffer? skb = null)
    {
        Xdp = xdp;
        Skb = skb;
        return Run(program, program.Code, context, contextLength);
    }

    /// <summary>Runs a function of a program that a timer calls.</summary>
    /// <param name="program">The program.</param>
    /// <param name="slot">Where the function begins.</param>
    /// <param name="map">r1: the map.</param>
    /// <param name="key">The key; the function gets a copy of it in r2.</param>
    /// <param name="value">r3: the guest address of the value.</param>
    public VmRunResult RunTimer(VmProgram program, int slot, ulong map, ReadOnlySpan<byte> key, ulong value)
    {
        Xdp = null;
        Skb = null;
        MemoryRegion memory = keys.At(0);
        key.CopyTo(new Span<byte>(memory.Host, key.Length));
        return Run(program, program.Code + slot, map, memory.Base, value);
    }

    /// <summary>Calls a function of the running program from inside a helper.</summary>
    /// <param name="function">What the program gave as the function's address.</param>
    /// <param name="argument">The helper's argument that it was, for messages.</param>
    /// <param name="result">What the function returned in r0.</param>
    /// <param name="arguments">r1 and following.</param>
    /// <returns>False if the run ends there: a fault is recorded.</returns>
    public bool TryCallBack(ulong function, int argument, out ulong result, params ReadOnlySpan<ulong> arguments)
    {
        result = 0;
        if (!TryGetFunction(function, argument, out int slot))
        {
            return false;
        }

        DecodedInstruction* call = state->Next;
        string helper = CurrentHelperName;
        if (!Enter(Program.Code + slot))
        {
            return false;
        }

        arguments.CopyTo(new Span<ulong>(state->Registers + 1, arguments.Length));
        Drive(depth);
        result = state->Registers[0];
        state->Next = call;
        CurrentHelperName = helper;
        return fault is null;
    }

    /// <summary>Where a function begins whose address an argument is; if it is none, that is a fault.</summary>
    public bool TryGetFunction(ulong function, int argument, out int slot)
    {
        if (FunctionHandle.TryGetSlot(function, out slot) && IsFunction(slot))
        {
            return true;
        }

        RecordFault(VmFaultKind.HelperArgument, $"argument {argument} of {CurrentHelperName} is 0x{function:x}, which is not a function");
        return false;
    }

    /// <summary>Guest memory for a map's key that a callback of the current depth gets; read-only for programs.</summary>
    public MemoryRegion KeyMemory() => keys.At(depth);

    /// <summary>The bytes the legacy packet loads see; an XDP run's are those of its packet.</summary>
    public void SetPacket(byte* bytes, uint length)
    {
        packet = bytes;
        packetLength = length;
    }

    public bool TryGetMap(ulong address, out VmMapBinding map) => vm.TryGetMap(address, out map);

    /// <summary>The map whose values' memory holds an address.</summary>
    public bool TryGetMapOfValue(ulong address, out VmMapBinding map) => vm.TryGetMapOfValue(address, out map);

    public void RecordFault(VmFaultKind kind, string description) => fault ??= FaultReport.Plain(this, kind, description);

    public void RecordAccessFault(ulong address, uint size, AccessRights rights, string prefix) =>
        fault ??= FaultReport.Access(this, address, size, rights, prefix);

    public void Dispose()
    {
        NativeMemory.Free(state);
        stackMemory.Dispose();
        keys.Dispose();
    }

    private VmRunResult Run(VmProgram program, DecodedInstruction* entry, params ReadOnlySpan<ulong> arguments)
    {
        new Span<ulong>(state->Registers, MachineState.RegisterCount).Clear();
        arguments.CopyTo(new Span<ulong>(state->Registers + 1, arguments.Length));
        state->Budget = instructionBudget;
        Program = program;
        state->Next = entry;
        Cpu = vm.CurrentCpu();
        Redirect = null;
        fault = null;
        depth = 0;
        tailCalls = 0;
        mayGotos = 0;
        Open(frames[0]);
        Drive(0);
        for (int i = 0; i <= depth; i++)
        {
            Close(frames[i]);
        }

        return new VmRunResult(state->Registers[0], instructionBudget - state->Budget, fault);
    }

    private bool IsFunction(int slot)
    {
        foreach (Object.LinkedFunction function in Program.Linked.Functions)
        {
            if (function.Slot == slot)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs until the function of that depth returns.</summary>
    private void Drive(int floor)
    {
        while (fault is null)
        {
            state->Granules = AddressSpace.Table;
            state->GranuleCount = AddressSpace.GranuleCount;
            switch (Interpreter.Execute(state))
            {
                case StopReason.Exit:
                    if (Leave(floor))
                    {
                        return;
                    }

                    break;
                case StopReason.CallHelper:
                    CallHelper();
                    break;
                case StopReason.CallLocal:
                    CallLocal();
                    break;
                case StopReason.TailCall:
                    TailCall();
                    break;
                case StopReason.Atomic:
                    AtomicInstruction.Execute(this, state);
                    state->Next++;
                    break;
                case StopReason.LoadPacket:
                    if (!LoadPacket() && Leave(floor))
                    {
                        return;
                    }

                    break;
                case StopReason.MayGoto:
                    state->Next += ++mayGotos > MaximalMayGoto ? 1 + state->Next->Offset : 1;
                    break;
                case StopReason.BadAccess:
                    bool isLoad = state->Next->Operation is >= DecodedOperation.Load8 and <= DecodedOperation.LoadSigned32;
                    ulong address = state->Registers[isLoad ? state->Next->Source : state->Next->Destination] + (ulong)(long)state->Next->Offset;
                    RecordAccessFault(address, state->Next->Size, isLoad ? AccessRights.Read : AccessRights.Write, "");
                    break;
                case StopReason.BudgetSpent:
                    RecordFault(VmFaultKind.InstructionBudget, $"the budget of {instructionBudget} instructions is spent; the program does not seem to end");
                    break;
            }
        }
    }

    private void CallHelper()
    {
        RegisteredHelper helper = Program.Helpers[state->Next->Immediate];
        CurrentHelperName = helper.Name;
        ulong result = helper.Implementation(new VmHelperCall(this, state->Registers));
        if (fault is null)
        {
            ClearArguments();
            state->Registers[0] = result;
            state->Next++;
        }
    }

    private void CallLocal() => Enter(state->Next + 1 + state->Next->Immediate);

    /// <summary>Opens a frame for a function; it returns behind the current instruction.</summary>
    private bool Enter(DecodedInstruction* function)
    {
        if (depth + 1 == frames.Length)
        {
            RecordFault(VmFaultKind.CallDepth, $"more than {CallFrame.MaximalDepth} nested calls; the kernel allows no more");
            return false;
        }

        CallFrame frame = frames[++depth];
        frame.CallerProgram = Program;
        frame.CallSite = state->Next;
        frame.R6 = state->Registers[6];
        frame.R7 = state->Registers[7];
        frame.R8 = state->Registers[8];
        frame.R9 = state->Registers[9];
        state->Next = function;
        Open(frame);
        return true;
    }

    /// <summary>Returns from a function; whether that was the one of the given depth.</summary>
    private bool Leave(int floor)
    {
        bool isLast = depth == floor;
        if (depth > 0)
        {
            Return();
        }

        return isLast;
    }

    private void Return()
    {
        CallFrame frame = frames[depth--];
        Close(frame);
        Program = frame.CallerProgram!;
        state->Next = frame.CallSite + 1;
        state->Registers[6] = frame.R6;
        state->Registers[7] = frame.R7;
        state->Registers[8] = frame.R8;
        state->Registers[9] = frame.R9;
        state->Registers[10] = frames[depth].Stack.Base + CallFrame.StackSize;
        ClearArguments();
    }

    private void TailCall()
    {
        if (!TryGetMap(state->Registers[2], out VmMapBinding map) || map.Map.Definition.Type != MapType.ProgArray)
        {
            RecordFault(VmFaultKind.HelperArgument, $"argument 2 of bpf_tail_call is 0x{state->Registers[2]:x}, which is not a program array");
            return;
        }

        uint index = (uint)state->Registers[3];
        byte* entry = tailCalls < MaximalTailCalls ? map.Map.Lookup((byte*)&index, Cpu) : null;
        if (entry == null)
        {
            ClearArguments();
            state->Next++;
            return;
        }

        if (vm.FindProgram(*(uint*)entry) is not { } target)
        {
            RecordFault(VmFaultKind.HelperArgument, $"place {index} of program array '{map.Map.Definition.Name}' holds {*(uint*)entry}, which is no program's id");
            return;
        }

        tailCalls++;
        ulong context = state->Registers[1];
        ClearArguments();
        state->Registers[1] = context;
        Program = target;
        state->Next = target.Code;
        Open(frames[depth]);
    }

    /// <summary>False where the function ends.</summary>
    private bool LoadPacket()
    {
        // As socket filters have it: network byte order, and a load outside the packet ends the function with 0.
        DecodedInstruction* instruction = state->Next;
        int position = (int)instruction->Immediate + (instruction->Offset != 0 ? (int)state->Registers[instruction->Source] : 0);
        byte* bytes = Xdp is null ? packet : Xdp.Data;
        uint length = Xdp is null ? packetLength : (uint)Xdp.Length;
        ClearArguments();
        if (position < 0 || (ulong)position + instruction->Size > length)
        {
            state->Registers[0] = 0;
            return false;
        }

        ulong value = 0;
        for (int i = 0; i < instruction->Size; i++)
        {
            value = (value << 8) | bytes[position + i];
        }

        state->Registers[0] = value;
        state->Next++;
        return true;
    }

    private void Open(CallFrame frame)
    {
        NativeMemory.Clear(frame.Stack.Host, CallFrame.StackSize);
        AddressSpace.SetBounds(frame.Stack, frame.Stack.Base, frame.Stack.Base + CallFrame.StackSize);
        state->Registers[10] = frame.Stack.Base + CallFrame.StackSize;
    }

    private void Close(CallFrame frame) => AddressSpace.SetBounds(frame.Stack, frame.Stack.Base, frame.Stack.Base);

    private void ClearArguments() => new Span<ulong>(state->Registers + 1, 5).Clear();
}
