/* base_bytes.c - numbers from bytes, checked sums, hexadecimal */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "tap.h"

static void
numbers(void)
{
	static const uint8_t up[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	static const uint8_t high[] = { 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa,
		0xf9, 0xf8 };

	is_int(fx_le16(up), 0x0201, "le16");
	is_int(fx_le32(up), 0x04030201, "le32");
	is_int(fx_le64(up), 0x0807060504030201, "le64");
	is_int(fx_be16(up), 0x0102, "be16");
	is_int(fx_be32(up), 0x01020304, "be32");
	is_int(fx_be64(up), 0x0102030405060708, "be64");
	/* Bytes past 0x7f must not spread their sign. */
	is_int(fx_le16(high), 0xfeff, "le16, high bits");
	is_int(fx_le32(high), 0xfcfdfeff, "le32, high bits");
	ok(fx_le64(high) == 0xf8f9fafbfcfdfeff, "le64, high bits");
	is_int(fx_be16(high), 0xfffe, "be16, high bits");
	is_int(fx_be32(high), 0xfffefdfc, "be32, high bits");
	ok(fx_be64(high) == 0xfffefdfcfbfaf9f8, "be64, high bits");
}

static const struct {
	const char *what;
	uint64_t a, b;
	bool sum, product; /* they fit */
} pairs[] = {
	{ "small", 3, 4, true, true },
	{ "none", 0, 0, true, true },
	{ "most and none", UINT64_MAX, 0, true, true },
	{ "most and one", UINT64_MAX, 1, false, true },
	{ "most and most", UINT64_MAX, UINT64_MAX, false, false },
	{ "2^32 squared", 1ULL << 32, 1ULL << 32, true, false },
	{ "just under it", (1ULL << 32) - 1, 1ULL << 32, true, true },
	{ "halves", 1ULL << 63, 1ULL << 63, false, false },
	{ "halves less one", 1ULL << 63, (1ULL << 63) - 1, true, false },
	{ "most by two", UINT64_MAX / 2, 2, true, true },
	{ "most by two and a bit", UINT64_MAX / 2 + 1, 2, true, false },
};

static void
sums(size_t i)
{
	uint64_t a = pairs[i].a, b = pairs[i].b, v = 0;

	is_int(fx_add(a, b, &v), pairs[i].sum, "%s: sum", pairs[i].what);
	ok(!pairs[i].sum || v == a + b, "%s: its value", pairs[i].what);
	is_int(fx_mul(a, b, &v), pairs[i].product, "%s: product",
	    pairs[i].what);
	ok(!pairs[i].product || v == a * b, "%s: its value", pairs[i].what);
}

static const struct {
	const char *what, *hex;
	int rc;
	uint8_t first;
} hexes[] = {
	{ "nothing", "", 0, 0 },
	{ "digits", "0123456789", 0, 0x01 },
	{ "letters", "abcdef", 0, 0xab },
	{ "the highest", "ff", 0, 0xff },
	{ "upper case", "AB", -1, 0 },
	{ "upper case second", "aB", -1, 0 },
	{ "next to a digit, below", "/0", -1, 0 },
	{ "next to a digit, above", ":0", -1, 0 },
	{ "next to a letter, below", "`0", -1, 0 },
	{ "next to a letter, above", "g0", -1, 0 },
	{ "a space", " 1", -1, 0 },
	{ "a high byte",
	    "\xb1"
	    "1",
	    -1, 0 },
	{ "late", "00112233g4", -1, 0 },
};

static void
unhex(size_t i)
{
	size_t n = strlen(hexes[i].hex);
	char *copy = malloc(n + 1); /* without a NUL: fx_unhex needs none */
	uint8_t *out = malloc(n / 2 + 1);
	char back[32];

	if (copy != NULL && out != NULL) {
		memcpy(copy, hexes[i].hex, n);
		out[0] = 0;
		is_int(fx_unhex(out, copy, n / 2), hexes[i].rc, "unhex: %s",
		    hexes[i].what);
		if (hexes[i].rc == 0) {
			is_int(out[0], hexes[i].first, "unhex: %s: first byte",
			    hexes[i].what);
			fx_hex(back, out, n / 2);
			is_str(back, hexes[i].hex, "hex: %s: and back",
			    hexes[i].what);
		}
	}
	free(copy);
	free(out);
}

/* Every byte, there and back. */
static void
whole(void)
{
	uint8_t all[256], again[256];
	char hex[513];
	size_t i;

	for (i = 0; i < sizeof(all); i++)
		all[i] = (uint8_t)i;
	fx_hex(hex, all, sizeof(all));
	is_int(strlen(hex), 512, "two digits a byte");
	is_int(fx_unhex(again, hex, sizeof(again)), 0, "all are digits");
	ok(memcmp(all, again, sizeof(all)) == 0, "every byte comes back");
}

int
main(void)
{
	size_t i;

	numbers();
	for (i = 0; i < FX_LEN(pairs); i++)
		sums(i);
	for (i = 0; i < FX_LEN(hexes); i++)
		unhex(i);
	whole();
	return done();
}
