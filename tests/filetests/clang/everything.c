// What clang puts into an object in other words than our writer: calls and addresses against section symbols or by distance, static variables,
// string constants, hidden functions, callbacks, a map of maps and a program array with initial elements.
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define __noinline __attribute__((noinline))
#define __hidden __attribute__((visibility("hidden")))

static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*bpf_tail_call)(void *ctx, void *map, unsigned int index) = (void *)12;
static long (*bpf_trace_printk)(const char *format, unsigned int size, ...) = (void *)6;
static long (*bpf_loop)(unsigned int count, void *callback, void *ctx, unsigned long long flags) = (void *)181;

struct flow { unsigned int address; unsigned short port; unsigned short protocol; };

struct inner_map {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, unsigned int);
	__type(value, unsigned int);
} inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 64);
	__uint(map_flags, BPF_F_NO_COMMON_LRU);
	__type(key, struct flow);
	__type(value, unsigned long long);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__array(values, struct inner_map);
} outer SEC(".maps") = { .values = { [1] = &inner } };

int xdp_first(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__array(values, int (void *));
} jumps SEC(".maps") = { .values = { [2] = (void *)&xdp_first } };

const volatile unsigned int limit = 5;
static volatile unsigned long long hidden_total;
unsigned long long total = 3;
unsigned char buffer[40];
static volatile int table[4] = { 1, 2, 3, 4 };

static __noinline int square(int x)
{
	return x * x + table[x & 3];
}

static __noinline int twice(int x)
{
	return square(x) + square(x + 1);
}

__hidden __noinline int visible_but_hidden(int x)
{
	return x ? twice(x) : 7;
}

static long step(unsigned int index, void *ctx)
{
	*(unsigned int *)ctx += index;
	return 0;
}

SEC("xdp") int xdp_first(struct xdp_md *ctx)
{
	struct flow key = { 1, 2, 3 };
	unsigned long long *seen = bpf_map_lookup_elem(&flows, &key);

	if (seen)
		__sync_fetch_and_add(seen, 1);
	hidden_total += twice(limit);
	total += visible_but_hidden(buffer[3]);
	bpf_tail_call(ctx, &jumps, 2);
	return XDP_PASS;
}

SEC("xdp") int xdp_second(struct xdp_md *ctx)
{
	unsigned int sum = 0;
	unsigned int key = 1;

	bpf_trace_printk("length %d", sizeof("length %d"), (int)(ctx->data_end - ctx->data));
	bpf_loop(10, step, &sum, 0);
	return bpf_map_lookup_elem(&outer, &key) ? (int)(sum & 1) + 1 : XDP_DROP;
}

SEC("tc") int tc_third(struct __sk_buff *skb)
{
	return twice((int)skb->len) & 1;
}

char _license[] SEC("license") = "GPL";
