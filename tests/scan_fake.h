/*
 * scan_fake.h - carvers made for testing the scanner, and a sink that writes
 * down all it is told
 *
 * Their answers depend on every byte of every window they are shown, and on its
 * place: whatever a block's edge would change, changes the events.
 */
#ifndef SCAN_FAKE_H
#define SCAN_FAKE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/buf.h"
#include "forensic/scan.h"

/* FNV-1a over a window. */
static inline uint32_t
fake_sum(const struct fx_window *w, uint32_t h)
{
	size_t i;

	h = (h ^ (uint32_t)w->off ^ (uint32_t)w->len ^ w->unit ^
		(uint32_t)w->enc << 8) *
	    16777619U;
	for (i = 0; i < w->len; i++)
		h = (h ^ w->p[i]) * 16777619U;
	for (i = 0; i < w->len * w->unit; i++)
		h = (h ^ w->raw[i]) * 16777619U;
	return h;
}

static inline bool
fake_digit(const struct fx_window *w, size_t i)
{
	return i < w->len && w->p[i] >= '0' && w->p[i] <= '9';
}

/* Digits from at on, at most most; and the number they are, modulo 2^64. */
static inline size_t
fake_number(const struct fx_window *w, size_t at, size_t most, uint64_t *v)
{
	size_t n;

	*v = 0;
	for (n = 0; n < most && fake_digit(w, at + n); n++)
		*v = *v * 10 + (uint64_t)(w->p[at + n] - '0');
	return n;
}

/* A run of 4 to 200 digits; its number is the value, its length the shape. */
static inline bool
fake_probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	uint64_t v;
	size_t n = fake_number(w, at, 200, &v);

	if (n < 4 || (at > 0 && fake_digit(w, at - 1)))
		return false;
	hit->at = at;
	hit->len = n;
	hit->shape = (uint32_t)n;
	snprintf(hit->value, sizeof(hit->value), "%" PRIu64, v);
	fx_hit_why(hit, (int)(v % 31), "probe:%08x", fake_sum(w, 1));
	return true;
}

static inline void
fake_fields(const struct fx_window *w, struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];

	fx_hit_why(hit, 1, "fields:%08x", fake_sum(w, 2));
	if (fx_window_text(w, hit->at, hit->at + hit->len, text, sizeof(text)))
		fx_hit_attr(hit, "text", text);
}

static inline void
fake_shape(const struct fx_window *w, size_t at, struct fx_shape *s)
{
	size_t n = fake_number(w, at, 200, &s->value);

	s->shape = n >= 4 ? (uint32_t)n : 0;
	s->pass = (fake_sum(w, 3) & 1) != 0;
}

static inline void
fake_weigh(const struct fx_near *near, struct fx_hit *hit)
{
	fx_hit_why(hit, (int)near->pass, "near:%u/%u", near->pass,
	    near->others);
}

/* Digits between ';' and '?', up to 60 of them. */
static inline bool
fake_probe_track(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	uint64_t v;
	size_t n = fake_number(w, at, 60, &v);

	while (at + n < w->len && n < 60 &&
	    (fake_digit(w, at + n) || w->p[at + n] == '='))
		n++;
	if (at == 0 || w->p[at - 1] != ';' || at + n >= w->len ||
	    w->p[at + n] != '?')
		return false;
	hit->at = at - 1;
	hit->len = n + 2;
	fx_hit_why(hit, 5, "track:%08x", fake_sum(w, 4));
	fx_window_text(w, at, at + n, hit->value, sizeof(hit->value));
	return true;
}

/* From the nearest '%' up to eight characters before a digit, to that digit:
 * many anchors lead to the same hit. */
static inline bool
fake_probe_back(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t i;

	for (i = 0; i <= FX_BEFORE_MOST && i <= at; i++)
		if (w->p[at - i] == '%') {
			hit->at = at - i;
			hit->len = FX_BEFORE_MOST + 1;
			if (hit->at + hit->len > w->len)
				return false;
			snprintf(hit->value, sizeof(hit->value), "back");
			hit->score = 12;
			return true;
		}
	return false;
}

static const struct fx_carver fake_num = {
	.name = "fake.num",
	.about = "runs of digits",
	.group = "fake",
	.version = 1,
	.reach = 200,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 4 } },
	.probe = fake_probe,
	.fields = fake_fields,
	.shape_at = fake_shape,
	.weigh = fake_weigh,
	.attrs = { { "text", FX_PUBLIC, false } },
};

