/* encoding.c - the names of the ways in which a value's characters are written
 */
#include <string.h>

#include "forensic/finding.h"

#define KEYS(h)                                                         \
	"xor-" #h "0", "xor-" #h "1", "xor-" #h "2", "xor-" #h "3",     \
	    "xor-" #h "4", "xor-" #h "5", "xor-" #h "6", "xor-" #h "7", \
	    "xor-" #h "8", "xor-" #h "9", "xor-" #h "a", "xor-" #h "b", \
	    "xor-" #h "c", "xor-" #h "d", "xor-" #h "e", "xor-" #h "f"

const char *
fx_encoding_name(enum fx_encoding enc, uint8_t key)
{
	static const char *const names[FX_ENCODINGS] = {
		[FX_ASCII] = "ascii",
		[FX_UTF16LE] = "utf16le",
		[FX_UTF16BE] = "utf16be",
		[FX_EBCDIC] = "ebcdic",
	};
	static const char *const keys[256] = { KEYS(0), KEYS(1), KEYS(2),
		KEYS(3), KEYS(4), KEYS(5), KEYS(6), KEYS(7), KEYS(8), KEYS(9),
		KEYS(a), KEYS(b), KEYS(c), KEYS(d), KEYS(e), KEYS(f) };

	return enc == FX_XOR ? keys[key] : names[enc];
}

bool
fx_encoding_ok(const char *name)
{
	unsigned int i;

	for (i = 0; i < FX_XOR; i++)
		if (strcmp(name, fx_encoding_name((enum fx_encoding)i, 0)) == 0)
			return true;
	for (i = 1; i <= UINT8_MAX; i++)
		if (strcmp(name, fx_encoding_name(FX_XOR, (uint8_t)i)) == 0)
			return true;
	return false;
}
