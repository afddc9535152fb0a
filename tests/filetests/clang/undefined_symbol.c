// A variable of the kernel: a symbol that the object does not define, and that is no function.
#include <linux/bpf.h>

extern const int bpf_prog_active __attribute__((section(".ksyms")));

__attribute__((section("xdp"), used)) int program(struct xdp_md *ctx)
{
	return (int)(long)&bpf_prog_active;
}
