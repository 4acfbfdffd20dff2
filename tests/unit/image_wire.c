/* image_wire.c - what a reader may say, and what it may not */
#include <stdlib.h>

#include "../../libforensic/image/wire.h"
#include "tap.h"

#define REPLY(n) \
	(offsetof(struct wire_reply, bad) + (n) * sizeof(struct wire_bad))

static const struct wire_ask ask = { .serial = 7, .off = 1 << 20, .len = 4096 };

static const struct row {
	const char *what;
	uint64_t good, serial;
	size_t size; /* of the message */
	uint32_t len, n;
	struct wire_bad bad[3];
} rows[] = {
	{ "all of it", true, 7, REPLY(0), 4096, 0, { { 0 } } },
	{ "some of it", true, 7, REPLY(0), 1, 0, { { 0 } } },
	{ "nothing", false, 7, REPLY(0), 0, 0, { { 0 } } },
	{ "more than asked", false, 7, REPLY(0), 4097, 0, { { 0 } } },
	{ "most of all", false, 7, REPLY(0), UINT32_MAX, 0, { { 0 } } },
	{ "an old answer", false, 6, REPLY(0), 4096, 0, { { 0 } } },
	{ "a message cut short", false, 7, REPLY(0) - 1, 4096, 0, { { 0 } } },
	{ "of one byte", false, 7, 1, 4096, 0, { { 0 } } },
	{ "a range left out", false, 7, REPLY(0), 4096, 1, { { 0, 1, 0 } } },
	{ "a range too many", false, 7, REPLY(2), 4096, 1, { { 0, 1, 0 } } },
	{ "one range", true, 7, REPLY(1), 4096, 1, { { 0, 4096, 0 } } },
	{ "at the end", true, 7, REPLY(1), 4096, 1, { { 4095, 1, 0 } } },
	{ "past the end", false, 7, REPLY(1), 4096, 1, { { 4095, 2, 0 } } },
	{ "past what is there", false, 7, REPLY(1), 99, 1, { { 99, 1, 0 } } },
	{ "far away", false, 7, REPLY(1), 4096, 1,
	    { { UINT32_MAX, UINT32_MAX, 0 } } },
	{ "an empty range", false, 7, REPLY(1), 4096, 1, { { 5, 0, 0 } } },
	{ "an unknown reason", false, 7, REPLY(1), 4096, 1,
	    { { 0, 1, BAD_KINDS } } },
	{ "in order", true, 7, REPLY(2), 4096, 2,
	    { { 0, 5, 0 }, { 5, 5, 1 } } },
	{ "out of order", false, 7, REPLY(2), 4096, 2,
	    { { 5, 5, 0 }, { 0, 5, 0 } } },
	{ "one over another", false, 7, REPLY(2), 4096, 2,
	    { { 0, 6, 0 }, { 5, 5, 0 } } },
	{ "too many", false, 7, REPLY(3), 4096, UINT32_MAX,
	    { { 0, 1, 0 }, { 2, 1, 0 }, { 4, 1, 0 } } },
};

static void
replies(void)
{
	const struct row *r;
	struct wire_reply *m;
	size_t i, j;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		r = &rows[i];
		m = calloc(1, sizeof(*m));
		m->serial = r->serial;
		m->len = r->len;
		m->n = r->n;
		for (j = 0; j < 3; j++)
			m->bad[j] = r->bad[j];
		is_int(wire_reply_check(m, r->size, &ask), r->good, "%s",
		    r->what);
		free(m);
	}
}

static void
hello(const char *what, struct wire_hello h, size_t size, int code,
    const char *words)
{
	struct fx_image_info info = { 0 };
	struct fx_err err = { 0 };
	int rc = wire_hello_check(&h, size, &info, &err);

	is_int(rc, code == FX_OK ? 0 : -1, "%s", what);
	is_int(err.code, code, "its code");
	ok(strstr(err.msg, words) != NULL, "\"%s\"", err.msg);
	if (code == FX_OK)
		is_int(info.size, h.size, "its size");
}

static void
hellos(void)
{
	struct wire_hello good = { .code = FX_OK, .sector = 512, .size = 9 };
	struct wire_hello h = good;

	hello("a hello", h, sizeof(h), FX_OK, "");
	hello("one cut short", h, sizeof(h) - 1, FX_EFORMAT, "nonsense");
	h.size = (uint64_t)INT64_MAX + 1;
	hello("a size below nothing", h, sizeof(h), FX_EFORMAT, "nonsense");
	h = good;
	h.sector = 0;
	hello("no sector", h, sizeof(h), FX_EFORMAT, "nonsense");
	h.sector = 513;
	hello("an odd sector", h, sizeof(h), FX_EFORMAT, "nonsense");
	h.sector = UINT32_MAX;
	hello("a huge sector", h, sizeof(h), FX_EFORMAT, "nonsense");
	h.code = FX_EFORMAT;
	memset(h.words, 'x', sizeof(h.words));
	h.words[1] = '\n';
	h.words[2] = '\033';
	hello("a failure without end", h, sizeof(h), FX_EFORMAT, "x??x");
	h.code = 4711;
	hello("a code nobody knows", h, sizeof(h), FX_EFORMAT, "x??x");
}

static void
adding(void)
{
	struct wire_reply r = { .serial = 7, .len = 4096 };
	size_t i;

	ok(wire_bad_add(&r, 0, 8, BAD_DATA), "the first");
	ok(wire_bad_add(&r, 8, 8, BAD_DATA), "its neighbour");
	is_int(r.n, 1, "is the same range");
	ok(wire_bad_add(&r, 16, 8, BAD_CUT), "another reason");
	is_int(r.n, 2, "is another");
	for (i = 2; i < WIRE_BAD; i++)
		wire_bad_add(&r, 16 * i, 8, BAD_DATA);
	is_int(r.n, WIRE_BAD, "as many as fit");
	ok(wire_reply_check(&r, REPLY(WIRE_BAD), &ask), "make a good reply");
	ok(!wire_bad_add(&r, 4000, 8, BAD_DATA), "no more");
	ok(wire_bad_add(&r, r.bad[WIRE_BAD - 1].off + 8, 8, BAD_DATA),
	    "but the last may grow");
	for (i = 0; i < BAD_KINDS; i++)
		ok(wire_why((enum bad)i) != NULL &&
			strlen(wire_why((enum bad)i)) < FX_GAP_WHY,
		    "reason %zu has words", i);
}

int
main(void)
{
	replies();
	hellos();
	adding();
	return done();
}