static const struct fx_carver fake_track = {
	.name = "fake.track",
	.about = "digits between sentinels",
	.group = "fake",
	.version = 1,
	.reach = 70,
	.covers = true,
	.keyed = true,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 5 } },
	.probe = fake_probe_track,
};

static const struct fx_carver fake_back = {
	.name = "fake.back",
	.about = "hits that begin before their anchors",
	.group = "other",
	.version = 1,
	.reach = FX_BEFORE_MOST + 1,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 1 } },
	.probe = fake_probe_back,
};

/* Three bytes as they lie. */
static inline bool
fake_probe_bytes(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	hit->at = at;
	hit->len = 3;
	fx_hit_why(hit, 9, "bytes:%08x", fake_sum(w, 5));
	snprintf(hit->value, sizeof(hit->value), "%02x", w->p[at + 1]);
	return w->unit == 1 && w->enc == FX_ASCII;
}

static const struct fx_carver fake_bytes = {
	.name = "fake.bytes",
	.about = "bytes, whatever they are",
	.group = "third",
	.version = 1,
	.reach = 3,
	.anchors = {
		{ .kind = FX_ANCHOR_BYTES, .n = 3, .bytes = { '7', '8', 0 },
		    .mask = { 0xff, 0xff, 0xc0 } },
		{ .kind = FX_ANCHOR_BYTES, .n = 3, .bytes = { 0xf1, 0x20, 0 },
		    .mask = { 0xff, 0x30, 0 } },
		{ .kind = FX_ANCHOR_BYTES, .n = 3, .packed = 2,
		    .bytes = { 0x20, 0x30, 0 }, .mask = { 0xff, 0xf0, 0 } },
	},
	.probe = fake_probe_bytes,
};

/* What stands at an anchor of words: eight characters, or what there is. */
static inline bool
fake_probe_word(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	hit->at = at;
	hit->len = w->len - at < 8 ? w->len - at : 8;
	hit->shape = w->p[at];
	hit->score = 3 + w->p[at] % 8;
	fx_hit_why(hit, 1, "word:%08x", fake_sum(w, 6));
	return fx_window_text(w, at, at + hit->len, hit->value,
	    sizeof(hit->value));
}

static inline void
fake_shape_word(const struct fx_window *w, size_t at, struct fx_shape *s)
{
	s->shape = w->p[at];
	s->value = fake_sum(w, 7) % 64;
	s->pass = (s->value & 1) != 0;
}

static const struct fx_carver fake_word = {
	.name = "fake.word",
	.about = "runs, shapes and texts",
	.group = "fake",
	.version = 1,
	.reach = 8,
	.anchors = {
		{ .kind = FX_ANCHOR_RUN, .chars = FX_CLASS_ALNUM, .min = 20 },
		{ .kind = FX_ANCHOR_RUN, .chars = FX_CLASS_MRZ, .min = 90 },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00.00.00" },
		{ .kind = FX_ANCHOR_SHAPE, .text = "AA00",
		    .flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_TEXT, .text = "://" },
		{ .kind = FX_ANCHOR_TEXT, .text = "password",
		    .flags = FX_ANCHOR_FOLD },
		{ .kind = FX_ANCHOR_TEXT, .text = ";78" },
		{ .kind = FX_ANCHOR_BYTES, .n = 3, .bytes = { ';', '7', '8' },
		    .mask = { 0xff, 0xff, 0xff } },
	},
	.probe = fake_probe_word,
	.fields = fake_fields,
	.shape_at = fake_shape_word,
	.weigh = fake_weigh,
	.attrs = { { "text", FX_PUBLIC, false } },
};

/* From a bracket before "URL:" to one behind it, or a thousand characters. */
static inline bool
fake_probe_long(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t i, k;

	for (i = 0; i < at && i < 300 && w->p[at - i] != '{'; i++)
		;
	for (k = 0; at + k < w->len && i + k < 1000 && w->p[at + k] != '}'; k++)
		;
	hit->at = at - i;
	hit->len = i + k + (k == 0);
	hit->shape = 1 + (uint32_t)i % 7;
	hit->score = 10;
	fx_hit_why(hit, 1, "long:%08x", fake_sum(w, 8));
	if (fx_window_text(w, at, at + 100, hit->value, sizeof(hit->value)))
		fx_hit_attr(hit, "text", hit->value);
	return true;
}

static inline void
fake_shape_long(const struct fx_window *w, size_t at, struct fx_shape *s)
{
	s->shape = 1 + (uint32_t)at % 7;
	s->value = fake_sum(w, 9);
	s->pass = (s->value & 2) != 0;
}

