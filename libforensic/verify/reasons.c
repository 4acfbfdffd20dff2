/* reasons.c - the reasons of a verdict: collected, capped, made safe to print
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/utf8.h"
#include "internal.h"

enum { REASON_LEN = 1024 }; /* longest reason, bytes */

const char *
fx_level_name(enum fx_level level)
{
	static const char *const names[] = { "NOTE", "NOT PROVEN",
		"CANNOT CHECK", "TAMPERED" };

	return names[level];
}

const char *
fx_verdict_word(enum fx_level worst)
{
	static const char *const words[] = { "INTACT",
		"CONSISTENT BUT NOT PROVEN", "CANNOT CHECK", "TAMPERED" };

	return words[worst];
}

const char *
fx_closing_title(enum fx_closing_part part)
{
	static const char *const titles[FX_CLOSING_PARTS] = {
		[FX_CLOSING_PROVEN] = "What was proven",
		[FX_CLOSING_UNPROVEN] = "What was not proven",
		[FX_CLOSING_BY] = "By whom",
		[FX_CLOSING_SINCE] = "Since when",
		[FX_CLOSING_STATED] = "What people stated, by their own word",
	};

	return titles[part];
}

int
fxv_fail(struct fxv *v, enum fx_code code, const char *what)
{
	if (!v->failed)
		fx_fail(&v->err, code, 0, "%s", what);
	v->failed = true;
	return -1;
}

char *
fxv_copy(struct fxv *v, const char *s)
{
	char *copy = strdup(s);

	if (copy == NULL)
		fxv_fail(v, FX_ENOMEM, "a copy of a string");
	return copy;
}

const char *
fxv_count(char out[FXV_COUNT_LEN], uint64_t n, const char *what)
{
	snprintf(out, FXV_COUNT_LEN, "%" PRIu64 " %s%s", n, what,
	    n == 1 ? "" : "s");
	return out;
}

const char *
fxv_utc(char out[FXV_WHEN_LEN], const char *t)
{
	enum { DAY = 10, CLOCK = 8, CLOCK_AT = 11 };

	out[0] = '\0';
	if (strlen(t) == FX_TIME_LEN)
		snprintf(out, FXV_WHEN_LEN, "%.*s %.*s UTC", DAY, t, CLOCK,
		    t + CLOCK_AT);
	return out;
}

/* Controls move a terminal's cursor; marks of direction reorder what is read.
 */
static bool
is_safe(uint32_t cp)
{
	return cp >= 0x20 && (cp < 0x7f || cp > 0x9f) &&
	    (cp < 0x200b || cp > 0x200f) && (cp < 0x2028 || cp > 0x202e) &&
	    (cp < 0x2060 || cp > 0x206f) && cp != 0xfeff;
}

void
fxv_clean(char *text)
{
	char *in = text, *out = text;
	size_t n, left = strlen(text);
	uint32_t cp;

	for (; left > 0; in += n, left -= n) {
		n = fx_utf8_decode(in, left, &cp);
		if (n > 0 && is_safe(cp)) {
			memmove(out, in, n);
			out += n;
		} else {
			*out++ = '?';
			n = n > 0 ? n : 1;
		}
	}
	*out = '\0';
}

/* The words, cleaned, on the heap; NULL after fxv_fail. */
static char *__attribute__((format(printf, 2, 0)))
words(struct fxv *v, const char *fmt, va_list ap)
{
	char text[REASON_LEN];

	vsnprintf(text, sizeof(text), fmt, ap);
	fxv_clean(text);
	return fxv_copy(v, text);
}

/* Where a reason goes: a new place, or that of a lesser one; NULL: none. */
static struct fx_reason *
place(struct fxv *v, struct fxv_reasons *list, enum fx_level level)
{
	struct fx_reason *more;
	size_t i;

	if (list->n < FX_VERIFY_LINES) {
		more = realloc(list->p, (list->n + 1) * sizeof(*more));
		if (more == NULL) {
			fxv_fail(v, FX_ENOMEM, "a list of reasons");
			return NULL;
		}
		list->p = more;
		return &list->p[list->n++];
	}
	list->more++;
	for (i = list->n; i > 0; i--)
		if (list->p[i - 1].level < level) {
			free(list->p[i - 1].text);
			return &list->p[i - 1];
		}
	return NULL;
}

