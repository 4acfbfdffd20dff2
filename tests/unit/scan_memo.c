/* scan_memo.c - copies of what is packed: told the same, decoded once */
#include <sys/mman.h>

#include <zlib.h>

#include "scan_fake.h"
#include "scan_image.h"
#include "tap.h"

enum { SIZE = 6 << 20, COPIES = 200, TEXT = 9000 };

static unsigned int *opened; /* shared: counts what the children open */
static struct fx_decoder gzip, zip, zlib_;
static const struct fx_decoder *set[8];

static int
count_gzip(struct fx_decoding *d, struct fx_err *err)
{
	__atomic_add_fetch(opened, 1, __ATOMIC_RELAXED);
	return fx_decoder_find("GZIP", 4)->open(d, err);
}

static int
count_zip(struct fx_decoding *d, struct fx_err *err)
{
	__atomic_add_fetch(opened, 1, __ATOMIC_RELAXED);
	return fx_decoder_find("ZIP", 3)->open(d, err);
}

static int
count_zlib(struct fx_decoding *d, struct fx_err *err)
{
	__atomic_add_fetch(opened, 1, __ATOMIC_RELAXED);
	return fx_decoder_find("ZLIB", 4)->open(d, err);
}

/* A string, without its NUL. */
static void
put(uint8_t *p, const char *s)
{
	while (*s != '\0')
		*p++ = (uint8_t)*s++;
}

/* Packed text: gzip (window bits 31), zlib (15), or bare deflate (-15). */
static size_t
pack(int bits, unsigned int seed, uint8_t *out, size_t cap, uint32_t *sum)
{
	uint64_t s = 88172645463325252U + seed;
	uint8_t text[TEXT];
	z_stream z = { .next_in = text, .avail_in = TEXT };
	size_t i;

	for (i = 0; i < TEXT; i++)
		text[i] = i % 500 < 480 ? (uint8_t)('a' + fake_next(&s) % 26)
					: fake_sign(fake_next(&s) >> 8);
	/* One more level, and an escape. */
	put(text + 100, "NDUzOTU3ODc2MzYyMTQ4NjQ1Mzk1Nzg3NjM2MjE0ODY=\n");
	put(text + 4000, "%34%35%33%39;12345=678?");
	*sum = (uint32_t)crc32(0, text, TEXT);
	z.next_out = out;
	z.avail_out = (uInt)cap;
	if (deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) !=
		Z_OK ||
	    deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	deflateEnd(&z);
	return cap - z.avail_out;
}

static void
le32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

/* A member of a zip; its sizes behind it, if so wanted. */
static size_t
pack_zip(unsigned int seed, bool behind, uint8_t *out, size_t cap)
{
	uint32_t sum;
	uint8_t *size = out + 14;
	size_t n;

	memset(out, 0, 31);
	put(out, "PK\3\4\24");
	out[6] = behind ? 8 : 0;
	out[8] = 8;
	out[26] = 1;
	out[30] = 'x';
	n = pack(-15, seed, out + 31, cap - 64, &sum) + 31;
	if (behind) {
		put(out + n, "PK\7\10");
		size = out + n + 4;
	}
	le32(size, sum);
	le32(size + 4, (uint32_t)n - 31);
	le32(size + 8, TEXT);
	n += behind ? 16 : 0;
	put(out + n, "PK\1\2"); /* a directory, of which nothing is said */
	return n + 4;
}

/*
 * Copies of a few streams at odd places, among them some that are cut, that
 * have a byte changed at their start, middle or end, that others follow at
 * once; the last one ends where the image does.
 */
