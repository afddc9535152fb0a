using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers Bpf.Printk($"...") to bpf_trace_printk, or for more than three numbers to bpf_trace_vprintk: the constant parts and the conversions make the
/// format, which lies in .rodata. The conversions are those of kernel/bpf/helpers.c, bpf_bprintf_prepare.
/// </summary>
internal sealed class PrintkLowering(FunctionLowering f, HelperCalls helpers)
{
    private const int MostArguments = 3;
    private const int MostValues = 12;

    private readonly StringBuilder format = new();
    private readonly List<IrValue> values = [];

    public static bool IsPrintk(IMethodSymbol method) => method.Name == "Printk" && LibrarySymbols.IsNamed(method.ContainingType, "CSharpBpf.Bpf");

    public void Lower(IOperation message, IOperation at)
    {
        if (message is not IInterpolatedStringHandlerCreationOperation handler)
        {
            throw FunctionLowering.Reject(DiagnosticTable.Printk, message, FunctionLowering.Abbreviate(message.Syntax), "the text must be an interpolated string");
        }

        AddContent(handler.Content);
        if (values.Count > MostValues)
        {
            throw FunctionLowering.Reject(DiagnosticTable.Printk, message, FunctionLowering.Abbreviate(message.Syntax), "the kernel prints at most 12 numbers at once");
        }

        byte[] text = [.. Encoding.ASCII.GetBytes(format.ToString()), 0];
        IrValue address = f.Builder.GlobalAddress(f.Module.AddTable("text", text, f.Module.Layouts.Get(f.Module.Compilation.GetSpecialType(SpecialType.System_Byte))));
        IrConstant size = IrConstant.I64(text.Length);
        if (values.Count <= MostArguments)
        {
            helpers.Require(HelperId.TracePrintk, at);
            f.Builder.CallHelper(HelperId.TracePrintk, IrType.I64, [address, size, .. values]);
            return;
        }

        helpers.Require(HelperId.TraceVprintk, at);
        IrValue array = f.Builder.Alloca(values.Count * sizeof(ulong), sizeof(ulong), "values");
        for (int i = 0; i < values.Count; i++)
        {
            f.Builder.Store(array, values[i], MemoryAccess.U64, i * sizeof(ulong));
        }

        f.Builder.CallHelper(HelperId.TraceVprintk, IrType.I64, address, size, array, IrConstant.I64(values.Count * sizeof(ulong)));
    }

    private void AddContent(IOperation content)
    {
        switch (content)
        {
            case IInterpolatedStringAdditionOperation sum:
                AddContent(sum.Left);
                AddContent(sum.Right);
                break;
            case IInterpolatedStringOperation text:
                foreach (IInterpolatedStringContentOperation part in text.Parts)
                {
                    AddPart(((IInterpolatedStringAppendOperation)part).AppendCall as IInvocationOperation ?? throw new CSharpErrorException(part.Syntax));
                }

                break;
            default:
                throw FunctionLowering.Reject(DiagnosticTable.NotUnderstood, content, FunctionLowering.Abbreviate(content.Syntax), content.Kind);
        }
    }

    private void AddPart(IInvocationOperation append)
    {
        IOperation value = Argument(append, "value")!;
        if (value.Type?.SpecialType == SpecialType.System_String)
        {
            AddText(value.ConstantValue.Value as string ?? throw FunctionLowering.Reject(DiagnosticTable.String, value, FunctionLowering.Abbreviate(value.Syntax)), value);
            return;
        }

        TypeLayout layout = f.Layout(value);
        int alignment = Argument(append, "alignment")?.ConstantValue.Value as int? ?? 0;
        string written = Argument(append, "format")?.ConstantValue.Value as string ?? "";
        format.Append('%').Append(alignment < 0 ? "-" : "").Append(Digits(written, alignment, append)).Append(layout.Size == 8 ? "ll" : "");
        format.Append(written.Length > 0 ? written[0] : layout.IsSigned ? 'd' : 'u');
        values.Add(f.Conversions.Widen(f.Expressions.Value(value), layout, IrType.I64));
    }

    /// <summary>The width: of the alignment, or zeros in front for x8.</summary>
    private static string Digits(string written, int alignment, IOperation at)
    {
        bool isPlain = written.Length == 0;
        bool isHexadecimal = written.Length > 0 && written[0] is 'x' or 'X' && written.Skip(1).All(char.IsDigit) && written.Length <= 3;
        if (!isPlain && !(isHexadecimal && (written.Length == 1 || alignment == 0)))
        {
            throw FunctionLowering.Reject(DiagnosticTable.Printk, at, FunctionLowering.Abbreviate(at.Syntax), "the formats are x and X, with a number of digits or an alignment");
        }

        return written.Length > 1 ? "0" + written.Substring(1).TrimStart('0') : alignment == 0 ? "" : System.Math.Abs(alignment).ToString(CultureInfo.InvariantCulture);
    }

    private void AddText(string text, IOperation at)
    {
        if (text.Any(static c => c is not (>= ' ' and <= '~' or '\n' or '\t')))
        {
            throw FunctionLowering.Reject(DiagnosticTable.Printk, at, FunctionLowering.Abbreviate(at.Syntax), "the kernel prints ASCII only");
        }

        format.Append(text.Replace("%", "%%"));
    }

    private static IOperation? Argument(IInvocationOperation append, string name) => append.Arguments.FirstOrDefault(a => a.Parameter?.Name == name)?.Value;
}
