/* scan_keyed.c - digits under a key: found as a slow search finds them */
#include "../libforensic/scan/internal.h"
#include "carvers.h"
#include "scan_fake.h"
#include "tap.h"

static const struct {
	const char *name;
	enum fx_isa isa; /* that it needs */
	fx_quads_fn *find;
} kernels[] = {
	{ "portable", FX_ISA_PORTABLE, fx_quads_portable },
#ifdef __SSE2__
	{ "SSE2", FX_ISA_SSE2, fx_quads_sse2 },
	{ "AVX-512", FX_ISA_AVX512, fx_quads_avx512 },
#endif
	{ "this processor's", FX_ISA_PORTABLE, fx_quads_find },
};

static bool
is_quads(const uint8_t *p, size_t n, size_t i)
{
	size_t k;

	if (n - i < 10 || p[i] < 0x10)
		return false;
	for (k = 1; k < 10; k++)
		if (p[i + k] >> 4 != p[i] >> 4)
			return false;
	return true;
}

/* Every place that every kernel gives, from every start. */
static bool
agree_quads(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n + (n == 0));
	size_t from, k, want;
	bool good = true;

	memcpy(copy, p, n);
	for (from = 0; from <= n; from += 4)
		for (k = 0; k < FX_LEN(kernels); k++) {
			if (fx_isa_most() < kernels[k].isa)
				continue;
			for (want = from; want < n; want += 4)
				if (is_quads(copy, n, want))
					break;
			if (want > n)
				want = n;
			if (kernels[k].find(copy, n, from) != want) {
				printf("# %s: %zu bytes from %zu\n",
				    kernels[k].name, n, from);
				good = false;
			}
		}
	free(copy);
	return good;
}

/* The contract of struct fx_keyed, a key at a time. */
static size_t
naive_run(const uint8_t *p, size_t n, size_t at, unsigned int key)
{
	size_t i;

	if (at > 0 && fx_is_digit((uint8_t)(p[at - 1] ^ key)))
		return 0;
	for (i = at; i < n && fx_is_digit((uint8_t)(p[i] ^ key)); i++)
		;
	return i - at;
}

static bool
naive_track(const uint8_t *p, size_t n, size_t at, size_t len, unsigned int key)
{
	unsigned int seen = 0;
	size_t i;
	uint8_t c;

	if (len < 13 || len > 19 || at + len >= n || key == 0 || key >> 4 == 3)
		return false;
	for (i = at; i < at + len; i++)
		seen |= 1U << ((p[i] ^ key) & 15);
	c = (uint8_t)(p[at + len] ^ key);
	return __builtin_popcount(seen) >= 5 &&
	    (c == '=' || c == 'D' || c == '^');
}

static bool
naive_ebcdic(const uint8_t *p, size_t at, size_t len)
{
	size_t i;

	for (i = 1; len >= 13 && i < 13; i++)
		if (p[at + i] != p[at])
			return true;
	return false;
}

static bool
is_next(const struct fx_keyed_list *list, size_t *k, size_t at,
    unsigned int key)
{
	if (*k == list->n || list->p[*k].at != at || list->p[*k].key != key)
		return false;
	++*k;
	return true;
}

static bool
agree_found(const uint8_t *p, size_t n)
{
	struct fx_keyed found = { .ebcdic = { .n = 0 } };
	uint8_t *copy = malloc(n + (n == 0));
	size_t i, e = 0, t = 0, len;
	bool good = true;
	unsigned int key;

	memcpy(copy, p, n);
	fx_keyed_find(copy, n, &found);
	for (i = 0; i < n; i++)
		for (key = 0; key < 256; key++) {
			len = naive_run(copy, n, i, key);
			if (key == 0xc0 && naive_ebcdic(copy, i, len))
				good = is_next(&found.ebcdic, &e, i, key) &&
				    good;
			if (naive_track(copy, n, i, len, key))
				good = is_next(&found.tracks, &t, i, key) &&
				    good;
		}
	good = good && e == found.ebcdic.n && t == found.tracks.n;
	fx_keyed_done(&found);
	free(copy);
	return good;
}

