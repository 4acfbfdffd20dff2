/* mask_text.c - names and arguments without the findings that stand in them */
#include <string.h>

#include "forensic/record.h"

/* Where the output is, relative to the text. */
struct masker {
	struct fx_buf *out;
	const char *text;
	uint64_t done; /* bytes of text that are dealt with */
};

static int
found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct masker *m = arg;
	char mask[FX_VALUE_LEN];
	uint64_t end = f->off + f->len;

	(void)err;
	if (end <= m->done)
		return 0; /* inside one that is masked */
	if (f->off >= m->done) {
		fx_buf_put(m->out, m->text + m->done, f->off - m->done);
		fx_mask(f->carver, f->value, mask);
		fx_buf_str(m->out, mask);
	} else {
		fx_buf_byte(m->out, '*'); /* the rest of an overlap */
	}
	m->done = end;
	return 0;
}

int
fx_mask_text(struct fx_buf *out, const void *text, size_t n,
    const struct fx_carver *const *set, struct fx_err *err)
{
	struct masker m = { .out = out, .text = text };
	const struct fx_scan_options opt = { .min = FX_NAME_MIN,
		.nohash = true };
	const struct fx_scan_sink sink = { .found = found, .arg = &m };
	const struct fx_scan_piece piece = { .p = text, .n = n, .to = n };
	struct fx_scan_result res;

	if (set[0] != NULL && n > 0 &&
	    fx_scan_memory(&piece, set, &opt, &sink, &res, err) == -1)
		return -1;
	fx_buf_put(out, m.text + m.done, n - m.done);
	return fx_buf_check(out, err);
}
