/* decode_starts.c - places where decodings may begin, against a naive search */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode_run.h"
#include "forensic/buf.h"
#include "forensic/decode.h"
#include "tap.h"

/* Its answer depends on all that a look may see. */
static bool
look(const struct fx_look *l)
{
	uint32_t h = (uint32_t)(l->off + l->at) * 2654435761U;
	size_t i;

	if (l->at > FX_DECODE_LOOK || l->n - l->at > FX_DECODE_LOOK)
		return false;
	for (i = 0; i < l->n; i++)
		h = (h ^ l->p[i]) * 16777619U;
	return (h >> 8) % 4 != 0;
}

static bool
look_always(const struct fx_look *l)
{
	return l->at < l->n;
}

static const struct fx_decoder byte1 = { .name = "ONE",
	.look = look_always,
	.marks = { { FX_MARK_BYTES, 1, "a", 0, 0 },
	    { FX_MARK_BYTES, 1, "d", 0, 0 } } };
static const struct fx_decoder pairs = { .name = "PAIRS",
	.look = look,
	.marks = { { FX_MARK_BYTES, 2, "ab", 0, 0 },
	    { FX_MARK_BYTES, 3, "abc", 0, 2 },
	    { FX_MARK_BYTES, 2, "\xff\xff", 0, 3 },
	    { FX_MARK_BYTES, 8, "aabbaabb", 5, 0 } } };
static const struct fx_decoder away = { .name = "AWAY",
	.look = look_always,
	.marks = { { FX_MARK_BYTES, 3, "cab", 300, 0 },
	    { FX_MARK_BYTES, 1, "b", FX_DECODE_LOOK - 1, 16 } } };
static const struct fx_decoder behind = { .name = "BEHIND",
	.look = look_always,
	.marks = { { FX_MARK_BYTES, 3, "cab", -3, 0 },
	    { FX_MARK_BYTES, 2, "\xff\xff", -700, 0 } } };
static const struct fx_decoder base64 = { .name = "BASE64",
	.look = look_always,
	.marks = { { FX_MARK_BASE64, 9, "", 0, 0 },
	    { FX_MARK_BASE64, 24, "", 2, 0 } } };
static const struct fx_decoder hex = { .name = "HEX",
	.look = look,
	.marks = { { FX_MARK_HEX, 4, "", 0, 0 }, { FX_MARK_HEX, 1, "", 9, 7 },
	    { FX_MARK_PAIR, 2, "", 3, 0 } } };
static const struct fx_decoder twos = { .name = "TWOS",
	.look = look_always,
	.marks = { { FX_MARK_PAIR, 2, "", 0, 0 },
	    { FX_MARK_HEX, 64, "", 1, 0 } } };
static const struct fx_decoder sector = { .name = "SECTOR",
	.look = look_always,
	.marks = { { FX_MARK_PLACE, 0, "", 0, 512 } } };

static const struct fx_decoder wide = { .name = "WIDE",
	.look = look_always,
	.marks = { { FX_MARK_WIDE, 24, "", 0, 0 },
	    { FX_MARK_WIDE, 40, "", 0, 3 } } };

static const struct fx_decoder *const set[] = { &byte1, &hex, &pairs, &away,
	&behind, &base64, &sector, &twos, &wide, NULL };

static int
put(void *arg, size_t at, const struct fx_decoder *d)
{
	struct fx_buf *b = arg;

	fx_buf_printf(b, "%zu %s\n", at, d->name);
	return 0;
}

static const char words[] = "0123456789abcdefABCDEF"
			    "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ";
static const char gaps[] = " \t\r\n:,;-";

static bool
in_class(const struct fx_mark *m, uint8_t c)
{
	const char *p = c != 0 ? strchr(words, c) : NULL;

	if (p == NULL && m->kind == FX_MARK_BASE64 && c != 0)
		return strchr("+/-_", c) != NULL;

	return p != NULL && (m->kind == FX_MARK_BASE64 || p - words < 22);
}

