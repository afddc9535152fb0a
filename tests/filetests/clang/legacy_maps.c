// A map in the style that libbpf 1.0 dropped.
#include <linux/bpf.h>

struct bpf_map_def { unsigned int type, key_size, value_size, max_entries, map_flags; };

__attribute__((section("maps"), used)) struct bpf_map_def old = { BPF_MAP_TYPE_ARRAY, 4, 4, 1, 0 };

__attribute__((section("xdp"), used)) int program(struct xdp_md *ctx)
{
	return XDP_PASS;
}
