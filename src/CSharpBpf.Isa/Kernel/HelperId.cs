namespace CSharpBpf.Isa.Kernel;

/// <summary>Helper ids (enum bpf_func_id of uapi/linux/bpf.h), named after the kernel's functions without the bpf_ prefix.</summary>
public enum HelperId
{
    /// <summary>bpf_map_lookup_elem.</summary>
    MapLookupElem = 1,

    /// <summary>bpf_map_update_elem.</summary>
    MapUpdateElem = 2,

    /// <summary>bpf_map_delete_elem.</summary>
    MapDeleteElem = 3,

    /// <summary>bpf_ktime_get_ns.</summary>
    KtimeGetNs = 5,

    /// <summary>bpf_get_prandom_u32.</summary>
    GetPrandomU32 = 7,

    /// <summary>bpf_get_smp_processor_id.</summary>
    GetSmpProcessorId = 8,
}