/* Does the mark stand, for a start at p[at]? */
static bool
stands(const struct fx_starts *s, size_t at, const struct fx_mark *m)
{
	size_t q = at + (size_t)m->at, i; /* wraps to less if at < 0 */

	if (m->align > 1 && (s->off + at) % m->align != 0)
		return false;
	if (m->kind == FX_MARK_PLACE)
		return true;
	if (q >= s->n || s->n - q < m->n)
		return false;
	if (m->kind == FX_MARK_WIDE)
		return run_wide_first(s->p, s->n, q, m->n);
	if (m->kind == FX_MARK_BYTES)
		return memcmp(s->p + q, m->bytes, m->n) == 0;
	for (i = 0; i < m->n; i++)
		if (!in_class(m, s->p[q + i]))
			return false;
	if (m->kind == FX_MARK_PAIR)
		return s->n - q > 2 && strchr(gaps, s->p[q + 2]) != NULL &&
		    s->p[q + 2] != 0 &&
		    (q == 0 || strchr(words, s->p[q - 1]) == NULL ||
			s->p[q - 1] == 0);
	return q == 0 || !in_class(m, s->p[q - 1]);
}

static void
naive(const struct fx_starts *s, struct fx_buf *out)
{
	const struct fx_decoder *const *d;
	struct fx_look l;
	size_t at, left;
	bool any;
	int i;

	for (at = s->from; at < s->to; at++)
		for (d = set; *d != NULL; d++) {
			any = false;
			for (i = 0; i < FX_MARKS_MOST; i++)
				any = any ||
				    ((*d)->marks[i].kind != FX_MARK_END &&
					stands(s, at, &(*d)->marks[i]));
			left = at > FX_DECODE_LOOK ? at - FX_DECODE_LOOK : 0;
			l = (struct fx_look){ s->p + left, s->n - left,
				at - left, s->off + left };
			if (l.n > l.at + FX_DECODE_LOOK)
				l.n = l.at + FX_DECODE_LOOK;
			if (any && (*d)->look(&l))
				put(out, at, *d);
		}
}

static void
fill(uint8_t *p, size_t n, int kind, uint64_t x)
{
	size_t i;

	for (i = 0; i < n; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		p[i] = kind == 0 ? (uint8_t)(x >> 20)
		    : kind == 1  ? (uint8_t)("abcdabcab\xff"[(x >> 20) % 10])
		    : kind == 2  ? (uint8_t)("0aZ-"[(x >> 20) % 4])
		    : kind == 3
		    ? ((x >> 20) % 23 ? (uint8_t)("fg0AGz/"[(x >> 30) % 7])
				      : ' ')
		    : kind == 4
		    ? (uint8_t)("09afAFgG:;,- \t\r\n+/_.\x1\x80"[(x >> 20) %
			  23])
		    : kind == 5 ? (uint8_t)((x >> 20) % 97 ? 'a' + x % 6 : 0)
		    : i % 2 == (i / 3000) % 2
		    ? (uint8_t)((x >> 20) % 61 ? 'g' + x % 9 : '=')
		    : (uint8_t)((x >> 20) % 997 ? 0 : x);
	}
}

