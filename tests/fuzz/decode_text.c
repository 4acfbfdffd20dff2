/*
 * decode_text.c - decoders of text, at any bytes: what they find does not
 * depend on how much they are shown or asked for, and what they say is sane
 */
#include "decode_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "XML", "HEX", "HEXDUMP", "BASE64", "QP",
	"PERCENT", "ENTITY", "ESCAPE" };

enum { STARTS = 16, MOST = 1 << 20, CHECKED = 2000 };

/* Do n bytes stand in the input, as bytes or as units of UTF-16? */
static bool
stands(const uint8_t *p, size_t size, const uint8_t *out, size_t n)
{
	size_t at, i;

	if (memmem(p, size, out, n) != NULL)
		return true;
	for (at = 0; at + 2 * n <= size; at++) {
		/* What is no byte there is a sign here. */
		for (i = 0; i < n; i++)
			if (p[at + 2 * i + 1] == 0
				? p[at + 2 * i] != out[i]
				: out[i] != '?' && out[i] != 1)
				break;
		if (i == n)
			return true;
	}
	return false;
}

/* What a touched byte is not: equal to what the input has, all in a row. */
static void
check_touched(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t at)
{
	struct fx_memory mem = { p, n };
	struct fx_source src = fx_source_memory(&mem);
	static uint8_t out[MOST];
	struct fx_decoding dec;
	struct fx_err err;
	size_t from, len;
	ssize_t got;

	if (fx_decoding_open(&dec, d, &src, at, &err) == 0 &&
	    (got = d->read(&dec, out, sizeof(out), &err)) > 0)
		for (from = 0; from < (size_t)got && from < CHECKED;
		     from += 5) {
			len = (size_t)got - from < 12 ? (size_t)got - from : 12;
			if (!d->touched(&dec, from, from + len) &&
			    !stands(p, n, out + from, len))
				abort();
		}
	fx_decoding_close(&dec);
}

static void
check(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t at)
{
	struct run a, b;

	run_at(d, p, n, at, 1 << 16, MOST, &a);
	run_at(d, p, n, at, 13, MOST, &b);
	if (a.used > n - at || a.opened != b.opened || a.whole != b.whole ||
	    a.used != b.used || a.out.len != b.out.len || a.limit != b.limit)
		abort();
	if (a.out.len > 0 && memcmp(a.out.p, b.out.p, a.out.len) != 0)
		abort();
	fx_buf_done(&a.out);
	fx_buf_done(&b.out);
	if (d->touched != NULL)
		check_touched(d, p, n, at);
}

/* Little stands around most; more than a look sees around some. */
static size_t
stretch(uint8_t c)
{
	return c < 240 ? c * 2u : (c - 239u) * 1000u;
}

/* The first bytes of an input say which decoder, and what stands around. */
enum { WHICH, BEFORE, BEHIND, HEADER };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fx_decoder *d;
	size_t before, behind, n, at, starts = 0;
	uint8_t *p;
	bool is;

	if (size < HEADER)
		return 0;
	d = fx_decoder_find(names[data[WHICH] % FX_LEN(names)],
	    strlen(names[data[WHICH] % FX_LEN(names)]));
	before = stretch(data[BEFORE]);
	behind = stretch(data[BEHIND]);
	n = before + (size - HEADER) + behind;
	if ((p = malloc(n > 0 ? n : 1)) == NULL)
		abort();
	memset(p, data[WHICH] % 3 == 0 ? ' ' : 'Q', n);
	memcpy(p + before, data + HEADER, size - HEADER);
	for (at = 0; at < n; at++) {
		is = run_look(d, p, n, at, 0);
		if (is != run_look(d, p, n, at, 1 << 20))
			abort();
		if (is && starts++ < STARTS)
			check(d, p, n, at);
	}
	free(p);
	return 0;
}
