/* joined.c - the lines of an image, from those of its ranges */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/finding.h"
#include "forensic/sys.h"
#include "forensic/write.h"
#include "joined.h"
#include "joined_head.h"
#include "seal.h"
#include "worker.h"

enum {
	PIECE = 1 << 16,   /* bytes that are written together */
	NOTICES = 1 << 12, /* different ones that are known again */
};

/*
 * A range of bytes that could not be read, as its line has it.  One that ends
 * where its range of the scan does may go on in the next: there they are one.
 */
struct gap {
	bool held;
	uint64_t off, len;
	struct fx_buf rest; /* of the line, behind the length */
};

struct join {
	const struct joined *j;
	int fd;
	struct seal seal;
	struct joined_head head;
	struct fx_buf out;
	struct gap gap;
	json_t *notices;      /* lines without a place, that were told */
	struct fx_hash *hash; /* of the range at hand */
	struct fx_scan_result res;
	uint64_t known[FX_SCAN_CARVERS], errors, limits;
	bool stopped, skips; /* the end lines count by these */
	struct fx_err *err;
};

static bool
begins(const char *p, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(p, with, strlen(with)) == 0;
}

static int
flush(struct join *x)
{
	if (fx_buf_check(&x->out, x->err) == -1)
		return -1;
	if (x->out.len > 0 && fx_write_all(x->fd, x->out.p, x->out.len) == -1)
		return fx_fail_sys(x->err, 0, "the lines of an image");
	fx_buf_reset(&x->out);
	return 0;
}

static int
put(struct join *x, const char *p, size_t n)
{
	fx_buf_put(&x->out, p, n);
	fx_buf_byte(&x->out, '\n');
	return x->out.len < PIECE ? 0 : flush(x);
}

/* Is it the line of a gap?  Then *g has its place, *rest begins behind it. */
static bool
is_gap(const char *p, size_t n, struct gap *g, size_t *rest)
{
	static const char start[] = "{\"type\":\"error\",\"offset\":";
	static const char mid[] = ",\"length\":";
	char *end;

	if (!begins(p, n, start))
		return false;
	g->off = strtoull(p + sizeof(start) - 1, &end, 10);
	if (!begins(end, n - (size_t)(end - p), mid))
		return false;
	g->len = strtoull(end + sizeof(mid) - 1, &end, 10);
	*rest = (size_t)(end - p);
	return *rest < n;
}

/* The part of the rest that says why. */
static size_t
why_len(const char *rest, size_t n)
{
	static const char file[] = ",\"file\":{";
	const char *at = memmem(rest, n, file, sizeof(file) - 1);

	return at != NULL ? (size_t)(at - rest) : n - 1;
}

/* Does that gap go on where the held one ends, for the same reason? */
static bool
goes_on(const struct gap *held, const struct gap *g, const char *rest, size_t n)
{
	const size_t len = why_len(rest, n);

	return held->held && held->off + held->len == g->off &&
	    len == why_len(held->rest.p, held->rest.len) &&
	    memcmp(rest, held->rest.p, len) == 0;
}

static int
put_gap(struct join *x)
{
	struct gap *g = &x->gap;
	struct fx_buf line = { 0 };
	int rc;

	g->held = false;
	fx_buf_printf(&line,
	    "{\"type\":\"error\",\"offset\":%" PRIu64 ",\"length\":%" PRIu64,
	    g->off, g->len);
	fx_buf_put(&line, g->rest.p, g->rest.len);
	rc = fx_buf_check(&line, x->err);
	x->errors++;
	if (rc == 0)
		rc = put(x, line.p, line.len);
	fx_buf_done(&line);
	return rc;
}

/* A gap: told at once, unless it ends with the range, `to`. */
static int
take_gap(struct join *x, const struct gap *g, const char *rest, size_t n,
    uint64_t to)
{
	if (goes_on(&x->gap, g, rest, n)) {
		x->gap.len += g->len;
	} else {
		if (x->gap.held && put_gap(x) == -1)
			return -1;
		x->gap.held = true;
		x->gap.off = g->off;
		x->gap.len = g->len;
		fx_buf_reset(&x->gap.rest);
		fx_buf_put(&x->gap.rest, rest, n);
		if (fx_buf_check(&x->gap.rest, x->err) == -1)
			return -1;
	}
	return x->gap.off + x->gap.len < to ? put_gap(x) : 0;
}