static void
check_kind(enum fake_kind kind)
{
	uint8_t p[1500];
	bool quads = true, found = true;
	uint64_t seed;

	for (seed = 0; seed < 30; seed++) {
		fake_fill(p, sizeof(p), kind, seed);
		quads = quads && agree_quads(p, 300 - seed);
		found = found && agree_found(p, sizeof(p) - seed);
	}
	ok(quads, "%s: all kernels find the same", fake_kinds[kind]);
	ok(found, "%s: as a slow search finds them", fake_kinds[kind]);
}

/* A run of each length at each place of a step. */
static void
check_runs(void)
{
	uint8_t p[200];
	bool good = true;
	size_t at, len, i;

	for (at = 0; at < 70; at++)
		for (len = 1; len < 24; len++) {
			memset(p, at & 1 ? 0x20 : 0, sizeof(p));
			for (i = 0; i < len; i++)
				p[at + i] = (uint8_t)('0' + i * 7 % 10) ^ 0xa5;
			p[at + len] = '=' ^ 0xa5;
			good = good && agree_found(p, sizeof(p)) &&
			    agree_found(p, at + len) &&
			    agree_found(p, at + len + 1);
		}
	ok(good, "runs of 1 to 23 digits at every place");
}

/* What a stream gives, as lines. */
static char *
told(const uint8_t *p, size_t n, size_t block)
{
	struct fx_scan_options opt = { .min = 12,
		.context = 16,
		.block = block };
	struct fake_log log = { .last = 0 };
	struct fx_scan_sink sink = fake_sink(&log);
	struct fx_scan_piece piece = { p, n, 0, 0, n };
	struct fx_scan_result res;
	struct fx_err err;
	char *text;

	if (fx_scan_memory(&piece, carvers, &opt, &sink, &res, &err) == -1)
		printf("# %s\n", err.msg);
	fx_buf_str(&log.text, "");
	text = strdup(fx_buf_text(&log.text));
	fx_buf_done(&log.text);
	return text;
}

static const char track[] = ";4539578763621486=25121011234567890?";
static const char track1[] = "%B4539578763621486^DOE/JANE^25121011234567890?";

/* A track under every key, among bytes that are none under it. */
static void
check_keys(const char *text, const char *kind)
{
	enum { N = 40000, AT = 20001 };
	uint8_t *p = malloc(N);
	unsigned int key, found = 0, want = 0;
	char line[64], *all;
	size_t i, block;

	for (key = 0; key < 256; key++) {
		memset(p, (int)key ^ 0x07, N);
		for (i = 0; text[i] != '\0'; i++)
			p[AT + i] = (uint8_t)text[i] ^ (uint8_t)key;
		snprintf(line, sizeof(line), "%s %d+%zu enc %d key %02x", kind,
		    AT, strlen(text), (int)FX_XOR, key);
		block = key & 1 ? 0 : AT + 20;
		all = told(p, N, block);
		if (key == 0 || key >> 4 == 3) {
			found += strstr(all, " enc 4") != NULL;
		} else {
			found += strncmp(all, line, strlen(line)) == 0 &&
			    (key == 0xc0 || /* digits of EBCDIC, too */
				strchr(all, '\n') == all + strlen(all) - 1);
			want++;
		}
		free(all);
	}
	is_int(found, want, "%s: under every key but 00 and 30 to 3f", kind);
	free(p);
}

