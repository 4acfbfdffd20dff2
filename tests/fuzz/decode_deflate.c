/*
 * decode_deflate.c - fuzz gzip and zlib streams; and compare what our look says
 * that deflated data begins with, with what zlib says
 */
#include <zlib.h>

#include "../../libforensic/decode/try.h"
#include "decode_common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct fx_decoder decode_gzip, decode_zlib;

static void
compare(uint8_t *data, size_t size)
{
	uint8_t out[DEFLATE_TRY_FIXED];
	struct deflate_try t;
	z_stream z = { 0 };
	int rc;

	deflate_try(data, size, &t);
	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return;
	z.next_in = data;
	z.avail_in = (uInt)size;
	z.next_out = out;
	z.avail_out = (uInt)t.n;
	rc = t.n > 0 ? inflate(&z, Z_SYNC_FLUSH) : Z_OK;
	if (rc == Z_OK && t.end && z.avail_out == 0) {
		z.avail_out = 1; /* there is no more than that */
		rc = inflate(&z, Z_SYNC_FLUSH);
		if (z.avail_out != 1)
			abort();
	}
	if (t.n > 0 &&
	    ((size_t)(z.next_out - out) < t.n || memcmp(out, t.out, t.n) != 0))
		abort();
	if (t.end && t.n > 0 && (rc != Z_STREAM_END || z.total_in != t.used))
		abort();
	inflateEnd(&z);
}

static size_t
pack(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	uint8_t *copy = malloc(n);
	z_stream z = { 0 };
	size_t len = 0;

	if (copy == NULL ||
	    deflateInit2(&z, p[0] % 10, Z_DEFLATED, p[0] > 99 ? 31 : 15, 8,
		p[0] % 5) != Z_OK) {
		free(copy);
		return 0;
	}
	memcpy(copy, p, n);
	z.next_in = copy;
	z.avail_in = (uInt)n;
	z.next_out = to;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) == Z_STREAM_END)
		len = z.total_out;
	deflateEnd(&z);
	free(copy);
	return len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy;

	fuzz_packed(&decode_gzip, data, size, pack);
	fuzz_packed(&decode_zlib, data, size, pack);
	fuzz_decoder(&decode_gzip, data, size);
	fuzz_decoder(&decode_zlib, data, size);
	if (size < 2 || (copy = malloc(size - 1)) == NULL)
		return 0;
	memcpy(copy, data + 1, size - 1);
	compare(copy, size - 1);
	free(copy);
	return 0;
}
