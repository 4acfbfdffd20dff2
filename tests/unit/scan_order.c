/* scan_order.c - which byte order wide text has, by what surrounds it */
#include "../../libforensic/scan/internal.h"
#include "scan_fake.h"
#include "tap.h"

#define B(text) text, sizeof(text) - 1
#define LE4 "4\0005\0003\0009\0" /* 4539 */
#define BE4 "\0004\0005\0003\0009"
#define Z16 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

enum { LE = 1, EVEN_ODD = 0, BE = -1 };

static const struct {
	const char *what, *bytes;
	size_t n, low; /* low byte of the first digit */
	int want;      /* the sign of the verdict */
} cases[] = {
	{ "LE, alone", B(LE4), 0, LE },
	{ "BE, alone", B(BE4), 1, BE },
	{ "LE in zeros", B(Z16 LE4 Z16), 16, EVEN_ODD },
	{ "BE in zeros", B(Z16 BE4 Z16), 17, EVEN_ODD },
	{ "LE behind a byte order mark", B("\xff\xfe" LE4 Z16), 2, LE },
	{ "BE behind a byte order mark", B("\xfe\xff" BE4 Z16), 3, BE },
	{ "LE, mark and words", B("\xff\xfeP\0A\0N\0 \0" LE4 Z16), 10, LE },
	{ "BE, mark and words", B("\xfe\xff\0P\0A\0N\0 " BE4 Z16), 11, BE },
	{ "LE behind ASCII", B("name=" LE4 Z16), 5, LE },
	{ "BE behind ASCII", B("name=" BE4 Z16), 6, EVEN_ODD },
	{ "BE in ASCII", B("name=" BE4 "&x=y"), 6, BE },
	{ "LE in ASCII", B("name=" LE4 "&x=y"), 5, LE },
	{ "LE in bytes of all ones",
	    B("\xff\xff\xff\xff" LE4 "\xff\xff\xff\xff"), 4, LE },
	{ "BE in bytes of all ones",
	    B("\xff\xff\xff\xff" BE4 "\xff\xff\xff\xff"), 5, BE },
	{ "LE lines in zeros", B(Z16 "\r\0\n\0" LE4 "\r\0\n\0" Z16), 20,
	    EVEN_ODD },
	{ "LE before Cyrillic", B(Z16 LE4 "\r\0\n\0\x1a\4\x30\4\x40\4"), 16,
	    LE },
	{ "BE behind Cyrillic",
	    B("\4\x1a\4\x10\4\x20\4\x22\4\x10\4\x0e\0\r\0\n" BE4 Z16), 17, BE },
	{ "LE behind a Polish letter", B("n\0\x19\1" LE4 Z16), 4, LE },
	{ "BE behind a Polish letter", B("\0n\1\x19" BE4 Z16), 5, BE },
	{ "LE behind a quotation mark", B(" \0\x1c\x20" LE4 Z16), 4, LE },
	{ "BE behind a quotation mark", B("\0 \x20\x1c" BE4 Z16), 5, BE },
	{ "LE before a quotation mark", B(Z16 LE4 "\x1d\x20 \0"), 16, LE },
	{ "BE before a quotation mark", B(Z16 BE4 "\x20\x1d\0 "), 17, BE },
	{ "LE before a euro sign", B(Z16 LE4 "\xac\x20.\0"), 16, LE },
	{ "BE before a euro sign", B(Z16 BE4 "\x20\xac\0."), 17, BE },
	{ "LE before Chinese", B(Z16 LE4 "\x2d\x4e\xfd\x56"), 16, EVEN_ODD },
	{ "BE before Chinese", B(Z16 BE4 "\x4e\x2d\x56\xfd"), 17, BE },
	{ "LE before a surrogate pair", B(Z16 LE4 "\x3d\xd8\x00\xde"), 16, LE },
	{ "BE behind a surrogate pair", B("\xd8\x3d\xde\x00" BE4 Z16), 5, BE },
	{ "LE behind a string's end", B("\xff\xfe\x61\0\0\0" LE4 Z16), 6, LE },
	{ "LE behind numbers in 32 bits",
	    B("\x80\x11\x22\x33\x1e\0\0\0\x18\0\0\0" LE4 Z16), 12, LE },
	{ "LE behind a number and zeros", B(Z16 "@\0\0\0" LE4 Z16), 20, LE },
	{ "LE behind a number at the start", B("@\0\0\0" LE4 Z16), 4, LE },
	{ "LE behind a number and noise", B("\x13\x99\x81\x22@\0\0\0" LE4 Z16),
	    8, LE },
	{ "BE behind the end of a string", B("\0a\0@\0\0" BE4 Z16), 7,
	    EVEN_ODD },
	{ "BE behind the end of a Russian one", B("\4\x3f\4\x40\0\0" BE4 Z16),
	    7, EVEN_ODD },
	{ "BE behind a number of its order", B(Z16 "\0\0\0@" BE4 Z16), 21,
	    EVEN_ODD },
	{ "LE behind BE and padding", B("\xfe\xff\0a" Z16 LE4 Z16), 20,
	    EVEN_ODD },
	{ "BE before padding and LE", B(Z16 BE4 Z16 "\xff\xfe\x61"), 17,
	    EVEN_ODD },
};

static int
sign(int v)
{
	return (v > 0) - (v < 0);
}

static int
judge(const char *bytes, size_t n, size_t low)
{
	uint8_t *copy = malloc(n);
	int v;

	memcpy(copy, bytes, n);
	v = fx_order_judge(copy, n, low);
	free(copy);
	return v;
}

/* A quotation mark tells the order; how far off is it seen? */
static void
check_reach(void)
{
	enum { AT = 2 * FX_ORDER_REACH, N = 2 * AT };
	static uint8_t p[N];
	size_t far, left = 0, right = 0, i;

	for (i = 0; i < N; i += 2)
		p[i] = '4';
	for (far = 3; far < AT; far += 2) {
		p[AT - far] = 0x20;
		p[AT - far + 1] = 0x1c;
		if (fx_order_judge(p, N, AT) < 0)
			left = far;
		p[AT - far] = 0;
		p[AT - far + 1] = '4';
		p[AT + far] = 0x20;
		p[AT + far - 1] = 0x1d;
		if (fx_order_judge(p, N, AT) > 0)
			right = far;
		p[AT + far] = 0;
		p[AT + far - 1] = '4';
	}
	ok(left == FX_ORDER_REACH - 1, "reach: %zu bytes to the left", left);
	ok(right == FX_ORDER_REACH - 1, "reach: %zu bytes to the right", right);
}

/* At the very ends of a stream, and in every short one: no overread. */
static void
check_short(void)
{
	uint8_t *p;
	size_t n, low;
	int sum = 0;

	for (n = 1; n < 12; n++)
		for (low = 0; low < n; low++) {
			p = calloc(n, 1);
			p[low] = '1';
			sum += fx_order_judge(p, n, low) < 100;
			free(p);
		}
	is_int(sum, 66, "every place in streams of 1 to 11 bytes");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		is_int(sign(judge(cases[i].bytes, cases[i].n, cases[i].low)),
		    cases[i].want, "%s", cases[i].what);
	check_reach();
	check_short();
	return done();
}