/* A line about the source as a whole: each range tells it, it is told once. */
static int
take_notice(struct join *x, const char *p, size_t n)
{
	json_t *line = json_stringn_nocheck(p, n);
	const json_t *old;
	size_t i;

	json_array_foreach (x->notices, i, old)
		if (line != NULL && json_equal(old, line)) {
			json_decref(line);
			return 0;
		}
	if (json_array_size(x->notices) < NOTICES)
		json_array_append_new(x->notices, line);
	else
		json_decref(line);
	x->errors++;
	return put(x, p, n);
}

static void
add_counts(uint64_t *to, const json_t *v, const char *key)
{
	const json_t *counts = json_object_get(v, key), *n;
	size_t i;

	for (i = 0; i < FX_SCAN_CARVERS && carvers[i] != NULL; i++) {
		n = json_object_get(counts, carvers[i]->name);
		if (json_integer_value(n) > 0)
			to[i] += (uint64_t)json_integer_value(n);
	}
}

static int
take_end(struct join *x, const char *p, size_t n)
{
	struct fx_line line;
	struct fx_err why;

	if (fx_line_read(&line, p, n, &why) == -1)
		return fx_fail(x->err, why.code, 0, "an end line: %s", why.msg);
	add_counts(x->res.found, line.json, "findings");
	add_counts(x->res.below, line.json, "below");
	add_counts(x->res.stopped, line.json, "stopped");
	add_counts(x->known, line.json, "known");
	x->stopped |= json_object_get(line.json, "stopped") != NULL;
	x->skips |= json_object_get(line.json, "known") != NULL;
	fx_line_done(&line);
	return 0;
}

/* A line of a range that ends at `to`, the heads apart. */
static int
take(struct join *x, const char *p, size_t n, uint64_t to)
{
	struct gap g = { 0 };
	size_t rest;

	if (begins(p, n, "{\"type\":\"end\""))
		return take_end(x, p, n);
	if (fx_hash_add(x->hash, p, n, x->err) == -1 ||
	    fx_hash_add(x->hash, "\n", 1, x->err) == -1)
		return -1;
	if (begins(p, n, "{\"type\":\"error\",\"why\""))
		return take_notice(x, p, n);
	if (is_gap(p, n, &g, &rest))
		return take_gap(x, &g, p + rest, n - rest, to);
	x->limits += begins(p, n, "{\"type\":\"limit\"");
	x->errors += begins(p, n, "{\"type\":\"error\"");
	return put(x, p, n);
}

static int
open_part(struct join *x, size_t i, struct seal_lines *l)
{
	char *path = worker_kept(x->j->b, x->j->part[i].unit,
	    x->j->part[i].attempt);
	int rc = seal_open(l, &x->seal, path, x->err);

	free(path);
	return rc;
}

static bool
is_head(const char *p, size_t n)
{
	return begins(p, n, "{\"type\":\"source\"") ||
	    begins(p, n, "{\"type\":\"run\"");
}

/* What the ranges say of the source, which must be one; it is told first. */
static int
read_heads(struct join *x)
{
	struct seal_lines l;
	const char *p;
	size_t i, n;
	int rc = 0, got = 1;

	for (i = 0; i < x->j->parts && rc == 0; i++) {
		rc = open_part(x, i, &l);
		while (rc == 0 && (got = seal_next(&l, &p, &n, x->err)) == 1 &&
		    is_head(p, n))
			rc = joined_head_take(&x->head, i, p, n, x->err);
		if (got == -1)
			rc = -1;
		seal_close(&l);
	}
	return rc == 0 ? joined_head_put(&x->head, &x->out, x->err) : -1;
}

/*
 * The held gap ends where the last range did.  If the next one begins with one
 * that it is a part of, it is told there, behind what begins in it.
 */
