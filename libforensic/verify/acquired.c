/* acquired.c - check 5: are the bytes that were read those that were acquired?
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

void
fxv_stated(struct fxv *v, const json_t *source)
{
	size_t cap = v->stated_cap == 0 ? 16 : 2 * v->stated_cap;
	struct fxv_stated *more;
	struct fx_stated stated;

	fx_stated_read(&stated, source);
	if (!stated.log && !stated.container)
		return;
	if (v->nstated == v->stated_cap) {
		more = realloc(v->stated, cap * sizeof(*more));
		if (more == NULL) {
			fxv_fail(v, FX_ENOMEM, "the list of sources");
			return;
		}
		v->stated = more;
		v->stated_cap = cap;
	}
	v->stated[v->nstated++] = (struct fxv_stated){ v->sources, stated };
}

static int
by_source(const void *key, const void *item)
{
	const uint64_t src = *(const uint64_t *)key;
	const struct fxv_stated *s = item;

	return src < s->src ? -1 : src > s->src;
}

/* What is stated of a source; NULL: nothing. Sources are numbered upwards. */
static const struct fx_stated *
find(const struct fxv *v, uint64_t src)
{
	const struct fxv_stated *s = v->nstated == 0
	    ? NULL
	    : bsearch(&src, v->stated, v->nstated, sizeof(*s), by_source);

	return s != NULL ? &s->stated : NULL;
}

/* What the writer found out then must be what is found out now. */
static void
check_told(struct fxv *v, const json_t *end, uint64_t seq, const char *found,
    const char *words)
{
	const char *told = fxv_str(end, "acquired");

	if (told[0] != '\0' && strcmp(told, found) != 0)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " says of the acquisition: %s; but it is "
		    "%s%s%s",
		    seq, told, found, words[0] != '\0' ? ": " : "", words);
}

void
fxv_acquired(struct fxv *v, const json_t *end, uint64_t seq)
{
	const struct fx_stated *stated;
	int64_t run = fxv_num(end, "run");
	enum fx_acquired acquired;
	char words[FX_ACQ_WORDS];

	stated = find(v, (uint64_t)fxv_num(end, "src"));
	if (stated == NULL) {
		check_told(v, end, seq, "recorded without a digest", "");
		return;
	}
	acquired = fx_stated_compare(stated, end, words);
	check_told(v, end, seq, fx_acquired_word(acquired), words);
	v->acquired[acquired] += stated->log ||
	    acquired != FX_ACQUIRED_UNCOMPARED;
	/*
	 * The case file is what it was: it says itself that the image is not.
	 * So it is not TAMPERED; but nobody may call it INTACT and stop there.
	 */
	if (acquired == FX_ACQUIRED_MISMATCH)
		fxv_say(v, FXV_GRAMMAR, FX_NOT_PROVEN, (int64_t)seq,
		    "run %" PRId64 " did not read the image that was "
		    "acquired: %s",
		    run, words);
	else if (acquired == FX_ACQUIRED_UNCOMPARED && stated->log)
		fxv_say(v, FXV_GRAMMAR, FX_NOTE, (int64_t)seq,
		    "run %" PRId64 " could not be compared with the "
		    "acquisition: %s",
		    run, words);
}

void
fxv_acquired_proven(struct fxv *v)
{
	if (v->acquired[FX_ACQUIRED_MATCH] > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%" PRIu64 " of %zu runs read the image that was acquired: "
		    "the digests they recorded are those that its log, or the "
		    "image file, states",
		    v->acquired[FX_ACQUIRED_MATCH], v->nruns);
}

void
fxv_acquired_unproven(struct fxv *v)
{
	const uint64_t *n = v->acquired;

	if (n[FX_ACQUIRED_MISMATCH] > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That what %" PRIu64 " of %zu runs found was on the "
		    "exhibit: they read another image than was acquired",
		    n[FX_ACQUIRED_MISMATCH], v->nruns);
	if (n[FX_ACQUIRED_UNCOMPARED] > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That %" PRIu64 " of %zu runs read the image that was "
		    "acquired: they recorded no digest that its log states",
		    n[FX_ACQUIRED_UNCOMPARED], v->nruns);
}
