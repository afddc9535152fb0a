// An access whose offset depends on the kernel.
#include <linux/bpf.h>

struct task_struct { int pid; int prio; } __attribute__((preserve_access_index));

static long (*bpf_probe_read_kernel)(void *to, unsigned int size, const void *from) = (void *)113;

__attribute__((section("raw_tracepoint/sched_switch"), used)) int program(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[0];
	int priority = 0;

	bpf_probe_read_kernel(&priority, sizeof(priority), &task->prio);
	return priority & 1;
}

char _license[] __attribute__((section("license"), used)) = "GPL";
