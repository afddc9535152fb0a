using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

internal enum RecordStatus
{
    /// <summary>Not reserved, or known to be null.</summary>
    Null,

    /// <summary>Reserved and not tested for null: the kernel counts it as held.</summary>
    MayBeNull,

    Held,

    Released,
}

/// <summary>What is known on one path: of each record what happened to it, and of variables which value they have.</summary>
internal sealed class RecordState
{
    /// <summary>What a variable holds that held a record of an earlier trip of a loop.</summary>
    public static readonly IrValue Stale = new IrParameter("stale", -1, IrType.MapValuePointer);

    private readonly Dictionary<IrValue, RecordStatus> records;
    private readonly Dictionary<IrValue, IrValue> choices;
    private readonly Dictionary<IrValue, int> numbers;

    public RecordState()
    {
        records = [];
        choices = [];
        numbers = [];
    }

    private RecordState(RecordState other)
    {
        records = new Dictionary<IrValue, RecordStatus>(other.records);
        choices = new Dictionary<IrValue, IrValue>(other.choices);
        numbers = other.numbers;
    }

    public bool HoldsAny => records.Values.Any(static status => status is RecordStatus.Held or RecordStatus.MayBeNull);

    /// <summary>Equal for states that are equal.</summary>
    public string Key => string.Join(
        " ",
        records.Select(record => Name(record.Key) + "=" + record.Value)
            .Concat(choices.Select(choice => Name(choice.Key) + ":" + Name(choice.Value)))
            .OrderBy(static part => part, System.StringComparer.Ordinal));

    public RecordState Copy() => new(this);

    public RecordStatus StatusOf(IrValue record) => records.TryGetValue(record, out RecordStatus status) ? status : RecordStatus.Null;

    public void Set(IrValue record, RecordStatus status) => records[record] = status;

    /// <summary>A new record: variables that hold the one of an earlier trip hold nothing that is known any more.</summary>
    public void Reserve(IrValue record)
    {
        foreach (IrValue holder in choices.Where(choice => RootOf(choice.Value) == record).Select(static choice => choice.Key).ToList())
        {
            choices[holder] = Stale;
        }

        records[record] = RecordStatus.MayBeNull;
    }

    /// <summary>The value itself, or the one that was chosen for a variable.</summary>
    public IrValue Resolve(IrValue value) => choices.TryGetValue(value, out IrValue? chosen) ? chosen : value;

    /// <summary>What a pointer was made from by adding distances, also before it went through variables.</summary>
    public IrValue RootOf(IrValue pointer)
    {
        while (true)
        {
            IrValue next = pointer is IrInstruction { Op: IrOp.PtrAdd } address ? address.Operands[0] : Resolve(pointer);
            if (next == pointer)
            {
                return pointer;
            }

            pointer = next;
        }
    }

    public void Choose(IrValue variable, IrValue value)
    {
        if (value == variable)
        {
            choices.Remove(variable);
        }
        else
        {
            choices[variable] = value;
        }
    }

    public void Forget(IrValue variable) => choices.Remove(variable);

    public void ForgetAllBut(HashSet<IrValue> kept)
    {
        foreach (IrValue variable in choices.Keys.Where(variable => !kept.Contains(variable)).ToList())
        {
            choices.Remove(variable);
        }
    }

    private string Name(IrValue value)
    {
        if (value is IrConstant constant)
        {
            return "#" + constant.Value.ToString(CultureInfo.InvariantCulture);
        }

        if (!numbers.TryGetValue(value, out int number))
        {
            number = numbers.Count;
            numbers.Add(value, number);
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }
}
