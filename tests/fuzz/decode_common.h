/* decode_common.h - for fuzzers: one decoder over hostile bytes, in process */
#ifndef DECODE_COMMON_H
#define DECODE_COMMON_H

#include <stdlib.h>
#include <string.h>

#include "forensic/decode.h"

enum { FUZZ_MOST = 8 << 20 }; /* bytes of output that are read */

/* Look at the start, decode from there, and check what is promised. */
static inline void
fuzz_decoder(const struct fx_decoder *decoder, const uint8_t *data, size_t size)
{
	static uint8_t out[1 << 16];
	struct fx_memory m = { data, size };
	const struct fx_source src = fx_source_memory(&m);
	const struct fx_look l = { data, size, 0, 0 };
	struct fx_err err = { 0 };
	struct fx_decoding d;
	uint64_t given = 0, used = 0;
	ssize_t got = 0;

	if (size > 0)
		decoder->look(&l);
	if (fx_decoding_open(&d, decoder, &src, 0, &err) == 0) {
		while (given < FUZZ_MOST &&
		    (got = decoder->read(&d, out, sizeof(out), &err)) > 0) {
			given += (uint64_t)got;
			if (d.used < used)
				abort();
			used = d.used;
		}
		if (got == -1 && err.code == FX_OK)
			abort();
		if (d.used > size)
			abort();
		if (given > 0 && decoder->touched != NULL)
			decoder->touched(&d, 0, given);
	} else if (d.own != NULL) {
		abort();
	}
	fx_decoding_close(&d);
}

/*
 * What a real encoder made of some bytes, with damage: seeds need not be stored
 * then.  data is: where the damage is (2 bytes), what (1), and the bytes.
 */
static inline void
fuzz_packed(const struct fx_decoder *decoder, const uint8_t *data, size_t size,
    size_t (*pack)(const uint8_t *p, size_t n, uint8_t *to, size_t room))
{
	static uint8_t made[1 << 16];
	uint8_t *exact;
	size_t n;

	if (size < 4)
		return;
	n = pack(data + 3, size - 3, made, sizeof(made));
	if (n == 0 || (exact = malloc(n)) == NULL)
		return;
	memcpy(exact, made, n);
	exact[((size_t)data[0] << 8 | data[1]) % n] ^= data[2];
	fuzz_decoder(decoder, exact, n);
	free(exact);
}

#endif