void
fxv_say(struct fxv *v, enum fxv_check check, enum fx_level level,
    int64_t record, const char *fmt, ...)
{
	struct fx_reason *slot;
	char *text;
	va_list ap;

	if (level > v->out->worst)
		v->out->worst = level;
	if ((slot = place(v, &v->reasons[check], level)) == NULL)
		return;
	va_start(ap, fmt);
	text = words(v, fmt, ap);
	va_end(ap);
	*slot = (struct fx_reason){ level, check, record, text };
}

void
fxv_close(struct fxv *v, enum fx_closing_part part, const char *fmt, ...)
{
	struct fx_verdict *out = v->out;
	struct fx_closing *more;
	char *text;
	va_list ap;

	more = realloc(out->closing, (out->nclosing + 1) * sizeof(*more));
	if (more == NULL) {
		fxv_fail(v, FX_ENOMEM, "the closing block");
		return;
	}
	out->closing = more;
	va_start(ap, fmt);
	text = words(v, fmt, ap);
	va_end(ap);
	if (text != NULL)
		out->closing[out->nclosing++] = (struct fx_closing){ part,
			text };
}

bool
fxv_said(const struct fxv *v, enum fx_level level)
{
	return v->out->worst >= level;
}

/*
 * The most that each check may list so that all together keep the cap; spare
 * is how many of them may list one more.
 */
static size_t
quota(const struct fxv *v, size_t *spare)
{
	size_t q, sum, i;

	for (q = FX_VERIFY_LINES; q > 0; q--) {
		sum = 0;
		for (i = 1; i <= FX_VERIFY_CHECKS; i++)
			sum += v->reasons[i].n < q ? v->reasons[i].n : q;
		if (sum <= FX_VERIFY_LINES)
			break;
	}
	*spare = FX_VERIFY_LINES - sum;
	return q;
}

/* By level, the worst first; within a level as they came. */
static void
sort(struct fxv_reasons *list)
{
	struct fx_reason one;
	size_t i, j;

	for (i = 1; i < list->n; i++) {
		one = list->p[i];
		for (j = i; j > 0 && list->p[j - 1].level < one.level; j--)
			list->p[j] = list->p[j - 1];
		list->p[j] = one;
	}
}

void
fxv_finish(struct fxv *v)
{
	struct fx_verdict *out = v->out;
	struct fxv_reasons *list;
	size_t spare, most, i, k, q = quota(v, &spare);

	out->reasons = calloc(FX_VERIFY_LINES, sizeof(*out->reasons));
	if (out->reasons == NULL) {
		fxv_fail(v, FX_ENOMEM, "the list of reasons");
		return;
	}
	for (i = 1; i <= FX_VERIFY_CHECKS; i++) {
		list = &v->reasons[i];
		sort(list);
		most = q;
		if (list->n > q && spare > 0) {
			most++;
			spare--;
		}
		for (k = 0; k < list->n && k < most; k++) {
			out->reasons[out->nreasons++] = list->p[k];
			list->p[k].text = NULL; /* it moved */
		}
		out->unlisted += list->more + (list->n - k);
	}
}

void
fxv_drop(struct fxv *v)
{
	size_t i, k;

	for (i = 1; i <= FX_VERIFY_CHECKS; i++) {
		for (k = 0; k < v->reasons[i].n; k++)
			free(v->reasons[i].p[k].text);
		free(v->reasons[i].p);
	}
}

void
fx_verdict_free(struct fx_verdict *verdict)
{
	size_t i;

	if (verdict == NULL)
		return;
	for (i = 0; i < verdict->nreasons; i++)
		free(verdict->reasons[i].text);
	for (i = 0; i < verdict->nclosing; i++)
		free(verdict->closing[i].text);
	free(verdict->reasons);
	free(verdict->closing);
	free(verdict->case_id);
	free(verdict->agency);
	free(verdict->examiner);
	free(verdict->origin);
	for (i = 0; i < verdict->ncustody; i++) {
		free(verdict->custody[i].what);
		free(verdict->custody[i].from);
		free(verdict->custody[i].to);
	}
	free(verdict->custody);
	free(verdict->act);
	free(verdict->key_name);
	free(verdict);
}
