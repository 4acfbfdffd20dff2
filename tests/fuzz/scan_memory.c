/*
 * scan_memory.c - any bytes, in blocks of any size: the same events, by the
 * real carvers and by some that sum all they are shown.
 */
#include "carvers.h"
#include "scan_fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first bytes of an input say what is done with the others. */
enum { BLOCK, OFFSET, FILLER, LENGTH, PLACE, SET, HEADER };

static void
scan(const uint8_t *p, size_t n, const uint8_t *how, size_t block,
    struct fake_log *log, struct fx_scan_result *res)
{
	uint64_t off = how[OFFSET];
	struct fx_scan_piece piece = { p, n, off, off, off + n };
	struct fx_scan_options opt = { .block = block, .context = 30 };
	struct fx_scan_sink sink = fake_sink(log);
	struct fx_err err;

	if (fx_scan_memory(&piece, how[SET] % 2 == 0 ? fake_all : carvers, &opt,
		&sink, res, &err) == -1)
		abort();
	if (log->unordered || log->text.failed || !res->complete)
		abort();
}

/* The input with up to 20 KiB of one byte or two somewhere in it. */
static uint8_t *
stretch(const uint8_t *data, size_t size, const uint8_t *how, size_t *n)
{
	static const uint8_t fill[][2] = { { 0, 0 }, { '7', '7' }, { '7', 0 },
		{ '.', '.' }, { ' ', '1' } };
	size_t more = (size_t)how[LENGTH] * 80, i;
	size_t at = size * how[PLACE] / 255;
	uint8_t *p;

	*n = size + more;
	if ((p = malloc(*n > 0 ? *n : 1)) == NULL)
		abort();
	memcpy(p, data, at);
	for (i = 0; i < more; i++)
		p[at + i] = fill[how[FILLER] % FX_LEN(fill)][i % 2];
	memcpy(p + at + more, data + at, size - at);
	return p;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fake_log whole = { .last = 0 }, cut = { .last = 0 };
	struct fx_scan_result a, b;
	uint8_t *p;
	size_t n;

	if (size < HEADER)
		return 0;
	p = stretch(data + HEADER, size - HEADER, data, &n);
	scan(p, n, data, 0, &whole, &a);
	/* Not so small that an input takes seconds. */
	scan(p, n, data, 1 + n / 16 + (size_t)data[BLOCK] * 7, &cut, &b);
	if (whole.text.len != cut.text.len || a.anchors != b.anchors ||
	    (whole.text.len > 0 &&
		memcmp(whole.text.p, cut.text.p, cut.text.len) != 0) ||
	    memcmp(a.found, b.found, sizeof(a.found)) != 0)
		abort();
	fx_buf_done(&whole.text);
	fx_buf_done(&cut.text);
	free(p);
	return 0;
}
