using CSharpBpf.Btf;

namespace CSharpBpf.Core.Tests.Btf;

internal static class BtfSamples
{
    /// <summary>A spec in which every kind occurs, bitfields and a type that refers to itself among them.</summary>
    public static BtfSpec EveryKind()
    {
        BtfBuilder b = new();
        int @int = b.AddInt("int", 4, BtfIntEncoding.Signed);
        int u8 = b.AddInt("unsigned char", 1, BtfIntEncoding.None);
        int flag = b.AddInt("bool", 1, BtfIntEncoding.Bool);
        b.Add(new BtfInt("old_bitfield", 4, BtfIntEncoding.Char, 3, 5));
        int u32 = b.AddTypedef("__u32", b.AddInt("unsigned int", 4, BtfIntEncoding.None));
        b.AddFloat("double", 8);
        int node = b.Reserve();
        b.Define(node, new BtfStruct("node", 16, [new("next", b.AddPointer(node), 0), new("value", u32, 64)]));
        b.AddStruct("bits", 4, [new("low", u32, 0, 3), new("high", u32, 3, 29)]);
        b.AddUnion("either", 4, [new("number", @int, 0), new("bytes", b.AddArray(u8, @int, 4), 0)]);
        b.AddEnum("small", 4, signed: true, [new("MINUS", -1), new("ONE", 1)]);
        b.AddEnum("large", 4, signed: false, [new("TOP", uint.MaxValue)]);
        b.AddEnum64("huge", 8, signed: false, [new("ALL", -1), new("BIT40", 1L << 40)]);
        b.AddEnum64("negative", 8, signed: true, [new("LOWEST", long.MinValue)]);
        b.AddForward("declared");
        b.AddForward("declared_union", isUnion: true);
        b.AddRestrict(b.AddPointer(b.AddConst(b.AddVolatile(flag))));
        b.AddTypeTag("user", node);
        b.Add(new BtfTypeTag("address_space(1)", node, IsAttribute: true));
        int proto = b.AddFunctionPrototype(@int, [new("ctx", b.AddPointer(0)), new("count", u32)]);
        b.AddFunctionPrototype(0, [new("format", b.AddPointer(u8)), new("", 0)]);
        int function = b.AddFunction("entry", proto, BtfFunctionLinkage.Global);
        b.AddFunction("kfunc", proto, BtfFunctionLinkage.Extern);
        b.AddDeclTag("whole", function);
        b.AddDeclTag("argument", function, 1);
        int counter = b.AddVariable("counter", u32, BtfVariableLinkage.Global);
        int hidden = b.AddVariable("hidden", node, BtfVariableLinkage.Static);
        b.AddDataSection(".data", 24, [new(counter, 0, 4), new(hidden, 8, 16)]);
        return b.Build();
    }
}
