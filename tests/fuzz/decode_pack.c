/*
 * decode_pack.c - fuzz archives: 7z as libarchive writes it, any others, and
 * the headers of members that lie as they are
 */
#include <archive_entry.h>

#include "../../libforensic/decode/pack.h"
#include "decode_common.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct fx_decoder decode_sevenzip, decode_rar, decode_cab;

static bool
yes(const struct fx_look *l)
{
	(void)l;
	return true;
}

static int
all(struct archive *a)
{
	archive_read_support_format_rar(a);
	archive_read_support_format_rar5(a);
	archive_read_support_format_cab(a);
	return archive_read_support_format_7zip(a);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	return pack_open(d, all, err);
}

/* No checksum keeps the fuzzer out of this one. */
static const struct fx_decoder any = { .name = "ANY",
	.look = yes,
	.open = start,
	.read = pack_read,
	.close = pack_close,
	.member = pack_name };

static size_t
pack(const uint8_t *p, size_t n, uint8_t *to, size_t room)
{
	static const char *const how[] = { "copy", "lzma1", "deflate", "bzip2",
		"ppmd" };
	struct archive_entry *e = archive_entry_new();
	struct archive *a = archive_write_new();
	size_t used = 0;

	archive_write_set_format_7zip(a);
	archive_write_set_format_option(a, "7zip", "compression",
	    how[p[0] % FX_LEN(how)]);
	archive_write_open_memory(a, to, room, &used);
	archive_entry_set_pathname(e, "name");
	archive_entry_set_size(e, (la_int64_t)n);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_write_header(a, e);
	archive_write_data(a, p, n);
	if (archive_write_close(a) != ARCHIVE_OK)
		used = 0;
	archive_write_free(a);
	archive_entry_free(e);
	return used;
}

/* Whatever is told of a member, it lies behind the start and has a name. */
static void
holds(const uint8_t *p, size_t n)
{
	const struct fx_look l = { .p = p, .n = n };
	static struct fx_hold h;
	size_t i;

	for (i = 0; fx_holders[i] != NULL; i++)
		if (n > 0 && fx_holders[i]->look(&l) &&
		    fx_holders[i]->hold(&l, &h) &&
		    (h.from == 0 || h.from >= h.to || h.n > FX_MEMBER_MOST))
			abort();
}

/* The same, where each block is a header by its sum. */
static void
tar(const uint8_t *data, size_t size)
{
	enum { BLOCK = 512, MOST = 16 * BLOCK };
	uint8_t *p = malloc(MOST), *b;
	unsigned int sum;
	size_t i;

	if (p == NULL)
		return;
	if (size > MOST)
		size = MOST;
	memcpy(p, data, size);
	for (b = p; b + BLOCK <= p + size; b += BLOCK) {
		for (i = 0; i < 5; i++)
			b[257 + i] = (uint8_t) "ustar"[i];
		memset(b + 148, ' ', 8);
		for (i = sum = 0; i < BLOCK; i++)
			sum += b[i];
		for (i = 0; i < 6; i++)
			b[153 - i] = (uint8_t)('0' + (sum >> 3 * i & 7));
	}
	holds(p, size);
	free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_packed(&decode_sevenzip, data, size, pack);
	fuzz_decoder(&any, data, size);
	fuzz_decoder(&decode_rar, data, size);
	fuzz_decoder(&decode_cab, data, size);
	holds(data, size);
	tar(data, size);
	return 0;
}