/* Text as code page 037 has it; only what is in the tests. */
static void
ebcdic(uint8_t *p, const char *text)
{
	static const char from[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ =;?%/^:abcdefghijklmnopqr"
	    "stuvwxyz,";
	static const char to[] =
	    "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xc1\xc2\xc3\xc4\xc5\xc6"
	    "\xc7\xc8\xc9\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xe2\xe3\xe4\xe5"
	    "\xe6\xe7\xe8\xe9\x40\x7e\x5e\x6f\x6c\x61\xb0\x7a\x81\x82\x83\x84"
	    "\x85\x86\x87\x88\x89\x91\x92\x93\x94\x95\x96\x97\x98\x99\xa2\xa3"
	    "\xa4\xa5\xa6\xa7\xa8\xa9\x6b";

	for (; *text != '\0'; text++)
		*p++ = (uint8_t)to[strchr(from, *text) - from];
}

static void
check_ebcdic(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "CARD NUMBER 4539578763621486 EXP 12/27",
		    "card.pan 20013+16 enc 3 score" },
		{ ";4539578763621486=25121011234567890?",
		    "card.track2 20001+36 enc 3 score" },
		{ "%B4539578763621486^DOE/JANE^25121011234567890?",
		    "card.track1 20001+46 enc 3 score" },
		/* alone: as rare as groups of an ASCII card */
		{ "4539578763621486", "card.pan 20001+16 enc 3 score 12 " },
		{ "4539578763621487", "" }, /* its check digit is wrong */
		{ "14539578763621486", "" },
		{ "6262626262626262", "" },    /* two digits */
		{ "4539 5787 6362 1486", "" }, /* groups are too short */
	};
	enum { N = 40000, AT = 20001 };
	uint8_t *p = malloc(N);
	size_t i, len;
	char *all;

	for (i = 0; i < FX_LEN(cases); i++) {
		len = strlen(cases[i].want);
		memset(p, 0x05, N);
		ebcdic(p + AT, cases[i].text);
		all = told(p, N, i & 1 ? 0 : AT + 15);
		ok(len == 0 ? all[0] == '\0'
			    : strncmp(all, cases[i].want, len) == 0,
		    "EBCDIC: %s", cases[i].text);
		if (len != 0 || all[0] != '\0')
			printf("# %s", all);
		free(all);
	}
	free(p);
}

/* What is no track under its key, or has too few digits. */
static void
check_misses(void)
{
	static const char *const near[] = {
		";4539578763621487=25121011234567890?", /* its check digit */
		";4539578763621486=25131011234567890?", /* no such month */
		";4539578763621486-25121011234567890?", /* no separator */
		";4111111111111111=25121011234567890?", /* two digits */
		";7541761032032=620422272?",            /* of no issuer */
		";4539578763621486=82121011234567890?", /* 1982 */
		"%B4539578763621486^X&<>_X^25121011234567890?",
		";453957876362=25121011234567890?", /* 12 of them */
		"number 4539578763621486, expires 12/25",
	};
	uint8_t p[600];
	size_t i, k;
	char *all;

	for (i = 0; i < FX_LEN(near); i++) {
		memset(p, 0x5d, sizeof(p));
		for (k = 0; near[i][k] != '\0'; k++)
			p[300 + k] = (uint8_t)near[i][k] ^ 0x5a;
		all = told(p, sizeof(p), 0);
		is_str(all, "", "nothing under 5a: %s", near[i]);
		free(all);
	}
}

/* One piece of bytes may hold an ASCII number and a track under a key. */
static void
check_both(void)
{
	static const char plain[] = "card 4539 5787 6362 1486 exp 12/27";
	uint8_t p[1000];
	char *all;
	size_t i;

	memset(p, '.', sizeof(p));
	for (i = 0; track[i] != '\0'; i++)
		p[400 + i] = (uint8_t)track[i] ^ 0x01;
	for (i = 0; plain[i] != '\0'; i++)
		p[450 + i] = (uint8_t)plain[i];
	all = told(p, sizeof(p), 0);
	ok(strstr(all, "card.track2 400+36 enc 4 key 01") != NULL &&
		strstr(all, "card.pan 455+19 enc 0") != NULL,
	    "neither hides the other");
	ok(strstr(all, "context 68 ") != NULL, "with context under the key");
	printf("# %s", all);
	free(all);
}

int
main(void)
{
	int kind;

	ok(agree_quads((const uint8_t *)"", 0) &&
		agree_found((const uint8_t *)"", 0),
	    "nothing");
	for (kind = 0; kind < FAKE_KINDS; kind++)
		check_kind((enum fake_kind)kind);
	check_runs();
	check_keys(track, "card.track2");
	check_keys(track1, "card.track1");
	check_misses();
	check_ebcdic();
	check_both();
	return done();
}
