/* decode_streams.c - fuzz bzip2, xz, lzma, zstd, lz4 and zip */
#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "decode_common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct fx_decoder decode_bzip2, decode_xz, decode_lzma,
    decode_zstd, decode_lz4, decode_zip;

static size_t
pack_bzip2(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	unsigned int len = (unsigned int)room;
	char *copy = malloc(n);
	int rc;

	if (copy == NULL)
		return 0;
	memcpy(copy, p, n);
	rc = BZ2_bzBuffToBuffCompress((char *)to, &len, copy, (unsigned int)n,
	    1, 0, 0);
	free(copy);
	return rc == BZ_OK ? len : 0;
}

static size_t
pack_xz(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	size_t len = 0;

	return lzma_easy_buffer_encode(p[0] % 2,
		   p[0] % 3 ? LZMA_CHECK_CRC64 : LZMA_CHECK_NONE, NULL, p, n,
		   to, &len, room) == LZMA_OK
	    ? len
	    : 0;
}

static size_t
pack_lzma(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	lzma_stream z = LZMA_STREAM_INIT;
	lzma_options_lzma o;
	size_t len = 0;

	if (lzma_lzma_preset(&o, 0))
		return 0;
	o.dict_size = 1 << 16;
	if (lzma_alone_encoder(&z, &o) == LZMA_OK) {
		z.next_in = p;
		z.avail_in = n;
		z.next_out = to;
		z.avail_out = room;
		if (lzma_code(&z, LZMA_FINISH) == LZMA_STREAM_END)
			len = room - z.avail_out;
	}
	lzma_end(&z);
	return len;
}

static size_t
pack_zstd(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	size_t len = ZSTD_compress(to, room, p, n, p[0] % 5);

	return ZSTD_isError(len) ? 0 : len;
}

static size_t
pack_lz4(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	size_t len = LZ4F_compressFrame(to, room, p, n, NULL);

	return LZ4F_isError(len) ? 0 : len;
}

/* A local header and what one of the others makes. */
static size_t
pack_zip(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	static const uint8_t methods[] = { 12, 95, 14, 93 };
	size_t (*const pack[])(const uint8_t *, size_t, uint8_t *,
	    size_t) = { pack_bzip2, pack_xz, pack_lzma, pack_zstd };
	static const uint8_t local[] = { 'P', 'K', 3, 4, 20 };
	static const uint8_t props[] = { 9, 20, 5, 0 };
	size_t head = 31, skip = 0, len;
	size_t which = p[0] % 4;

	if (room < 128)
		return 0;
	memset(to, 0, head);
	memcpy(to, local, sizeof(local));
	to[6] = p[0] > 99 ? 10 : 2;
	to[8] = methods[which];
	to[26] = 1;
	if (which == 2) {
		/* The header of .lzma becomes that of zip. */
		memcpy(to + head, props, sizeof(props));
		head += sizeof(props) + 5;
		skip = 13;
	}
	len = pack[which](p, n, to + head - (skip == 0 ? 0 : 5), room - head);
	if (len <= skip)
		return 0;
	if (skip != 0)
		memmove(to + head, to + head + 8, len - skip);
	return head + len - skip;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		const struct fx_decoder *decoder;
		size_t (*pack)(const uint8_t *, size_t, uint8_t *, size_t);
	} all[] = { { &decode_bzip2, pack_bzip2 }, { &decode_xz, pack_xz },
		{ &decode_lzma, pack_lzma }, { &decode_zstd, pack_zstd },
		{ &decode_lz4, pack_lz4 }, { &decode_zip, pack_zip } };
	size_t i;

	if (size < 8)
		return 0;
	i = data[0] % FX_LEN(all);
	fuzz_packed(all[i].decoder, data + 1, size - 1, all[i].pack);
	for (i = 0; i < FX_LEN(all); i++)
		fuzz_decoder(all[i].decoder, data, size);
	return 0;
}