static const struct fx_carver fake_long = {
	.name = "fake.long",
	.about = "long hits in wide windows",
	.group = "fake",
	.version = 1,
	.reach = 1024,
	.window = 2048,
	.before = 300,
	.covers = true,
	.anchors = {
		{ .kind = FX_ANCHOR_TEXT, .text = "://" },
		{ .kind = FX_ANCHOR_RUN, .chars = FX_CLASS_UPPER_DIGIT,
		    .min = 22 },
	},
	.probe = fake_probe_long,
	.fields = fake_fields,
	.shape_at = fake_shape_long,
	.weigh = fake_weigh,
	.attrs = { { "text", FX_PUBLIC, false } },
};

static const struct fx_carver *const fake_set[] = { &fake_num, &fake_track,
	NULL };
static const struct fx_carver *const fake_all[] = { &fake_track, &fake_num,
	&fake_back, &fake_bytes, &fake_word, NULL };
/* Without one whose anchors are a digit each: UTF-16 is rare. */
static const struct fx_carver *const fake_rare[] = { &fake_num, &fake_word,
	NULL };
static const struct fx_carver *const fake_far[] = { &fake_long, &fake_num,
	&fake_track, NULL };

/* All that a sink was told, one line an event. */
struct fake_log {
	struct fx_buf text;
	uint64_t found, gaps, last; /* last: offset of the last event */
	bool unordered;
	uint64_t refuse; /* found that many: refuse the next; 0: never */
	volatile sig_atomic_t *stop; /* set at the first finding */
};

static inline void
fake_put_found(struct fx_buf *b, const struct fx_found *f)
{
	size_t i;

	fx_buf_printf(b, "%s %" PRIu64 "+%" PRIu64 " enc %d", f->carver->name,
	    f->off, f->len, (int)f->enc);
	if (f->key != 0)
		fx_buf_printf(b, " key %02x", f->key);
	fx_buf_printf(b, " score %d %s", f->score, f->value);
	if (f->path != NULL)
		fx_buf_printf(b, " path %s", f->path);
	for (i = 0; i < f->nwhy; i++)
		fx_buf_printf(b, " %s", f->why[i]);
	for (i = 0; i < f->nattrs; i++)
		fx_buf_printf(b, " %s=%s", f->attrs[i].key, f->attrs[i].value);
	if (f->context != NULL) {
		fx_buf_printf(b, " context %zu ", f->context_len);
		fx_buf_put(b, f->context, f->context_len);
	}
	fx_buf_str(b, "\n");
}

static inline int
fake_found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct fake_log *log = arg;

	if (log->stop != NULL)
		*log->stop = 1;
	if (log->refuse != 0 && log->found == log->refuse)
		return fx_fail(err, FX_EIO, f->off, "refused");
	log->found++;
	if (f->off < log->last)
		log->unordered = true;
	log->last = f->off;
	fake_put_found(&log->text, f);
	return 0;
}

static inline int
fake_gap(const struct fx_gap *gap, void *arg, struct fx_err *err)
{
	struct fake_log *log = arg;

	(void)err;
	log->gaps++;
	fx_buf_printf(&log->text, "gap %" PRIu64 "+%" PRIu64 " %s\n", gap->off,
	    gap->len, gap->why);
	return 0;
}

static inline int
fake_limit(const struct fx_scan_limit *l, void *arg, struct fx_err *err)
{
	struct fake_log *log = arg;

	(void)err;
	if (l->off < log->last)
		log->unordered = true;
	log->last = l->off;
	fx_buf_printf(&log->text, "%s %" PRIu64 " path %s %s\n",
	    l->error ? "error" : "limit", l->off, l->path, l->why);
	return 0;
}

static inline struct fx_scan_sink
fake_sink(struct fake_log *log)
{
	struct fx_scan_sink sink = { .found = fake_found,
		.gap = fake_gap,
		.limit = fake_limit,
		.arg = log };

	return sink;
}

/* A small generator of numbers (xorshift64), the same everywhere. */
static inline uint64_t
fake_next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

enum fake_kind {
	FAKE_RANDOM,    /* all bytes */
	FAKE_NUMBERS,   /* digits, separators, sentinels */
	FAKE_DIGITS,    /* nothing but digits */
	FAKE_ZERO,      /* nothing but zeros */
	FAKE_WIDE,      /* FAKE_NUMBERS in UTF-16, order and parity changing */
	FAKE_ALTERNATE, /* digits, and zeros between them */
	FAKE_MIX,       /* zeros, digits and signs in short runs */
	FAKE_KEYED,     /* long numbers in EBCDIC and under keys */
	FAKE_WORDS,     /* words, numbers, signs; some of it in UTF-16 */
	FAKE_KINDS
};

