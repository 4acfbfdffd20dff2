/* grammar.c - check 5: what may follow what, and whether it adds up */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

enum { STEP_US = 2 * 1000 * 1000 }; /* how far a clock may step, unsaid */

static int
on_genesis(struct fxv *v, const json_t *record)
{
	uint8_t sum[FX_SHA256_LEN], told[FX_SHA256_LEN];
	struct fx_verdict *out = v->out;

	if (fx_unhex(v->genesis.raw, fxv_str(record, "key"), FX_PUB_LEN) ==
		-1 ||
	    fx_unhex(told, fxv_str(record, "schema"), sizeof(told)) == -1 ||
	    fx_schema_sum(fx_case_schema, sum) == -1 ||
	    fx_pub_fingerprint(&v->genesis, out->key) == -1)
		return fxv_fail(v, FX_EIO, "libcrypto");
	v->have_genesis = true;
	out->case_id = fxv_copy(v, fxv_str(record, "case"));
	out->agency = fxv_copy(v, fxv_str(record, "agency"));
	out->examiner = fxv_copy(v, fxv_str(record, "examiner"));
	out->origin = fxv_copy(v, fxv_str(record, "origin"));
	v->exhibit = fxv_copy(v, fxv_str(record, "exhibit"));
	if (v->failed)
		return -1;
	if (memcmp(sum, told, sizeof(sum)) != 0)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, 0,
		    "record 0 names another structure of the database than "
		    "that of the format");
	fxv_vault_genesis(v, record);
	fxv_heads_genesis(v);
	fxv_memory_genesis(v);
	return 0;
}

static void
on_source(struct fxv *v, const json_t *record, uint64_t seq)
{
	if ((uint64_t)fxv_num(record, "src") != v->sources + 1)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " is source %" PRId64
		    " where source %" PRIu64 " comes next",
		    seq, fxv_num(record, "src"), v->sources + 1);
	else {
		v->sources++;
		fxv_stated(v, record);
	}
}

/* A record can speak only of those before it. */
static void
on_reference(struct fxv *v, const json_t *of, uint64_t seq)
{
	size_t i;

	for (i = 0; i < json_array_size(of); i++)
		on_reference(v, json_array_get(of, i), seq);
	if (json_is_integer(of) && (uint64_t)json_integer_value(of) >= seq)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " speaks of record %lld, which does not "
		    "come before it",
		    seq, json_integer_value(of));
}

/* The lab's clock may be wrong, but it should not run backwards. */
static void
on_time(struct fxv *v, const struct fxv_gist *g, uint64_t seq)
{
	if (v->t_first[0] == '\0')
		memcpy(v->t_first, g->t, FX_TIME_LEN);
	else if (g->us < v->t_us - STEP_US)
		fxv_say(v, FXV_GRAMMAR, FX_NOTE, (int64_t)seq,
		    "clock stepped back %" PRId64 " s at record %" PRIu64,
		    (v->t_us - g->us) / 1000000, seq);
	memcpy(v->t_last, g->t, FX_TIME_LEN);
	v->t_us = g->us;
}

/*
 * The wall clock against the machine's own, which nobody sets: between two
 * records of one boot both must have moved alike, but for the drift (a part in
 * a thousand, twice what a kernel corrects by slewing).
 */
static void
on_uptime(struct fxv *v, const json_t *record, uint64_t seq)
{
	const char *boot = fxv_str(record, "boot");
	int64_t up = fxv_num(record, "up"), went, ran, moved;

	if (boot[0] != '\0' && strcmp(boot, v->boot) == 0) {
		ran = up - v->up;
		went = v->t_us - v->up_t;
		moved = went - ran;
		if (moved > STEP_US + ran / 1000 ||
		    moved < -STEP_US - ran / 1000 || ran < -STEP_US)
			fxv_say(v, FXV_GRAMMAR, FX_NOTE, (int64_t)seq,
			    "between records %" PRIu64 " and %" PRIu64
			    " the clock went %" PRId64
			    " s, the machine ran %" PRId64 " s",
			    v->up_seq, seq, went / 1000000, ran / 1000000);
	}
	snprintf(v->boot, sizeof(v->boot), "%s", boot);
	v->up = up;
	v->up_t = v->t_us;
	v->up_seq = seq;
}

/* One run follows another, and nothing but its own lies within it. */
static bool
is_within_run(enum fxv_kind kind)
{
	return kind == FXV_FINDING || kind == FXV_ERROR || kind == FXV_LIMIT ||
	    kind == FXV_RUN_END;
}

void
fxv_grammar(struct fxv *v, const json_t *record, const struct fxv_gist *g,
    enum fxv_kind kind, uint64_t seq)
{
	if ((seq == 0) != (kind == FXV_GENESIS))
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    seq == 0 ? "record %" PRIu64
			       " does not begin a case (it is of kind %s)"
			     : "record %" PRIu64
			       " begins a case within a case (%s)",
		    seq, fxv_kind_name(kind));
	if (v->open_run != 0 && !is_within_run(kind)) {
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " (%s) stands within run %zu", seq,
		    fxv_kind_name(kind), v->open_run);
		v->open_run = 0; /* once is enough */
	}
	on_time(v, g, seq);
	fxv_people(v, record, kind, seq);
	switch (kind) {
	case FXV_GENESIS:
		if (seq == 0)
			on_genesis(v, record);
		break;
	case FXV_SOURCE:
		on_source(v, record, seq);
		break;
	case FXV_RUN_BEGIN:
		on_uptime(v, record, seq);
		fxv_run_begin(v, record, seq);
		break;
	case FXV_FINDING:
	case FXV_ERROR:
	case FXV_LIMIT:
		fxv_run_item(v, g, kind, seq);
		break;
	case FXV_RUN_END:
		on_uptime(v, record, seq);
		fxv_run_end(v, record, seq);
		fxv_acquired(v, record, seq);
		break;
	case FXV_SEAL:
		fxv_anchors_seal(v, record, seq);
		break;
	case FXV_CUSTODIAN:
		fxv_vault_custodian(v, record, seq);
		break;
	case FXV_ERASE:
		fxv_vault_erased(v, record, seq);
		on_reference(v, json_object_get(record, "of"), seq);
		break;
	case FXV_BATCH:
		fxv_children_batch(v, record, seq);
		break;
	case FXV_CHILD:
		fxv_children_child(v, record, seq);
		break;
	default:
		on_reference(v, json_object_get(record, "of"), seq);
	}
}
