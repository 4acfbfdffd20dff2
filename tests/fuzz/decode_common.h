/* decode_common.h - for fuzzers: one decoder over hostile bytes, in process */
#ifndef DECODE_COMMON_H
#define DECODE_COMMON_H

#include <stdlib.h>
#include <string.h>

#include "forensic/decode.h"

enum { FUZZ_MOST = 8 << 20 }; /* bytes of output that are read */

/* What a decoding gives, in short. */
struct fuzz_gave {
	uint64_t given, used, saw;
	uint32_t sum;
};

static inline void
fuzz_add(struct fuzz_gave *g, const uint8_t *p, size_t n)
{
	size_t i;

	g->given += n;
	for (i = 0; i < n; i++)
		g->sum = (g->sum ^ p[i]) * 16777619U;
}

/* Nothing may change if other bytes stand behind those that it saw. */
static inline void
fuzz_behind(const struct fx_decoder *decoder, const uint8_t *data, size_t size,
    const struct fuzz_gave *was)
{
	static uint8_t out[1 << 16];
	struct fuzz_gave g = { .given = 0 };
	uint8_t *other = malloc(size);
	struct fx_memory m = { other, size };
	const struct fx_source src = fx_source_memory(&m);
	struct fx_err err = { 0 };
	struct fx_decoding d;
	ssize_t got = 0;
	size_t i;

	if (other == NULL)
		return;
	for (i = 0; i < size; i++)
		other[i] = i < was->saw ? data[i] : (uint8_t)~data[i];
	/* That it may begin is the look's to say, which sees more. */
	if (fx_decoding_open(&d, decoder, &src, 0, &err) == -1) {
		fx_decoding_close(&d);
		free(other);
		return;
	}
	while (g.given < FUZZ_MOST &&
	    (got = decoder->read(&d, out, sizeof(out), &err)) > 0)
		fuzz_add(&g, out, (size_t)got);
	if (got > 0 || g.given != was->given || g.sum != was->sum ||
	    d.used != was->used || d.saw != was->saw)
		abort();
	fx_decoding_close(&d);
	free(other);
}

/* Members at some places of the output, and behind it. */
static inline void
fuzz_member(const struct fx_decoding *d, uint64_t given)
{
	static char name[FX_MEMBER_MOST];
	uint64_t i;

	for (i = 0; i <= 8; i++)
		if (d->decoder->member(d, given / 8 * i, name) > FX_MEMBER_MOST)
			abort();
}

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
	struct fuzz_gave g = { .given = 0 };
	uint64_t used = 0;
	ssize_t got = 0;

	if (size > 0)
		decoder->look(&l);
	if (fx_decoding_open(&d, decoder, &src, 0, &err) == 0) {
		while (g.given < FUZZ_MOST &&
		    (got = decoder->read(&d, out, sizeof(out), &err)) > 0) {
			fuzz_add(&g, out, (size_t)got);
			if (d.used < used)
				abort();
			used = d.used;
		}
		if (got == -1 && err.code == FX_OK)
			abort();
		if (d.used > size)
			abort();
		if (g.given > 0 && decoder->touched != NULL)
			decoder->touched(&d, 0, g.given);
		if (decoder->member != NULL)
			fuzz_member(&d, g.given);
		g.used = d.used;
		g.saw = got > 0 ? 0 : d.saw;
	} else if (d.own != NULL) {
		abort();
	}
	fx_decoding_close(&d);
	if (g.saw != 0 && g.saw < size)
		fuzz_behind(decoder, data, size, &g);
}

/*
 * What a real encoder made of some bytes, with damage: seeds need not be stored
 * then.  data is: where the damage is (2 bytes), what (1), and the bytes. Where
 * the damage is an odd number, the bytes stand once more behind what is packed.
 */
static inline void
fuzz_packed(const struct fx_decoder *decoder, const uint8_t *data, size_t size,
    size_t (*pack)(const uint8_t *p, size_t n, uint8_t *to, size_t room))
{
	static uint8_t made[1 << 16];
	uint8_t *exact;
	size_t n, more;

	if (size < 4)
		return;
	n = pack(data + 3, size - 3, made, sizeof(made));
	more = data[2] % 2 != 0 ? size - 3 : 0;
	if (n == 0 || (exact = malloc(n + more)) == NULL)
		return;
	memcpy(exact, made, n);
	memcpy(exact + n, data + 3, more);
	exact[((size_t)data[0] << 8 | data[1]) % n] ^= data[2] & 0xfe;
	fuzz_decoder(decoder, exact, n + more);
	free(exact);
}

#endif
