namespace CSharpBpf.Net;

/// <summary>The 12 bytes that every DNS message begins with (RFC 1035 section 4.1.1).</summary>
public struct DnsHeader
{
    /// <summary>The port of DNS over UDP and TCP.</summary>
    public const ushort Port = 53;

    private UInt16BigEndian id;
    private UInt16BigEndian flags;
    private UInt16BigEndian questions;
    private UInt16BigEndian answers;
    private UInt16BigEndian authorities;
    private UInt16BigEndian additionals;

    /// <summary>What ties an answer to its question.</summary>
    public ushort Id
    {
        readonly get => id.Value;
        set => id = new UInt16BigEndian(value);
    }

    /// <summary>QR (1 bit), opcode (4 bits), AA, TC, RD, RA, three reserved bits, and the response code (4 bits).</summary>
    public ushort Flags
    {
        readonly get => flags.Value;
        set => flags = new UInt16BigEndian(value);
    }

    /// <summary>How many questions follow.</summary>
    public ushort QuestionCount
    {
        readonly get => questions.Value;
        set => questions = new UInt16BigEndian(value);
    }

    /// <summary>How many answers follow the questions.</summary>
    public ushort AnswerCount
    {
        readonly get => answers.Value;
        set => answers = new UInt16BigEndian(value);
    }

    /// <summary>How many authority records follow the answers.</summary>
    public ushort AuthorityCount
    {
        readonly get => authorities.Value;
        set => authorities = new UInt16BigEndian(value);
    }

    /// <summary>How many additional records follow the authorities.</summary>
    public ushort AdditionalCount
    {
        readonly get => additionals.Value;
        set => additionals = new UInt16BigEndian(value);
    }

    /// <summary>Whether the message is an answer.</summary>
    public readonly bool IsResponse => (flags.Value & 0x8000) != 0;

    /// <summary>The kind of query: 0 is a standard one.</summary>
    public readonly byte Opcode => (byte)((flags.Value >> 11) & 15);

    /// <summary>The response code: 0 is no error, 3 is no such name.</summary>
    public readonly byte ResponseCode => (byte)(flags.Value & 15);
}
