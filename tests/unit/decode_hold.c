/* decode_hold.c - names of members that lie as they are: tar and stored zip */
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/decode.h"
#include "tap.h"

enum { ROOM = 16 << 10 };
static const size_t BLOCK = 512;

static uint8_t buf[ROOM];

static const struct fx_decoder *
holder(const char *which)
{
	size_t i;

	for (i = 0; fx_holders[i] != NULL; i++)
		if (strcmp(fx_holders[i]->name, which) == 0)
			return fx_holders[i];
	return NULL;
}

/* So many bytes, which are no string there. */
static void
put(uint8_t *p, const char *s, size_t n)
{
	while (n-- > 0)
		*p++ = (uint8_t)*s++;
}

/* The sum of the header at p, as tar writes it. */
static void
sum(uint8_t *p)
{
	unsigned int s = 0;
	size_t i;

	memset(p + 148, ' ', 8);
	for (i = 0; i < BLOCK; i++)
		s += p[i];
	snprintf((char *)p + 148, 8, "%06o", s);
}

/* A header of one type in a tar file; size as it stands there, 12 bytes. */
static void
tar(uint8_t *p, char type, const char *path, const char *size)
{
	memset(p, 0, BLOCK);
	put(p, path, strlen(path));
	put(p + 124, size, 12);
	p[156] = (uint8_t)type;
	put(p + 257,
	    "ustar\0"
	    "00",
	    8);
	sum(p);
}

/* What the holder tells of the first n bytes of buf, in words. */
static const char *
told(const char *which, size_t n)
{
	static char words[256];
	static struct fx_hold h;
	const struct fx_decoder *d = holder(which);
	const struct fx_look l = { .p = buf, .n = n };

	if (d == NULL || !d->look(&l))
		return "no start";
	if (!d->hold(&l, &h))
		return "nothing";
	snprintf(words, sizeof(words), "%llu-%llu %.*s",
	    (unsigned long long)h.from, (unsigned long long)h.to,
	    h.n > 9 ? 9 : (int)h.n, h.name);
	return words;
}

static void
tars(void)
{
	static const struct {
		const char *what;
		char type;
		const char *size, *told;
	} cases[] = {
		{ "a file", '0', "00000000012\0", "512-522 a/b.txt" },
		{ "of an old kind", '\0', "00000000012 ", "512-522 a/b.txt" },
		{ "blanks before", '0', "        12 \0", "512-522 a/b.txt" },
		{ "a long one in bits", '0', "\x80\0\0\0\0\0\0\1\0\0\0\0",
		    "512-4294967808 a/b.txt" },
		{ "less than nothing", '0',
		    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		    "nothing" },
		{ "too much for any", '0', "\x80\0\0\1\0\0\0\0\0\0\0\0",
		    "nothing" },
		{ "more than a disk", '0', "\x80\0\0\0\x80\0\0\0\0\0\0\0",
		    "nothing" },
		{ "no number", '0', "0000000001x\0", "nothing" },
		{ "empty", '0', "00000000000\0", "nothing" },
		{ "a folder", '5', "00000000012\0", "nothing" },
		{ "a link", '2', "00000000012\0", "nothing" },
	};
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		tar(buf, cases[i].type, "a/b.txt", cases[i].size);
		is_str(told("TAR", ROOM), cases[i].told, "%s", cases[i].what);
	}
	tar(buf, '0', "a/b.txt", "00000000012\0");
	is_str(told("TAR", BLOCK - 1), "no start", "a header that is cut");
	buf[3] ^= 1;
	is_str(told("TAR", ROOM), "no start", "one of another sum");
	tar(buf, '0', "b.txt", "00000000012\0");
	put(buf + 345, "x/y", 3);
	sum(buf);
	is_str(told("TAR", ROOM), "512-522 x/y/b.txt", "a prefix");
	put(buf + 257, "ustar  ", 8);
	sum(buf);
	is_str(told("TAR", ROOM), "512-522 b.txt", "which GNU has not");
}

