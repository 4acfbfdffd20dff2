/*
 * gen.h - what the generators share: a PRNG, three encodings, a truth table
 *
 * The same seed gives the same bytes on every machine.  What a file holds is
 * told in its truth table, one line a value, tab-separated:
 *
 *	file  offset  length  kind  value  encoding  class
 *
 * offset and length are bytes in the file; class says what there is besides the
 * digits: lone, list, context, track, test (a published number), or decoy.
 */
#ifndef GEN_H
#define GEN_H

#include <sys/stat.h>

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum gen_enc { GEN_ASCII, GEN_UTF16LE, GEN_UTF16BE, GEN_ENCS };
enum { GEN_PATH = 4096, GEN_TEXT = 512, GEN_PAN = 20 };

struct gen {
	uint64_t state;  /* of the PRNG */
	const char *dir; /* where files go */
	FILE *truth, *f;
	char name[64]; /* of the open file */
	enum gen_enc enc;
	uint64_t off; /* bytes written to it */
};

static const char *const gen_enc_name[] = { "ascii", "utf16le", "utf16be" };

static inline _Noreturn void
gen_die(const char *what, const char *name)
{
	fprintf(stderr, "gen: %s: %s: %s\n", name, what, strerror(errno));
	exit(4);
}

/* splitmix64: the sequence is fixed by the seed alone. */
static inline uint64_t
gen_next(struct gen *g)
{
	uint64_t z = g->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline unsigned int
gen_below(struct gen *g, unsigned int n)
{
	return (unsigned int)(gen_next(g) % n);
}

/* n random digits and a NUL, the first not zero. */
static inline void
gen_digits(struct gen *g, char *out, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (char)('0' + gen_below(g, 10));
	if (n > 0 && out[0] == '0')
		out[0] = (char)('1' + gen_below(g, 9));
	out[n] = '\0';
}

/* The Luhn digit that n digits ask for, by its definition. */
static inline char
gen_luhn(const char *digits, size_t n)
{
	unsigned int d, sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		d = (unsigned int)(digits[n - 1 - i] - '0');
		if (i % 2 == 0)
			d = d < 5 ? 2 * d : 2 * d - 9;
		sum += d;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

static inline void
gen_byte(struct gen *g, int c)
{
	if (putc(c, g->f) == EOF)
		gen_die("write", g->name);
	g->off++;
}

/* Write one character, a code point below U+10000, as the file has them. */
static inline void
gen_unit(struct gen *g, unsigned int c)
{
	int hi = (int)(c >> 8), lo = (int)(c & 0xff);

	gen_byte(g, g->enc == GEN_UTF16BE ? hi : lo);
	gen_byte(g, g->enc == GEN_UTF16BE ? lo : hi);
}

/* Write UTF-8 text (of at most three bytes a character) in the file's way. */
static inline void
gen_text(struct gen *g, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned int c, more;

	while (*p != '\0') {
		if (g->enc == GEN_ASCII) {
			gen_byte(g, *p++);
			continue;
		}
		more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : 2;
		c = more == 0 ? *p : *p & (more == 1 ? 0x1fu : 0x0fu);
		for (p++; more > 0; more--)
			c = c << 6 | (*p++ & 0x3fu);
		gen_unit(g, c);
	}
}

/* Tell the truth table of a value whose first byte was at offset from. */
static inline void
gen_tell(struct gen *g, uint64_t from, const char *kind, const char *value,
    const char *class)
{
	fprintf(g->truth, "%s\t%" PRIu64 "\t%" PRIu64 "\t%s\t%s\t%s\t%s\n",
	    g->name, from, g->off - from, kind, value, gen_enc_name[g->enc],
	    class);
}

/* Digit-free prose of about n characters, in lines, without a word that means
 * anything near a card.  The dashes in it tell which order UTF-16 is in. */
static inline void
gen_fill(struct gen *g, size_t n)
{
	static const char *const words[] = { "lorem", "ipsum", "dolor", "sit",
		"amet", "consectetur", "adipiscing", "elit", "eiusmod",
		"tempor", "incididunt", "labore", "magna", "aliqua", "veniam",
		"quis", "nostrud", "ullamco", "laboris", "aliquip", "commodo",
		"\xe2\x80\x94" };
	size_t line = 0, len;
	const char *w;

	for (; n > 0; n -= len) {
		w = words[gen_below(g, sizeof words / sizeof words[0])];
		len = strlen(w) + 1;
		if (len > n) {
			len = 1;
			w = "";
		}
		gen_text(g, w);
		line += len;
		gen_text(g, line > 64 ? "\n" : " ");
		if (line > 64)
			line = 0;
	}
}

/* Begin a file. odd bytes go before its text, so that UTF-16 lies oddly. */
static inline void
gen_open(struct gen *g, const char *stem, enum gen_enc enc, unsigned int odd)
{
	char path[GEN_PATH];

	snprintf(g->name, sizeof g->name, "%s", stem);
	snprintf(path, sizeof path, "%s/%s", g->dir, stem);
	if ((g->f = fopen(path, "wbx")) == NULL)
		gen_die("create", path);
	g->off = 0;
	for (g->enc = enc; odd > 0; odd--)
		gen_byte(g, 0xff);
}

static inline void
gen_close(struct gen *g)
{
	if (fclose(g->f) != 0)
		gen_die("write", g->name);
	g->f = NULL;
}

/* Open the folder and its truth table beside it: DIR.tsv. */
static inline void
gen_start(struct gen *g, const char *seed, const char *dir)
{
	char path[GEN_PATH];
	char *end;

	memset(g, 0, sizeof *g);
	g->state = strtoull(seed, &end, 10);
	g->dir = dir;
	if (*seed == '\0' || *end != '\0')
		gen_die("not a number", seed);
	if (mkdir(dir, 0777) == -1 && errno != EEXIST)
		gen_die("mkdir", dir);
	snprintf(path, sizeof path, "%s.tsv", dir);
	if ((g->truth = fopen(path, "a")) == NULL)
		gen_die("create", path);
}

static inline int
gen_finish(struct gen *g)
{
	if (fclose(g->truth) != 0)
		gen_die("write", "truth table");
	return 0;
}

#endif