static size_t
image(uint8_t *p, size_t size)
{
	static uint8_t kind[6][2 * TEXT];
	uint64_t s = 4711;
	size_t n[6], at = 1000, i, k, len;
	uint32_t sum;

	n[0] = pack(31, 1, kind[0], sizeof(kind[0]), &sum);
	n[1] = pack(31, 2, kind[1], sizeof(kind[1]), &sum);
	n[2] = pack(15, 3, kind[2], sizeof(kind[2]), &sum);
	n[3] = pack_zip(4, false, kind[3], sizeof(kind[3]));
	n[4] = pack_zip(5, true, kind[4], sizeof(kind[4]));
	n[5] = pack(15, 6, kind[5], sizeof(kind[5]), &sum);
	memset(p, 0, size);
	for (i = 0; i < COPIES; i++) {
		k = i < 6 ? i : fake_next(&s) % 6;
		len = n[k];
		memcpy(p + at, kind[k], len);
		if (i % 10 == 7)
			p[at +
			    (i % 3 == 0          ? 9
				    : i % 3 == 1 ? len / 2
						 : len - 5)] ^= 1;
		if (i % 10 == 8)
			len = len / 2 + fake_next(&s) % (len / 2);
		memset(p + at + len, i % 10 == 8 ? 0x41 : 0, 64);
		at += len + (i % 4 == 0 ? 0 : fake_next(&s) % 3000);
	}
	memcpy(p + at, kind[0], n[0]); /* its checksum is not all there */
	return at + n[0] - 3;
}

static unsigned int
scan(const uint8_t *p, size_t n, size_t memo, unsigned int threads,
    struct fx_buf *text)
{
	static const struct fx_scan_budget usual = {
		.depth = FX_DECODE_DEPTH,
		.ratio = FX_DECODE_RATIO,
		.free = FX_DECODE_FREE,
		.bytes = FX_DECODE_BYTES,
		.total = FX_DECODE_TOTAL,
		.starts = FX_SCAN_STARTS,
		.ahead = FX_SCAN_AHEAD,
	};
	struct fx_scan_budget budget = usual;
	struct fx_scan_options opt = { .decoders = set,
		.budget = &budget,
		.threads = threads,
		.context = 20,
		.block = 64 << 10,
		.min = 3 };
	struct fake_log log = { .found = 0 };
	struct fx_scan_sink sink = fake_sink(&log);
	struct fx_image img = { .p = p, .size = n };
	struct fx_scan_result res;
	struct fx_err err;
	size_t i;

	budget.memo = memo;
	*opened = 0;
	if (fx_scan(&img, fake_set, &opt, &sink, &res, &err) == -1)
		fx_buf_printf(&log.text, "failed: %s\n", err.msg);
	for (i = 0; i < 2; i++)
		fx_buf_printf(&log.text, "%" PRIu64 " %" PRIu64 "\n",
		    res.found[i], res.below[i]);
	ok(!log.unordered, "in order");
	*text = log.text;
	return *opened;
}

int
main(void)
{
	static const size_t memos[] = { 0, 700, 20000, FX_SCAN_MEMO };
	uint8_t *p = malloc(SIZE);
	struct fx_buf want = { 0 }, got;
	unsigned int all, n, threads;
	size_t size, i;

	gzip = *fx_decoder_find("GZIP", 4);
	zip = *fx_decoder_find("ZIP", 3);
	zlib_ = *fx_decoder_find("ZLIB", 4);
	gzip.open = count_gzip;
	zip.open = count_zip;
	zlib_.open = count_zlib;
	set[0] = &gzip;
	set[1] = &zip;
	set[2] = &zlib_;
	set[3] = fx_decoder_find("BASE64", 6);
	set[4] = fx_decoder_find("PERCENT", 7);
	opened = mmap(NULL, sizeof(*opened), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	size = image(p, SIZE);
	all = scan(p, size, 0, 1, &want);
	ok(all >= COPIES * 9 / 10 &&
		strstr(fx_buf_text(&want), "-BASE64-") != NULL,
	    "%u streams are opened", all);
	for (i = 0; i < FX_LEN(memos); i++)
		for (threads = 1; threads <= 2; threads++) {
			n = scan(p, size, memos[i], threads, &got);
			ok(got.len > 0 && got.len == want.len &&
				memcmp(got.p, want.p, got.len) == 0,
			    "%zu bytes kept, %u threads: the same is told",
			    memos[i], threads);
			ok(memos[i] == 0                 ? n == all
				: i + 1 == FX_LEN(memos) ? n < all / 2 && n >= 6
							 : n <= all,
			    "%u streams are opened", n);
			fx_buf_done(&got);
		}
	fx_buf_done(&want);
	free(p);
	return done();
}