static int
settle_gap(struct join *x, size_t i)
{
	struct seal_lines l;
	struct gap g = { 0 };
	const char *p;
	size_t n, rest;
	int rc, got;
	bool on = false;

	if (!x->gap.held)
		return 0;
	rc = open_part(x, i, &l);
	while (rc == 0 && (got = seal_next(&l, &p, &n, x->err)) != 0) {
		if (got == -1)
			rc = -1;
		else if (is_gap(p, n, &g, &rest))
			break;
	}
	if (rc == 0 && got == 1)
		on = goes_on(&x->gap, &g, p + rest, n - rest);
	seal_close(&l);
	return rc == 0 && !on ? put_gap(x) : rc;
}

/* All lines of one range. */
static int
take_part(struct join *x, size_t i)
{
	const struct joined_part *part = &x->j->part[i];
	const uint64_t to = x->j->b->plan.unit[part->unit - 1].to;
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];
	struct seal_lines l;
	const char *p;
	size_t n;
	int rc, got = 1;

	if ((x->hash = fx_hash_new(FX_SHA256, x->err)) == NULL)
		return -1;
	rc = open_part(x, i, &l);
	while (rc == 0 && (got = seal_next(&l, &p, &n, x->err)) == 1)
		rc = is_head(p, n) ? 0 : take(x, p, n, to);
	seal_close(&l);
	if (got == -1)
		rc = -1;
	if (rc == 0)
		rc = fx_hash_end(x->hash, sum, x->err);
	fx_hash_free(x->hash);
	if (rc == -1)
		return -1;
	fx_hex(hex, sum, sizeof(sum));
	return strcmp(hex, part->lines) == 0
	    ? 0
	    : fx_fail(x->err, FX_EBROKEN, 0,
		  "the lines of unit %" PRIu64 " are not those it found",
		  part->unit);
}

/* What follows from the digests of the whole, and the end. */
static int
put_end(struct join *x)
{
	static const char *const names[FX_HASHES] = { [FX_SHA256] = "SHA-256",
		[FX_SHA1] = "SHA-1",
		[FX_MD5] = "MD5" };
	const struct sums *s = x->j->sums;
	char now[FX_TIME_LEN + 1], words[64];
	struct fx_line_end e = { .status = "complete",
		.res = &x->res,
		.set = carvers,
		.ended = now,
		.stopped = x->stopped,
		.known = x->skips ? x->known : NULL };
	size_t i;

	for (i = 0; i < FX_HASHES; i++) {
		x->res.have[i] = s->have[i];
		memcpy(x->res.sum[i], s->sum[i], FX_HASH_MAX);
		if (!s->differs[i])
			continue;
		snprintf(words, sizeof(words),
		    "stored %s differs from the bytes read", names[i]);
		fx_line_put_notice(&x->out, words);
		x->errors++;
	}
	x->res.bytes = s->bytes;
	e.errors = x->errors;
	e.limits = x->limits;
	fx_time_now(now);
	fx_line_put_end(&x->out, &e);
	return flush(x);
}

int
joined_write(const struct joined *j, int fd, struct fx_err *err)
{
	struct join x = { .j = j, .fd = fd, .err = err };
	size_t i;
	int rc = seal_begin(&x.seal, j->b, err);

	joined_head_begin(&x.head, j);
	x.notices = json_array();
	if (rc == 0 && x.notices == NULL)
		rc = fx_fail(err, FX_ENOMEM, 0, "out of memory");
	if (rc == 0)
		rc = read_heads(&x);
	for (i = 0; i < j->parts && rc == 0; i++)
		if ((rc = settle_gap(&x, i)) == 0)
			rc = take_part(&x, i);
	if (rc == 0 && x.gap.held)
		rc = put_gap(&x);
	if (rc == 0)
		rc = put_end(&x);
	seal_done(&x.seal);
	joined_head_done(&x.head);
	json_decref(x.notices);
	fx_buf_done(&x.out);
	fx_buf_done(&x.gap.rest);
	return rc;
}
