/* skip.h - skippable frames, which zstd and lz4 have in common */
#ifndef DECODE_SKIP_H
#define DECODE_SKIP_H

#include "forensic/decode.h"

enum { SKIP_HEAD = 8, SKIP_MOST = 1 << 10 };

/* Move *at behind the skippable frames that are there. */
static inline void
skip_frames(struct fx_in *in, uint64_t *at)
{
	const uint8_t *p;
	int i;

	for (i = 0; i < SKIP_MOST; i++) {
		p = fx_in_all(in, *at, SKIP_HEAD);
		if (p == NULL || (fx_le32(p) & ~UINT32_C(15)) != 0x184d2a50)
			return;
		*at += SKIP_HEAD + (uint64_t)fx_le32(p + 4);
	}
}

#endif