static const char *const fake_kinds[] = { "random", "numbers", "digits",
	"zeros", "UTF-16", "alternating", "a mix", "keyed", "words" };

static inline uint8_t
fake_sign(uint64_t r)
{
	static const char signs[] = "0123456789012345678901234567890123456789"
				    ";?=% \n,;?;.";

	return (uint8_t)signs[r % (sizeof(signs) - 1)];
}

static inline void
fake_wide(uint8_t *p, size_t n, uint64_t *s)
{
	size_t i = 0, run;
	bool big;

	while (i < n) {
		run = fake_next(s) % 300;
		big = fake_next(s) % 2 == 0;
		if (fake_next(s) % 2 == 0)
			p[i++] = (uint8_t)fake_next(s);
		for (; run > 0 && i + 2 <= n; run--, i += 2) {
			p[i + big] = fake_sign(fake_next(s) >> 8);
			p[i + !big] = fake_next(s) % 97 == 0 ? 4 : 0;
		}
		while (i < n && fake_next(s) % 16 != 0)
			p[i++] = 0;
	}
}

static inline void
fake_keyed(uint8_t *p, size_t n, uint64_t *s)
{
	size_t i = 0, run;
	uint8_t key, c;

	while (i < n) {
		run = 8 + fake_next(s) % 16;
		key = fake_next(s) % 3 == 0 ? 0xc0 : (uint8_t)fake_next(s);
		if (fake_next(s) % 2 == 0 && i < n)
			p[i++] = ';' ^ key;
		for (; run > 0 && i < n; run--) {
			c = fake_next(s) % 256 == 0 ? '.' : '0';
			p[i++] = (uint8_t)(c +
				     (c == '0') * (fake_next(s) >> 8) % 10) ^
			    key;
		}
		for (run = fake_next(s) % 4; run > 0 && i < n; run--)
			p[i++] = (uint8_t) "=?^D;1.="[fake_next(s) % 8] ^ key;
		for (run = fake_next(s) % 9; run > 0 && i < n; run--)
			p[i++] = (uint8_t)fake_next(s);
	}
}

static inline void
fake_words(uint8_t *p, size_t n, uint64_t *s)
{
	static const char *const words[] = { "https://", "PassWord",
		"password=", "AB12", "xy34ZZ", "12.34.56", "78-90/12", ";78",
		"1234", "99999", "IDD<<T220001293<<6408125<1010318",
		"5KJvsngHeMpm884wtkJNzQ", " ", "{", "}", ",", "\n", "\x80" };
	size_t i = 0, k, len;
	unsigned int unit = 1, big = 0;
	const char *word;

	while (i < n) {
		word = words[fake_next(s) % FX_LEN(words)];
		len = strlen(word);
		if (fake_next(s) % 32 == 0 && n - i > 1) {
			unit = 1 + fake_next(s) % 2;
			big = (unsigned int)(fake_next(s) % 2);
			p[i++] = (uint8_t)fake_next(s);
		}
		for (k = 0; k < len && i + unit <= n; k++, i += unit) {
			p[i + (unit == 2 && big)] = (uint8_t)word[k];
			if (unit == 2)
				p[i + !big] = 0;
		}
		if (n - i < unit)
			while (i < n)
				p[i++] = '!';
	}
}

static inline void
fake_fill(uint8_t *p, size_t n, enum fake_kind kind, uint64_t seed)
{
	uint64_t s = seed * 2654435769U + 88172645463325252U;
	size_t i;

	if (kind == FAKE_WIDE || kind == FAKE_KEYED || kind == FAKE_WORDS) {
		(kind == FAKE_WIDE           ? fake_wide
			: kind == FAKE_KEYED ? fake_keyed
					     : fake_words)(p, n, &s);
		return;
	}
	for (i = 0; i < n; i++) {
		uint64_t r = fake_next(&s) >> 16;

		p[i] = kind == FAKE_RANDOM ? (uint8_t)r
		    : kind == FAKE_NUMBERS ? fake_sign(r)
		    : kind == FAKE_DIGITS  ? (uint8_t)('0' + r % 10)
		    : kind == FAKE_ZERO    ? 0
		    : kind == FAKE_ALTERNATE
		    ? (uint8_t)(i & 1 ? 0 : '0' + r % 10)
		    : r % 3 == 0 ? 0
				 : fake_sign(r / 3);
	}
}

#endif
