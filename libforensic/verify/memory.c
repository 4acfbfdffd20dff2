/* memory.c - check 9: heads that somebody kept while the file was elsewhere */
#include <sys/stat.h>

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "internal.h"

static void
read_expect(struct fxv *v)
{
	struct fx_buf *text = &v->expect_text;
	struct fx_err err;

	if (fxv_slurp(v, text, v->opt->expect, FX_NOTE_LEN) == -1) {
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "the filed head cannot be read: %s", v->err.msg);
		return;
	}
	if (fx_note_parse(&v->expect_note, fx_buf_text(text), text->len,
		&err) == -1 ||
	    v->expect_note.head.size == 0) {
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "%s is not a signed head", v->opt->expect);
		return;
	}
	v->expect.set = true;
	v->expect.size = v->expect_note.head.size;
	memcpy(v->expect.filed, v->expect_note.head.root, FX_SHA256_LEN);
}

static void
read_state(struct fxv *v)
{
	struct stat st;

	/* The first check of all has nothing to remember. */
	if (lstat(v->opt->state, &st) == -1 && errno == ENOENT) {
		v->state_ok = true;
		return;
	}
	if (fxv_slurp(v, &v->state_text, v->opt->state, FX_STATE_LEN) == -1)
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "the state file cannot be read: %s", v->err.msg);
	else
		v->state_ok = true;
}

static void
take_told(struct fxv *v)
{
	v->told.set = true;
	v->told.size = v->opt->told->size;
	memcpy(v->told.filed, v->opt->told->root, FX_SHA256_LEN);
}

void
fxv_memory_begin(struct fxv *v)
{
	if (v->opt->told != NULL)
		take_told(v);
	if (v->opt->expect != NULL)
		read_expect(v);
	if (v->opt->state != NULL)
		read_state(v);
}

void
fxv_memory_genesis(struct fxv *v)
{
	if (v->opt->state == NULL || !v->state_ok)
		return;
	switch (fxv_state_find(fx_buf_text(&v->state_text), v->state_text.len,
	    v->out->origin, &v->state.size, v->state.filed)) {
	case 1:
		v->state.set = true;
		break;
	case -1:
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "%s is not a state file", v->opt->state);
		v->state_ok = false;
		break;
	default:
		break;
	}
}

static void
reach(struct fxv *v, struct fxv_point *point)
{
	if (!point->set || point->size != v->tree.size)
		return;
	if (fx_merkle_root(&v->tree, point->root) == -1)
		fxv_fail(v, FX_EIO, "libcrypto");
	point->reached = true;
}

void
fxv_memory_grown(struct fxv *v)
{
	reach(v, &v->expect);
	reach(v, &v->state);
	reach(v, &v->told);
	if (v->expect.reached && v->expect.size == v->tree.size)
		v->expect_signed = v->heads.have_force &&
		    fx_note_verify(&v->expect_note, v->expect_text.p,
			&v->heads.force) == 0;
}

/* Returns 0 if the history is the one that was filed. */
static int
compare(struct fxv *v, const struct fxv_point *point, const char *what)
{
	if (!point->reached && !v->all_read) {
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "%s could not be compared: not all records could be read",
		    what);
		return -1;
	}
	if (!point->reached && point->size > 0) {
		fxv_say(v, FXV_MEMORY, FX_TAMPERED, -1,
		    "this file is SHORTER than %s: %" PRIu64
		    " records were signed then, %" PRIu64 " are present",
		    what, point->size, v->tree.size);
		return -1;
	}
	if (!point->reached ||
	    memcmp(point->filed, point->root, FX_SHA256_LEN) != 0) {
		fxv_say(v, FXV_MEMORY, FX_TAMPERED, -1,
		    "history differs from %s (fork at or before record "
		    "%" PRIu64 ")",
		    what, point->size > 0 ? point->size - 1 : 0);
		return -1;
	}
	return 0;
}

static void
end_expect(struct fxv *v)
{
	const char *origin = v->expect_note.head.origin;

	if (!v->have_genesis || strcmp(origin, v->out->origin) != 0) {
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "the filed head is of another log (%.100s)", origin);
		return;
	}
	if (compare(v, &v->expect, "the filed head") == 0 && !v->expect_signed)
		fxv_say(v, FXV_MEMORY, FX_NOT_PROVEN, -1,
		    "the filed head over %" PRIu64
		    " records bears no signature of the key in force",
		    v->expect.size);
}

/* What a parent case signed of this one: its name, and how far it was. */
static void
end_told(struct fxv *v)
{
	const struct fx_checkpoint *told = v->opt->told;

	if (!v->have_genesis) /* why, was said */
		return;
	if (strcmp(told->origin, v->out->origin) != 0)
		fxv_say(v, FXV_MEMORY, FX_TAMPERED, -1,
		    "it is another log (%.200s) than the parent case says "
		    "(%.200s)",
		    v->out->origin, told->origin);
	else if (compare(v, &v->told, "the head in the parent case") == 0 &&
	    v->tree.size > told->size)
		fxv_say(v, FXV_MEMORY, FX_NOTE, -1,
		    "it has grown since the parent case was written: %" PRIu64
		    " records then, %" PRIu64 " now",
		    told->size, v->tree.size);
}

void
fxv_memory_end(struct fxv *v)
{
	if (v->told.set)
		end_told(v);
	if (v->expect.set)
		end_expect(v);
	if (v->state.set)
		compare(v, &v->state, "the head this state file remembers");
	else if (v->opt->state != NULL && v->state_ok && v->have_genesis)
		fxv_say(v, FXV_MEMORY, FX_NOTE, -1,
		    "the state file remembers nothing of this log: this is "
		    "the first check");
}

/* Remember the head, if there is one worth it. Last of all. */
void
fxv_memory_store(struct fxv *v)
{
	struct fx_verdict *out = v->out;
	struct fx_err err;

	/* What a parent case tells of, is remembered with that. */
	if (v->opt->told != NULL && !v->state.set &&
	    out->signed_size <= v->opt->told->size)
		return;
	if (v->opt->state == NULL || !v->state_ok || !v->all_read ||
	    out->signed_size == 0 || fxv_said(v, FX_TAMPERED) ||
	    (v->state.set && out->signed_size < v->state.size))
		return;
	if (fxv_state_store(v->opt->state, out->origin, out->signed_size,
		out->signed_root, &err) == 0)
		v->stored = true;
	else
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "the state file cannot be written: %s", err.msg);
}
