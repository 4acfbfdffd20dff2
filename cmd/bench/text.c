/* text.c - text in the encodings that are measured, and prose around it */
#include <string.h>

#include "text.h"

/* IBM code page 037, of U+0020 to U+007E. */
static const uint8_t ebcdic[] = {
	0x40,
	0x5a,
	0x7f,
	0x7b,
	0x5b,
	0x6c,
	0x50,
	0x7d,
	0x4d,
	0x5d,
	0x5c,
	0x4e,
	0x6b,
	0x60,
	0x4b,
	0x61,
	0xf0,
	0xf1,
	0xf2,
	0xf3,
	0xf4,
	0xf5,
	0xf6,
	0xf7,
	0xf8,
	0xf9,
	0x7a,
	0x5e,
	0x4c,
	0x7e,
	0x6e,
	0x6f,
	0x7c,
	0xc1,
	0xc2,
	0xc3,
	0xc4,
	0xc5,
	0xc6,
	0xc7,
	0xc8,
	0xc9,
	0xd1,
	0xd2,
	0xd3,
	0xd4,
	0xd5,
	0xd6,
	0xd7,
	0xd8,
	0xd9,
	0xe2,
	0xe3,
	0xe4,
	0xe5,
	0xe6,
	0xe7,
	0xe8,
	0xe9,
	0xba,
	0xe0,
	0xbb,
	0xb0,
	0x6d,
	0x79,
	0x81,
	0x82,
	0x83,
	0x84,
	0x85,
	0x86,
	0x87,
	0x88,
	0x89,
	0x91,
	0x92,
	0x93,
	0x94,
	0x95,
	0x96,
	0x97,
	0x98,
	0x99,
	0xa2,
	0xa3,
	0xa4,
	0xa5,
	0xa6,
	0xa7,
	0xa8,
	0xa9,
	0xc0,
	0x4f,
	0xd0,
	0xa1,
};

static int
to_ebcdic(uint8_t c)
{
	if (c == '\n')
		return 0x25;
	return c >= ' ' && c <= '~' ? ebcdic[c - ' '] : 0x40;
}

/* A character that is not of ISO/IEC 8859-1 tells which order UTF-16 is in. */
static void
put_dash(struct fx_buf *out, enum enc enc)
{
	static const char *const dashes[ENCS] = { [ENC_ASCII] = "\xe2\x80\x94",
		[ENC_LE] = "\x14\x20",
		[ENC_BE] = "\x20\x14" };

	if (dashes[enc] != NULL)
		fx_buf_str(out, dashes[enc]);
	else
		fx_buf_byte(out, enc == ENC_EBCDIC ? to_ebcdic('-') : '-');
}

void
text_put(struct fx_buf *out, enum enc enc, uint8_t key, const void *p, size_t n)
{
	const uint8_t *s = p;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == TEXT_DASH && enc != ENC_RAW) {
			put_dash(out, enc);
			continue;
		}
		if (enc == ENC_BE)
			fx_buf_byte(out, 0);
		if (enc == ENC_EBCDIC)
			fx_buf_byte(out, to_ebcdic(s[i]));
		else
			fx_buf_byte(out, enc == ENC_XOR ? s[i] ^ key : s[i]);
		if (enc == ENC_LE)
			fx_buf_byte(out, 0);
	}
}

void
text_prose(struct rnd *r, struct fx_buf *out, size_t n)
{
	static const char *const words[] = { "lorem", "ipsum", "dolor", "sit",
		"amet", "consectetur", "adipiscing", "elit", "eiusmod",
		"tempor", "incididunt", "labore", "magna", "aliqua", "veniam",
		"quis", "nostrud", "ullamco", "laboris", "aliquip", "commodo" };
	size_t start = out->len, line = 0;
	const char *w;

	fx_buf_byte(out, TEXT_DASH);
	while (out->len - start < n) {
		w = RND_OF(r, words);
		fx_buf_str(out, w);
		line += strlen(w) + 1;
		fx_buf_byte(out, line > 64 ? '\n' : ' ');
		line = line > 64 ? 0 : line;
	}
	fx_buf_byte(out, TEXT_DASH);
	fx_buf_byte(out, '\n');
}

void
text_base64(struct fx_buf *out, const void *p, size_t n, size_t width)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *s = p;
	uint32_t three;
	size_t i, k;

	for (i = 0; i < n; i += 3) {
		for (three = 0, k = 0; k < 3; k++)
			three = three << 8 | (i + k < n ? s[i + k] : 0u);
		for (k = 0; k < 4; k++)
			fx_buf_byte(out,
			    i + k <= n ? digits[three >> (18 - 6 * k) & 63]
				       : '=');
		if (width > 0 && (i / 3 + 1) * 4 % width == 0)
			fx_buf_str(out, "\r\n");
	}
}
