/* decode_same.h - for fuzzers: what every decoder promises of any bytes */
#ifndef DECODE_SAME_H
#define DECODE_SAME_H

#include "decode_run.h"

static inline void
must(bool good)
{
	if (!good)
		abort();
}

struct fuzz_said {
	bool seen, opened; /* by a look, and in earnest */
};

/*
 * Decode the n bytes at p from at on, in large pieces and in small ones, as far
 * as most bytes: what is told is the same, no more is used than there is, and a
 * refusal has words.  Nor is a look changed by more bytes than it asks for.
 */

static inline struct fuzz_said
fuzz_same(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t at,
    size_t most)
{
	struct fuzz_said said = { .seen = at < n && run_look(d, p, n, at, 0) };
	struct run a, b;

	must(at >= n || said.seen == run_look(d, p, n, at, 1000));
	run_at(d, p, n, at, 1 << 16, most, &a);
	must(a.used <= n - at && (a.opened || a.err.msg[0] != '\0'));
	run_at(d, p, n, at, 999, most, &b);
	must(a.opened == b.opened);
	if (a.out.len < most && b.out.len < most)
		must(a.whole == b.whole && a.out.len == b.out.len &&
		    (a.out.len == 0 ||
			memcmp(a.out.p, b.out.p, a.out.len) == 0));
	said.opened = a.opened;
	fx_buf_done(&a.out);
	fx_buf_done(&b.out);
	return said;
}

#endif
