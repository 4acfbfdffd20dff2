/*
 * decode_pdf.c - any bytes as a PDF file, or as the dictionary and the data of
 * a stream: bounded output, the same by any reads, and what is said to lie in
 * the input as it is does; and as a document that says that it is encrypted
 */
#include "decode_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MOST = 70000, OUTPUT_MOST = 1 << 20, PIECE = 6, STARTS = 4 };

static const struct fx_decoder *
pdf(void)
{
	return fx_decoder_find("PDF", 3);
}

/* What touches nothing that is new can be found in the input. */
static void
as_is(const uint8_t *p, size_t n, size_t at)
{
	struct fx_memory mem = { p, n };
	struct fx_source src = fx_source_memory(&mem);
	static uint8_t out[1 << 16];
	struct fx_decoding d;
	struct fx_err err;
	size_t len = 0, i;
	ssize_t got;

	if (fx_decoding_open(&d, pdf(), &src, at, &err) == -1) {
		fx_decoding_close(&d);
		return;
	}
	while (len < sizeof(out) &&
	    (got = pdf()->read(&d, out + len, sizeof(out) - len, &err)) > 0)
		len += (size_t)got;
	for (i = 0; i + PIECE <= len && i < 2000; i++)
		must(pdf()->touched(&d, i, i + PIECE) ||
		    memmem(p + at, n - at, out + i, PIECE) != NULL);
	fx_decoding_close(&d);
}

static void
locked(const uint8_t *p, size_t n)
{
	const struct fx_decoder *d = fx_decoder_find("LOCKED", 6);
	size_t at = 0, i;

	for (i = 0; i < STARTS; i++, at++) {
		at = run_next(d, p, n, at);
		if (at >= n)
			break;
		fuzz_same(d, p, n, at, OUTPUT_MOST);
	}
}

static void
file(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);
	size_t at = 0, i;

	if (copy == NULL)
		abort();
	memcpy(copy, data, size);
	for (i = 0; i < STARTS; i++, at++) {
		at = run_next(pdf(), copy, size, at);
		if (at >= size)
			break;
		fuzz_same(pdf(), copy, size, at, OUTPUT_MOST);
		as_is(copy, size, at);
	}
	locked(copy, size);
	free(copy);
}

/* The first line is the dictionary, the rest the data. */
static void
stream(const uint8_t *data, size_t size)
{
	const uint8_t *nl = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t n = nl != NULL ? (size_t)(nl - data) : size;
	struct fx_buf b = { 0 };

	fx_buf_str(&b, "1 0 obj<<");
	fx_buf_put(&b, data, n);
	fx_buf_str(&b, ">>stream\n");
	if (n < size)
		fx_buf_put(&b, data + n + 1, size - n - 1);
	must(!b.failed);
	file((const uint8_t *)b.p, b.len);
	fx_buf_done(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > INPUT_MOST)
		return 0;
	if (data[0] % 2 == 0)
		file(data + 1, size - 1);
	else
		stream(data + 1, size - 1);
	return 0;
}
