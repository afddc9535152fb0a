namespace CSharpBpf.Sys;

/// <summary>Commands of bpf(2) (enum bpf_cmd of uapi/linux/bpf.h).</summary>
internal enum BpfCommand
{
    MapCreate = 0,
    MapLookupElem = 1,
    MapUpdateElem = 2,
    MapDeleteElem = 3,
    MapGetNextKey = 4,
    ProgLoad = 5,
    ProgTestRun = 10,
    RawTracepointOpen = 17,
    BtfLoad = 18,
    MapFreeze = 22,
    LinkCreate = 28,
}
