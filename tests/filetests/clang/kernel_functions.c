// A loop by the kernel's iterator of numbers, whose functions the object names.
#include <linux/bpf.h>

struct bpf_iter_num {
	unsigned long long opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __attribute__((section(".ksyms")));
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __attribute__((section(".ksyms")));
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __attribute__((section(".ksyms")));

__attribute__((section("xdp"), used)) int program(struct xdp_md *ctx)
{
	struct bpf_iter_num it;
	int *number;
	int sum = 0;

	bpf_iter_num_new(&it, 5, 1000);
	while ((number = bpf_iter_num_next(&it)))
		sum += *number;
	bpf_iter_num_destroy(&it);
	return sum;
}

char _license[] __attribute__((section("license"), used)) = "GPL";
