/* acquisition.c - read the log of an acquisition: lines, texts, digests */
#include <inttypes.h>
#include <string.h>

#include "acquisition_internal.h"
#include "forensic/buf.h"
#include "forensic/bytes.h"
#include "forensic/utf8.h"

const char *
fx_acq_member(enum fx_acq_text text)
{
	static const char *const members[FX_ACQ_TEXTS] = {
		[FX_ACQ_TOOL] = "tool",
		[FX_ACQ_CASE] = "case",
		[FX_ACQ_EXHIBIT] = "exhibit",
		[FX_ACQ_EXAMINER] = "examiner",
		[FX_ACQ_STARTED] = "started",
		[FX_ACQ_ENDED] = "ended",
		[FX_ACQ_STATE] = "state",
		[FX_ACQ_BLOCKER] = "blocker",
	};

	return members[text];
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

struct piece
trim(struct piece s)
{
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n > 0 && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	return s;
}

bool
starts(struct piece s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

bool
equals(struct piece s, const char *with)
{
	return s.n == strlen(with) && starts(s, with);
}

struct piece
behind(struct piece s, const char *needle)
{
	const char *at = s.n > 0 ? memmem(s.p, s.n, needle, strlen(needle))
				 : NULL;
	struct piece rest = { NULL, 0 };

	if (at != NULL) {
		rest.p = at + strlen(needle);
		rest.n = s.n - (size_t)(rest.p - s.p);
	}
	return rest;
}

int
take_number(struct piece *s, uint64_t *n)
{
	const char *from = s->p;

	*n = 0;
	for (; s->n > 0 && ((*s->p >= '0' && *s->p <= '9') || *s->p == ',');
	     s->p++, s->n--)
		if (*s->p != ',' &&
		    (!fx_mul(*n, 10, n) ||
			!fx_add(*n, (uint64_t)(*s->p - '0'), n)))
			return -1;
	return s->p > from && *from != ',' ? 0 : -1;
}

static int
amiss(struct reading *r, const char *what, const char *which)
{
	return fx_fail(r->err, FX_EFORMAT, 0, "line %" PRIu64 ": %s%s", r->line,
	    what, which);
}

/* What a tool writes where it has nothing to say. */
static bool
is_none(struct piece value)
{
	return value.n == 0 || equals(value, "--") || equals(value, "n/a") ||
	    equals(value, "N/A");
}

int
take_text(struct reading *r, enum fx_acq_text which, struct piece value)
{
	value = trim(value);
	if (is_none(value))
		return 0;
	if (value.n > FX_ACQ_TEXT)
		return fx_fail(r->err, FX_ELIMIT, 0,
		    "line %" PRIu64 ": the %s is longer than %d bytes", r->line,
		    fx_acq_member(which), FX_ACQ_TEXT);
	memcpy(r->acq->text[which], value.p, value.n);
	r->acq->text[which][value.n] = '\0';
	return 0;
}

int
take_size(struct reading *r, uint64_t size)
{
	/* As far as a record's numbers go. */
	if (size >= UINT64_C(1) << 53)
		return amiss(r, "a size that no disk has", "");
	if (r->acq->has_size && r->acq->size != size)
		return amiss(r, "it is another size than before", "");
	r->acq->has_size = true;
	r->acq->size = size;
	return 0;
}

int
take_digest(struct reading *r, enum fx_hash_alg alg, struct piece value)
{
	const size_t n = fx_hash_len(alg);
	struct fx_sums *sums = &r->acq->digests;
	char hex[2 * FX_HASH_MAX + 1];
	uint8_t sum[FX_HASH_MAX];
	size_t i;

	value = trim(value);
	if (is_none(value))
		return 0;
	if (value.n < 2 * n || (value.n > 2 * n && !is_blank(value.p[2 * n])))
		return amiss(r, "there is no digest behind ",
		    fx_hash_name(alg));
	memcpy(hex, value.p, 2 * n);
	for (i = 0; i < 2 * n; i++)
		if (hex[i] >= 'A' && hex[i] <= 'F')
			hex[i] |= 'a' - 'A';
	hex[2 * n] = '\0';
	if (fx_unhex(sum, hex, n) == -1)
		return amiss(r, "there is no digest behind ",
		    fx_hash_name(alg));
	if (sums->has[alg] && memcmp(sums->sum[alg], sum, n) != 0)
		return amiss(r,
		    "it is another digest than before: ", fx_hash_name(alg));
	sums->has[alg] = true;
	memcpy(sums->sum[alg], sum, n);
	return 0;
}

/* UTF-16 as UTF-8. big: the byte order. */
static int
from_utf16(struct fx_buf *out, const uint8_t *p, size_t n, bool big,
    struct fx_err *err)
{
	char utf8[4];
	uint32_t cp, low;
	size_t i;

	for (i = 0; i + 1 < n; i += 2) {
		cp = big ? fx_be16(p + i) : fx_le16(p + i);
		if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < n) {
			low = big ? fx_be16(p + i + 2) : fx_le16(p + i + 2);
			if (low >= 0xdc00 && low < 0xe000) {
				cp = 0x10000 + ((cp - 0xd800) << 10) +
				    (low - 0xdc00);
				i += 2;
			}
		}
		if (cp >= 0xd800 && cp < 0xe000)
			return fx_fail(err, FX_EFORMAT, i,
			    "it is not good UTF-16");
		fx_buf_put(out, utf8, fx_utf8_encode(utf8, cp));
	}
	if (i != n)
		return fx_fail(err, FX_EFORMAT, i, "it is not good UTF-16");
	return fx_buf_check(out, err);
}

/* The log as text in which ASCII is ASCII. */
static int
as_text(struct fx_buf *out, const uint8_t *p, size_t n, struct fx_err *err)
{
	static const uint8_t utf8[] = { 0xef, 0xbb, 0xbf };
	int rc;

	if (n >= 2 &&
	    ((p[0] == 0xff && p[1] == 0xfe) ||
		(p[0] == 0xfe && p[1] == 0xff))) {
		rc = from_utf16(out, p + 2, n - 2, p[0] == 0xfe, err);
	} else {
		if (n >= sizeof(utf8) && memcmp(p, utf8, sizeof(utf8)) == 0) {
			p += sizeof(utf8);
			n -= sizeof(utf8);
		}
		fx_buf_put(out, p, n);
		rc = fx_buf_check(out, err);
	}
	if (rc == 0 && out->len > 0 && memchr(out->p, '\0', out->len) != NULL)
		rc = fx_fail(err, FX_EFORMAT, 0, "it is not text");
	return rc;
}

/* The next line of rest, which moves behind it; false at the end. */
static bool
next_line(struct piece *rest, struct piece *line)
{
	size_t i = 0;

	if (rest->n == 0)
		return false;
	while (i < rest->n && rest->p[i] != '\n' && rest->p[i] != '\r')
		i++;
	*line = (struct piece){ rest->p, i };
	if (i + 1 < rest->n && rest->p[i] == '\r' && rest->p[i + 1] == '\n')
		i++;
	i += i < rest->n;
	rest->p += i;
	rest->n -= i;
	return true;
}

/* Whose log is it?  The first line that says so counts. NULL: nobody's. */
static const struct tool *
whose(struct piece text)
{
	const struct tool *t;
	struct piece line;

	while (next_line(&text, &line))
		for (t = acquisition_tools; t->format != NULL; t++)
			if (t->is(line))
				return t;
	return NULL;
}

static int
take_lines(struct reading *r, const struct tool *tool, struct piece text)
{
	struct piece line;

	while (next_line(&text, &line)) {
		r->line++;
		if (tool->take(r, line) == -1)
			return -1;
	}
	return 0;
}

int
fx_acquisition_read(struct fx_acquisition *acq, const void *p, size_t n,
    struct fx_err *err)
{
	struct reading r = { .acq = acq, .err = err };
	struct fx_buf text = { 0 };
	const struct tool *tool;
	int rc = -1;
	size_t i;

	*acq = (struct fx_acquisition){ 0 };
	if (n > FX_ACQ_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "it is longer than %d bytes",
		    FX_ACQ_LEN);
	if (fx_sha256(acq->log, p, n) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	if (as_text(&text, p, n, err) == -1)
		goto out;
	tool = whose((struct piece){ fx_buf_text(&text), text.len });
	if (tool == NULL) {
		fx_fail(err, FX_EFORMAT, 0,
		    "it is no acquisition log of a known tool");
		goto out;
	}
	acq->format = tool->format;
	if (take_lines(&r, tool,
		(struct piece){ fx_buf_text(&text), text.len }) == -1)
		goto out;
	for (i = 0; i < FX_HASHES && rc == -1; i++)
		rc = acq->digests.has[i] ? 0 : -1;
	if (rc == -1)
		fx_fail(err, FX_EFORMAT, 0,
		    "it states no MD5, SHA-1 or SHA-256 of an image");
out:
	fx_buf_done(&text);
	return rc;
}