static void
check(int kind, size_t n, uint64_t off)
{
	/* Cuts at odd places: pieces with just the margin that is asked for. */
	static const size_t cuts[] = { 1, 511, 4096, 40000 };
	struct fx_buf want = { 0 }, got = { 0 }, sum = { 0 };
	uint8_t *p = malloc(n), *copy;
	struct fx_starts s = { p, n, 0, n, off }, cut;
	struct fx_marks *marks;
	struct fx_err err;
	size_t i, from, left, right;

	fill(p, n, kind, off + n + 88172645463325252U);
	marks = fx_marks_new(set, &err);
	naive(&s, &want);
	fx_starts_find(&s, marks, put, &got);
	ok(got.len > 0 && strcmp(fx_buf_text(&got), fx_buf_text(&want)) == 0,
	    "kind %d, %zu bytes at %" PRIu64 ": as a naive search finds them",
	    kind, n, off);
	for (i = 0, from = 0; from < n; i++, from = cut.off + cut.to - off) {
		left = from > FX_DECODE_LOOK ? from - FX_DECODE_LOOK : 0;
		right = from + cuts[i % 4] < n ? from + cuts[i % 4] : n;
		cut = (struct fx_starts){ .from = from - left,
			.to = right - left,
			.off = off + left };
		right = n - right > FX_DECODE_LOOK ? right + FX_DECODE_LOOK : n;
		cut.n = right - left;
		cut.p = copy = malloc(cut.n);
		memcpy(copy, p + left, cut.n);
		fx_buf_reset(&got);
		fx_starts_find(&cut, marks, put, &got);
		for (char *q = got.p; got.len > 0 && *q != '\0';) {
			size_t at = strtoull(q, &q, 10);

			fx_buf_printf(&sum, "%zu", at + left);
			fx_buf_put(&sum, q, strcspn(q, "\n") + 1);
			q += strcspn(q, "\n") + 1;
		}
		free(copy);
	}
	ok(strcmp(fx_buf_text(&sum), fx_buf_text(&want)) == 0,
	    "kind %d, %zu bytes at %" PRIu64 ": the same in pieces", kind, n,
	    off);
	fx_marks_free(marks);
	fx_buf_done(&want);
	fx_buf_done(&got);
	fx_buf_done(&sum);
	free(p);
}

static int
stop(void *arg, size_t at, const struct fx_decoder *d)
{
	(void)at, (void)d;
	return ++*(int *)arg == 3 ? -1 : 0;
}

static void
check_contract(void)
{
	static const struct fx_decoder bad[] = {
		{ .name = "FAR",
		    .marks = { { FX_MARK_BYTES, 2, "ab", FX_DECODE_LOOK - 1,
			0 } } },
		{ .name = "LONG",
		    .marks = { { FX_MARK_BYTES, 9, "ab", 0, 0 } } },
		{ .name = "NONE",
		    .marks = { { FX_MARK_BASE64, 0, "", 0, 0 } } },
		{ .name = "WIDE", .marks = { { FX_MARK_HEX, 65, "", 0, 0 } } },
		{ .name = "THREE", .marks = { { FX_MARK_PAIR, 3, "", 0, 0 } } },
		{ .name = "NEAR",
		    .marks = { { FX_MARK_PLACE, 0, "", 0, 256 } } },
	};
	const struct fx_decoder *many[FX_DECODERS_MOST + 2] = { &bad[0], NULL };
	struct fx_starts s = { (const uint8_t *)"aaaaaaaa", 8, 0, 8, 0 };
	struct fx_marks *marks;
	struct fx_err err;
	size_t i;
	int n = 0;

	for (i = 0; i < FX_LEN(bad); i++) {
		many[0] = &bad[i];
		ok(fx_marks_new(many, &err) == NULL && err.code == FX_EARG,
		    "%s: %s", bad[i].name, err.msg);
	}
	for (i = 0; i <= FX_DECODERS_MOST; i++)
		many[i] = &byte1;
	ok(fx_marks_new(many, &err) == NULL && err.code == FX_EARG, "%s",
	    err.msg);
	marks = fx_marks_new(set, &err);
	ok(fx_starts_find(&s, marks, stop, &n) == -1 && n == 3,
	    "it stops when it is told to");
	s.n = s.to = 0;
	ok(fx_starts_find(&s, marks, stop, &n) == 0 && n == 3, "nothing");
	fx_marks_free(marks);
	fx_marks_free(NULL);
}

int
main(void)
{
	int kind;

	for (kind = 0; kind < 7; kind++) {
		check(kind, 3, 0);
		check(kind, 3000, 17);
		check(kind, 80001, (uint64_t)1 << 33);
	}
	check_contract();
	return done();
}
