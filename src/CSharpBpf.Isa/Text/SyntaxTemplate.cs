using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa.Text;

/// <summary>An operand of a <see cref="InstructionForm.Syntax"/>.</summary>
internal enum SyntaxOperand
{
    /// <summary>{rd}: the destination register as rN.</summary>
    Destination64,

    /// <summary>{wd}: the destination register as wN.</summary>
    Destination32,

    /// <summary>{rs}: the source register as rN.</summary>
    Source64,

    /// <summary>{ws}: the source register as wN.</summary>
    Source32,

    /// <summary>{off}: the offset with its sign.</summary>
    Offset,

    /// <summary>{index}: the offset without a plus sign.</summary>
    Index,

    /// <summary>{imm}: the immediate, decimal.</summary>
    Immediate,

    /// <summary>{hex}: the immediate as 32 unsigned bits.</summary>
    Hexadecimal,

    /// <summary>{wide}: lddw's immediate as 64 unsigned bits.</summary>
    Wide,

    /// <summary>{lo}: the low half of lddw's immediate, as a signed number.</summary>
    LowHalf,

    /// <summary>{hi}: the high half of lddw's immediate, unsigned.</summary>
    HighHalf,

    /// <summary>{pc:off}: a distance in the offset.</summary>
    OffsetTarget,

    /// <summary>{pc:imm}: a distance in the (low half of the) immediate.</summary>
    ImmediateTarget,

    /// <summary>{helper}: name#number.</summary>
    Helper,

    /// <summary>{kfunc}: kernel-function#number.</summary>
    Kfunc,
}

/// <summary>
/// A form's syntax, parsed once and read in both directions. Which token of a line is which operand is found by lexing the syntax itself with a
/// telling value in each operand's place, so that text is cut the same way on both sides.
/// </summary>
internal sealed class SyntaxTemplate
{
    private const int FirstTellingRegister = 4;
    private const int FirstTellingNumber = 1000;

    private static readonly Dictionary<string, SyntaxOperand> OperandNames = new()
    {
        ["rd"] = SyntaxOperand.Destination64,
        ["wd"] = SyntaxOperand.Destination32,
        ["rs"] = SyntaxOperand.Source64,
        ["ws"] = SyntaxOperand.Source32,
        ["off"] = SyntaxOperand.Offset,
        ["index"] = SyntaxOperand.Index,
        ["imm"] = SyntaxOperand.Immediate,
        ["hex"] = SyntaxOperand.Hexadecimal,
        ["wide"] = SyntaxOperand.Wide,
        ["lo"] = SyntaxOperand.LowHalf,
        ["hi"] = SyntaxOperand.HighHalf,
        ["pc:off"] = SyntaxOperand.OffsetTarget,
        ["pc:imm"] = SyntaxOperand.ImmediateTarget,
        ["helper"] = SyntaxOperand.Helper,
        ["kfunc"] = SyntaxOperand.Kfunc,
    };

    /// <summary>Literal text and operand in turns: the i-th operand follows the i-th text.</summary>
    private readonly List<string> texts = [];
    private readonly List<SyntaxOperand> operands = [];
    private readonly Dictionary<int, SyntaxOperand> operandOfToken = [];
    private readonly List<Token> tokens;

    private SyntaxTemplate(InstructionForm form, string syntax)
    {
        Form = form;
        int position = 0;
        for (int open = syntax.IndexOf('{'); open >= 0; open = syntax.IndexOf('{', position))
        {
            int close = syntax.IndexOf('}', open);
            texts.Add(syntax.Substring(position, open - position));
            operands.Add(OperandNames[syntax.Substring(open + 1, close - open - 1)]);
            position = close + 1;
        }

        texts.Add(syntax.Substring(position));
        tokens = Lexer.Read(TellingLine(), 0);
        for (int token = 0; token < tokens.Count; token++)
        {
            bool isRegister = tokens[token].Kind is TokenKind.Register64 or TokenKind.Register32;
            int operand = (int)tokens[token].Magnitude - (isRegister ? FirstTellingRegister : FirstTellingNumber);
            if (operand >= 0)
            {
                operandOfToken.Add(token, operands[operand]);
            }
        }

        Shape = ShapeOf(tokens);
    }

    /// <summary>The form that the text is of.</summary>
    public InstructionForm Form { get; }

    /// <summary>What lines of this form look like; see <see cref="ShapeOf"/>.</summary>
    public string Shape { get; }

