// A kernel function: a symbol that the object does not define.
#include <linux/bpf.h>

extern void *bpf_rdonly_cast(void *object, unsigned int type) __attribute__((section(".ksyms")));

__attribute__((section("xdp"), used)) int program(struct xdp_md *ctx)
{
	return bpf_rdonly_cast(ctx, 1) ? XDP_PASS : XDP_DROP;
}
