/* acquisition_stated.c - digests stated before, against those of the bytes */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "acquisition_internal.h"
#include "forensic/bytes.h"

/* As people write them. */
static const char *const names[FX_HASHES] = {
	[FX_MD5] = "MD5",
	[FX_SHA1] = "SHA-1",
	[FX_SHA256] = "SHA-256",
};

/* The digests among an object's members. Are there any? */
static bool
read_sums(struct fx_sums *sums, const json_t *v)
{
	const char *hex;
	bool any = false;
	size_t i, n;

	for (i = 0; i < FX_HASHES; i++) {
		n = fx_hash_len((enum fx_hash_alg)i);
		hex = json_string_value(
		    json_object_get(v, fx_hash_name((enum fx_hash_alg)i)));
		sums->has[i] = hex != NULL && strlen(hex) == 2 * n &&
		    fx_unhex(sums->sum[i], hex, n) == 0;
		any = any || sums->has[i];
	}
	return any;
}

void
fx_stated_read(struct fx_stated *stated, const json_t *source)
{
	const json_t *acq = json_object_get(source, "acq");
	const json_t *size = json_object_get(acq, "size");

	*stated = (struct fx_stated){ 0 };
	stated->log = read_sums(&stated->of_log,
	    json_object_get(acq, "digests"));
	stated->container = read_sums(&stated->of_container,
	    json_object_get(source, "stored"));
	stated->has_size = stated->log && json_is_integer(size) &&
	    json_integer_value(size) >= 0;
	if (stated->has_size)
		stated->size = (uint64_t)json_integer_value(size);
}

const char *
fx_acquired_word(enum fx_acquired acquired)
{
	static const char *const words[] = {
		[FX_ACQUIRED_UNCOMPARED] = "uncompared",
		[FX_ACQUIRED_MATCH] = "match",
		[FX_ACQUIRED_MISMATCH] = "mismatch",
	};

	return words[acquired];
}

/* Words that grow. */
struct words {
	char *to;
	size_t n;
};

static void __attribute__((format(printf, 2, 3)))
add(struct words *w, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(w->to + w->n, FX_ACQ_WORDS - w->n, fmt, ap);
	va_end(ap);
	if (n > 0)
		w->n += (size_t)n;
	if (w->n >= FX_ACQ_WORDS)
		w->n = FX_ACQ_WORDS - 1;
}

/* The first algorithm of which both have a digest, and not the same one. */
static bool
disagree(const struct fx_sums *a, const struct fx_sums *b, size_t *alg)
{
	size_t i;

	for (i = FX_HASHES; i-- > 0;) { /* MD5 first: the one in all logs */
		*alg = i;
		if (a->has[i] && b->has[i] &&
		    memcmp(a->sum[i], b->sum[i],
			fx_hash_len((enum fx_hash_alg)i)) != 0)
			return true;
	}
	return false;
}

static void
add_difference(struct words *w, size_t alg, const char *who,
    const struct fx_sums *a, const char *other, const struct fx_sums *b)
{
	char left[2 * FX_HASH_MAX + 1], right[2 * FX_HASH_MAX + 1];
	size_t n = fx_hash_len((enum fx_hash_alg)alg);

	fx_hex(left, a->sum[alg], n);
	fx_hex(right, b->sum[alg], n);
	add(w, "%s states %s %s, %s %s", who, names[alg], left, other, right);
}

/* "MD5, SHA-1": what both have, or a alone if b is NULL. How many? */
static size_t
add_names(struct words *w, const struct fx_sums *a, const struct fx_sums *b)
{
	size_t i, n = 0;

	for (i = FX_HASHES; i-- > 0;)
		if (a->has[i] && (b == NULL || b->has[i]))
			add(w, "%s%s", n++ == 0 ? "" : ", ", names[i]);
	return n;
}

/*
 * The bytes of the whole source, if that is what was read: a run that ended
 * early, or read parts, counts others.
 */
static const json_t *
whole(const json_t *end)
{
	const char *status = json_string_value(json_object_get(end, "status"));

	return status != NULL && strcmp(status, "complete") == 0 &&
		json_object_get(end, "ranges") == NULL &&
		json_object_get(end, "ranges_sha256") == NULL
	    ? json_object_get(end, "bytes")
	    : NULL;
}

static const char log_name[] = "the acquisition log";
static const char container_name[] = "the image file";

/* Does anything stated differ from anything else?  Say what, if so. */
static bool
differs(struct words *w, const struct fx_stated *s, const struct fx_sums *read,
    const json_t *bytes)
{
	size_t alg;

	if (disagree(&s->of_log, read, &alg))
		add_difference(w, alg, log_name, &s->of_log,
		    "the bytes read have", read);
	else if (disagree(&s->of_container, read, &alg))
		add_difference(w, alg, container_name, &s->of_container,
		    "the bytes read have", read);
	else if (disagree(&s->of_log, &s->of_container, &alg))
		add_difference(w, alg, log_name, &s->of_log, container_name,
		    &s->of_container);
	else if (s->has_size && json_is_integer(bytes) &&
	    (uint64_t)json_integer_value(bytes) != s->size)
		add(w, "%s states %" PRIu64 " bytes, %lld were read", log_name,
		    s->size, (long long)json_integer_value(bytes));
	else
		return false;
	return true;
}

enum fx_acquired
fx_stated_compare(const struct fx_stated *stated, const json_t *end,
    char words[FX_ACQ_WORDS])
{
	/* Where there is a log, it is the log that has to be confirmed. */
	const struct fx_sums *sums = stated->log ? &stated->of_log
						 : &stated->of_container;
	const char *who = stated->log ? log_name : container_name;
	struct words w = { .to = words };
	struct fx_sums read = { .has = { false } };

	words[0] = '\0';
	read_sums(&read, end);
	if (differs(&w, stated, &read, whole(end)))
		return FX_ACQUIRED_MISMATCH;
	if (add_names(&w, sums, &read) > 0) {
		add(&w, " of %s", who);
		return FX_ACQUIRED_MATCH;
	}
	add(&w, "%s states ", who);
	add_names(&w, sums, NULL);
	add(&w, ", the run has ");
	if (add_names(&w, &read, NULL) == 0)
		add(&w, "no digest of the whole");
	return FX_ACQUIRED_UNCOMPARED;
}
