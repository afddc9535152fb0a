namespace CSharpBpf.Vm.Maps;

/// <summary>What a map update may do (the flags argument of BPF_MAP_UPDATE_ELEM). Plain numbers above 2 are refused, as in the kernel.</summary>
public enum MapUpdateFlags : ulong
{
    /// <summary>BPF_ANY: insert or replace.</summary>
    Any = 0,

    /// <summary>BPF_NOEXIST: only insert; -EEXIST when the key is there.</summary>
    NoExist = 1,

    /// <summary>BPF_EXIST: only replace; -ENOENT when the key is not there.</summary>
    Exist = 2,
}