/* A header that tells of the next, its n bytes of data, and that one. */
static const char *
chain(char type, const char *data, size_t n)
{
	size_t room = (n + BLOCK - 1) / BLOCK * BLOCK;
	char size[32];

	snprintf(size, sizeof(size), "%011zo", n);
	memset(buf, 0, sizeof(buf));
	tar(buf, type, "aside", size);
	memcpy(buf + BLOCK, data, n);
	tar(buf + BLOCK + room, '0', "short", "00000000012\0");
	return told("TAR", ROOM);
}

static void
chains(void)
{
	static char many[5000];
	static const struct {
		const char *what, *data, *told;
	} pax[] = {
		{ "pax: its path", "15 path=a/long\n", "1536-1546 a/long" },
		{ "its size", "11 size=70\n", "1536-1606 short" },
		{ "both", "11 size=70\n15 path=a/long\n", "1536-1606 a/long" },
		{ "another", "12 mtime=12\n15 path=a/long\n",
		    "1536-1546 a/long" },
		{ "a size of more than digits", "12 size=12a\n", "nothing" },
		{ "one too large", "29 size=99999999999999999999\n",
		    "nothing" },
		{ "the last one holds", "12 size=12a\n11 size=70\n",
		    "1536-1606 short" },
		{ "a length past the end", "99 path=a/long\n",
		    "1536-1546 short" },
		{ "no length", " path=a/long\n", "1536-1546 short" },
		{ "too short a length", "2 path=a/long\n", "1536-1546 short" },
		{ "no end", "15 path=a/longX", "1536-1546 short" },
		{ "no name", "8 path=\n", "1536-1546 short" },
	};
	size_t i;

	for (i = 0; i < FX_LEN(pax); i++)
		is_str(chain('x', pax[i].data, strlen(pax[i].data)),
		    pax[i].told, "%s", pax[i].what);
	is_str(chain('L', "a/name\0", 7), "1536-1546 a/name", "a long name");
	is_str(chain('K', "a/target\0", 9), "1536-1546 short", "of a link");
	memset(many, 'x', sizeof(many));
	is_str(chain('L', many, 4096), "5120-5130 xxxxxxxxx",
	    "as long as may be");
	is_str(chain('L', many, 4097), "5632-5642 ", "a longer one is none");
	chain('L', "a/name\0", 7);
	is_str(told("TAR", 3 * BLOCK - 1), "nothing", "the next is cut");
	tar(buf + 2 * BLOCK, 'L', "again", "77777777777\0");
	is_str(told("TAR", ROOM), "nothing", "one that is far too long");
	for (i = 0; i + 3 * BLOCK < ROOM; i += 2 * BLOCK) {
		tar(buf + i, 'L', "again", "00000000007\0");
		tar(buf + i + 2 * BLOCK, '0', "short", "00000000012\0");
	}
	is_str(told("TAR", ROOM), "nothing", "and so on");
}

static void
zips(void)
{
	static const uint8_t head[] = { 'P', 'K', 3, 4, 10, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 1, 2, 3, 4, 9, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 'a', '.',
		't', 'x', 't' };
	static const struct {
		const char *what;
		size_t at;
		uint8_t byte;
		const char *told;
	} cases[] = {
		{ "a stored member", 0, 'P', "35-44 a.txt" },
		{ "one that is packed", 8, 8, "no start" },
		{ "an encrypted one", 6, 1, "nothing" },
		{ "of two sizes", 22, 10, "nothing" },
		{ "an extra field that is cut", 29, 0xff, "nothing" },
	};
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		memset(buf, 0, sizeof(buf));
		memcpy(buf, head, sizeof(head));
		buf[cases[i].at] = cases[i].byte;
		is_str(told("ZIPSTORED", ROOM), cases[i].told, "%s",
		    cases[i].what);
	}
	memcpy(buf, head, sizeof(head));
	is_str(told("ZIPSTORED", 29), "no start", "a header that is cut");
}

int
main(void)
{
	tars();
	chains();
	zips();
	return done();
}
