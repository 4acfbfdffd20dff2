/*
 * decode_lz.c - any bytes as LZNT1, XPRESS and XPHUFF: bounded output, the same
 * by any reads, a look that more bytes do not change; and what is packed from
 * them unpacks
 */
#include "decode_same.h"
#include "lz_pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MOST = 70000, OUTPUT_MOST = 4 << 20, PACK_MOST = 2000 };

static void
any(const struct fx_decoder *d, const uint8_t *p, size_t n)
{
	struct fuzz_said said = fuzz_same(d, p, n, 0, OUTPUT_MOST);

	must(!said.seen || said.opened || strcmp(d->name, "LZNT1") != 0);
}

/* It unpacks to n bytes at p. */
static void
back(const char *name, const uint8_t *packed, size_t len, const uint8_t *p,
    size_t n)
{
	const struct fx_decoder *d = fx_decoder_find(name, strlen(name));
	struct run r;

	run_at(d, packed, len, 0, 1 << 16, OUTPUT_MOST, &r);
	must(r.whole && r.out.len == n && memcmp(r.out.p, p, n) == 0);
	fx_buf_done(&r.out);
}

static void
round_trip(const uint8_t *p, size_t n)
{
	static uint8_t packed[4 * PACK_MOST], page[2 * PACK_CHUNK];
	size_t len;

	if (n == 0)
		return;
	if (n > PACK_MOST)
		n = PACK_MOST;
	back("LZNT1", packed, pack_lznt1(p, n, packed), p, n);
	back("XPHUFF", packed, pack_mam(p, n, packed), p, n);
	memset(page, 0, PACK_CHUNK);
	memcpy(page + PACK_CHUNK / 2, p, n);
	len = pack_xpress(page, PACK_CHUNK, packed);
	if (len < 32 + PACK_CHUNK)
		back("XPRESS", packed, len, page, PACK_CHUNK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "LZNT1", "XPRESS", "XPHUFF" };
	uint8_t *copy;
	unsigned mode;

	if (size == 0 || size > INPUT_MOST)
		return 0;
	mode = *data++ % 4;
	size--;
	if (mode == 3) {
		round_trip(data, size);
		return 0;
	}
	if ((copy = malloc(size > 0 ? size : 1)) == NULL)
		abort();
	memcpy(copy, data, size);
	any(fx_decoder_find(names[mode], strlen(names[mode])), copy, size);
	free(copy);
	return 0;
}
