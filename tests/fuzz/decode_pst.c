/*
 * decode_pst.c - hostile Outlook files: the first byte says which header
 * stands in front, and the way of disguise
 */
#include "decode_common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 568, INPUT_MOST = 64 << 10 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t magic[] = { '!', 'B', 'D', 'N' };
	bool wide;
	uint8_t *p;

	if (size == 0 || size > INPUT_MOST)
		return 0;
	if ((p = calloc(1, HEAD + size)) == NULL)
		abort();
	wide = (data[0] & 4) != 0;
	memcpy(p, magic, sizeof(magic));
	p[8] = 'S';
	p[9] = 'M';
	p[10] = wide ? (data[0] & 8) != 0 ? 36 : 23 : 14;
	p[wide ? 512 : 460] = 0x80;
	p[wide ? 513 : 461] = data[0] % 4;
	/* the root of the tree is page 0, right behind */
	p[wide ? 240 : 196] = HEAD & 0xff;
	p[wide ? 241 : 197] = HEAD >> 8;
	memcpy(p + HEAD, data + 1, size - 1);
	fuzz_decoder(fx_decoder_find("PST", 3), p, HEAD + size - 1);
	free(p);
	return 0;
}