    /// <summary>The templates of each form: first the ones that the disassembler prints, in the table's order, then the aliases.</summary>
    public static IReadOnlyList<SyntaxTemplate> All { get; } =
    [
        .. OpcodeTable.Forms.Select(form => new SyntaxTemplate(form, form.Syntax)),
        .. OpcodeTable.Forms.Where(form => form.Alias is not null).Select(form => new SyntaxTemplate(form, form.Alias!)),
    ];

    /// <summary>A line with every number, register, target and function replaced by its kind.</summary>
    public static string ShapeOf(IReadOnlyList<Token> tokens) => string.Join(" ", tokens.Select(token => token.Shape));

    /// <summary>The operand that a token of a line with this shape stands for, or null when it is a fixed part of the syntax.</summary>
    public SyntaxOperand? OperandAt(int token) => operandOfToken.TryGetValue(token, out SyntaxOperand operand) ? operand : null;

    /// <summary>Whether the fixed numbers and registers of the syntax are the line's.</summary>
    public bool HasFixedPartsOf(IReadOnlyList<Token> line)
    {
        for (int token = 0; token < tokens.Count; token++)
        {
            if (OperandAt(token) is null && (line[token].Magnitude != tokens[token].Magnitude || line[token].IsNegative))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes an instruction of this form.</summary>
    public string Print(in Instruction instruction)
    {
        StringBuilder line = new();
        for (int i = 0; i < operands.Count; i++)
        {
            line.Append(texts[i]).Append(PrintOperand(operands[i], instruction));
        }

        return line.Append(texts[operands.Count]).ToString();
    }

    private static string PrintOperand(SyntaxOperand operand, in Instruction instruction) => operand switch
    {
        SyntaxOperand.Destination64 => "r" + Decimal(instruction.Destination),
        SyntaxOperand.Destination32 => "w" + Decimal(instruction.Destination),
        SyntaxOperand.Source64 => "r" + Decimal(instruction.Source),
        SyntaxOperand.Source32 => "w" + Decimal(instruction.Source),
        SyntaxOperand.Offset => Signed(instruction.Offset),
        SyntaxOperand.Index => Decimal(instruction.Offset),
        SyntaxOperand.Immediate => Decimal(instruction.Immediate),
        SyntaxOperand.Hexadecimal => "0x" + unchecked((uint)instruction.Immediate).ToString("x", CultureInfo.InvariantCulture),
        SyntaxOperand.Wide => "0x" + instruction.Immediate.ToString("x", CultureInfo.InvariantCulture),
        SyntaxOperand.LowHalf => Decimal(unchecked((int)instruction.Immediate)),
        SyntaxOperand.HighHalf => Decimal((uint)(instruction.Immediate >> 32)),
        SyntaxOperand.OffsetTarget => "pc" + Signed(instruction.Offset),
        SyntaxOperand.ImmediateTarget => "pc" + Signed(unchecked((int)instruction.Immediate)),
        SyntaxOperand.Helper => (HelperTable.Find((HelperId)instruction.Immediate)?.KernelName ?? "unknown") + "#" + Decimal(instruction.Immediate),
        SyntaxOperand.Kfunc => "kernel-function#" + Decimal(instruction.Immediate),
        _ => throw new ArgumentOutOfRangeException(nameof(operand)),
    };

    private static string Decimal(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Signed(long value) => value.ToString("+0;-0;+0", CultureInfo.InvariantCulture);

    private string TellingLine()
    {
        StringBuilder line = new();
        for (int i = 0; i < operands.Count; i++)
        {
            line.Append(texts[i]).Append(operands[i] switch
            {
                SyntaxOperand.Destination64 or SyntaxOperand.Source64 => "r" + Decimal(FirstTellingRegister + i),
                SyntaxOperand.Destination32 or SyntaxOperand.Source32 => "w" + Decimal(FirstTellingRegister + i),
                SyntaxOperand.OffsetTarget or SyntaxOperand.ImmediateTarget => "pc" + Signed(FirstTellingNumber + i),
                SyntaxOperand.Helper => "name#" + Decimal(FirstTellingNumber + i),
                SyntaxOperand.Kfunc => "kernel-function#" + Decimal(FirstTellingNumber + i),
                SyntaxOperand.Offset => Signed(FirstTellingNumber + i),
                _ => Decimal(FirstTellingNumber + i),
            });
        }

        return line.Append(texts[operands.Count]).ToString();
    }
}
