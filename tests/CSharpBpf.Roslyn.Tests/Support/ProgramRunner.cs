using System;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>Runs programs by the type of their context: on packets, or on the bytes of a record.</summary>
internal static class ProgramRunner
{
    private const int LongestRawTracepoint = 12 * sizeof(ulong);

    public static RunOutcome RunPlain(BpfObject target, MethodInfo method, byte[] input)
    {
        Type context = method.GetParameters()[0].ParameterType;
        if (context == typeof(XdpContext))
        {
            using XdpFrame frame = XdpFrame.From(input);
            XdpAction result = frame.Run(method.CreateDelegate<Func<XdpContext, XdpAction>>(target));
            return new RunOutcome((uint)result, frame.Packet.ToArray()) { Metadata = frame.Metadata.ToArray() };
        }

        if (context == typeof(TcContext))
        {
            using SkbFrame frame = SkbFrame.From(input);
            TcAction action = frame.Run(method.CreateDelegate<Func<TcContext, TcAction>>(target));
            return new RunOutcome((uint)action, frame.Packet.ToArray(), frame.Context.Mark, frame.Context.Priority);
        }

        if (context == typeof(TracepointContext))
        {
            using TracepointFrame frame = TracepointFrame.From(input);
            return new RunOutcome((uint)frame.Run(method.CreateDelegate<Func<TracepointContext, int>>(target)), input);
        }

        if (context == typeof(SocketFilterContext))
        {
            using SocketFilterFrame frame = SocketFilterFrame.From(input);
            return new RunOutcome(frame.Run(method.CreateDelegate<Func<SocketFilterContext, uint>>(target)), input);
        }

        if (context == typeof(CgroupSkbContext))
        {
            using CgroupSkbFrame frame = CgroupSkbFrame.From(input);
            SkAction action = frame.Run(method.CreateDelegate<Func<CgroupSkbContext, SkAction>>(target));
            return new RunOutcome((uint)action, input, frame.Context.Mark, frame.Context.Priority);
        }

        if (context == typeof(ProbeContext))
        {
            using ProbeFrame frame = ProbeFrame.From(input);
            return new RunOutcome((uint)frame.Run(method.CreateDelegate<Func<ProbeContext, int>>(target)), input);
        }

        if (context == typeof(PerfEventContext))
        {
            using PerfEventFrame frame = PerfEventFrame.From(input);
            return new RunOutcome((uint)frame.Run(method.CreateDelegate<Func<PerfEventContext, int>>(target)), input);
        }

        if (context == typeof(RawTracepointContext))
        {
            using RawTracepointFrame frame = RawTracepointFrame.From(Words(input, LongestRawTracepoint));
            return new RunOutcome((uint)frame.Run(method.CreateDelegate<Func<RawTracepointContext, int>>(target)), input);
        }

        throw new NotSupportedException($"The tests cannot run programs with a {context.Name}.");
    }

    public static RunOutcome RunLoaded(BpfObject loaded, Type context, string program, byte[] input)
    {
        if (context == typeof(XdpContext))
        {
            XdpRunResult run = new XdpProgram(loaded, program).Run(input);
            return new RunOutcome((uint)run.Action, run.Packet.ToArray()) { Metadata = run.Metadata.ToArray() };
        }

        if (context == typeof(TcContext))
        {
            TcRunResult run = new TcProgram(loaded, program).Run(input);
            return new RunOutcome(run.ReturnValue, run.Packet.ToArray(), run.Mark, run.Priority);
        }

        if (context == typeof(SocketFilterContext))
        {
            return new RunOutcome(new SocketFilterProgram(loaded, program).Run(input).AcceptedBytes, input);
        }

        if (context == typeof(CgroupSkbContext))
        {
            CgroupSkbRunResult run = new CgroupSkbProgram(loaded, program).Run(input);
            return new RunOutcome(run.ReturnValue, input, run.Mark, run.Priority);
        }

        // For the kernel these are programs that have a test run; see TestRunImage.
        ReadOnlySpan<ulong> record = Words(input, context == typeof(RawTracepointContext) ? LongestRawTracepoint : input.Length);
        return new RunOutcome((uint)new RawTracepointProgram(loaded, program).Run(record).ReturnValue, input);
    }

    private static ReadOnlySpan<ulong> Words(byte[] input, int longest) => MemoryMarshal.Cast<byte, ulong>(input.AsSpan(0, Math.Min(input.Length, longest)));
}
