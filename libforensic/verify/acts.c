/* acts.c - who was shown values, who erased some, to whom they are sealed since
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum {
	LAST = 24, /* room at the end of a list for " and 123456 more" */
	TOLD = 10, /* custodians that the closing block names */
};

static void
take(char *out, size_t len, const json_t *record, const char *name)
{
	snprintf(out, len, "%s", fxv_str(record, name));
	fxv_clean(out);
}

/* "3, 5 and 7 more", of numbers or of names. */
static void
take_list(char out[FX_ACT_LEN], const json_t *list)
{
	const size_t n = json_array_size(list);
	char one[FX_ACT_LEN - LAST];
	size_t i, len, at = 0;

	out[0] = '\0';
	for (i = 0; i < n; i++) {
		const json_t *item = json_array_get(list, i);

		if (json_is_integer(item))
			snprintf(one, sizeof(one), "%lld",
			    json_integer_value(item));
		else
			snprintf(one, sizeof(one), "%s",
			    json_string_value(item));
		len = strlen(one);
		if (at + len + 2 > FX_ACT_LEN - LAST)
			break;
		at += (size_t)snprintf(out + at, FX_ACT_LEN - at, "%s%s",
		    i > 0 ? ", " : "", one);
	}
	if (i < n)
		snprintf(out + at, FX_ACT_LEN - at, " and %zu more", n - i);
	fxv_clean(out);
}

/* Keep it for the list, unless that is full. */
static void
keep(struct fxv *v, const struct fx_act *act)
{
	struct fx_verdict *out = v->out;

	if (out->nacts == FX_VERIFY_ACTS)
		return;
	if (out->act == NULL)
		out->act = calloc(FX_VERIFY_ACTS, sizeof(*out->act));
	if (out->act == NULL)
		fxv_fail(v, FX_ENOMEM, "the list of acts");
	else
		out->act[out->nacts++] = *act;
}

void
fxv_act(struct fxv *v, const json_t *record, enum fx_act_kind kind,
    uint64_t seq)
{
	const bool custodian = kind == FX_ACT_CUSTODIAN;
	const json_t *of = json_object_get(record, custodian ? "runs" : "of");
	const json_t *fields = json_object_get(record, "fields");
	struct fx_acts *all = &v->out->acts[kind];
	struct fx_act *act = &all->last;

	*act = (struct fx_act){ .kind = kind,
		.record = seq,
		.count = json_array_size(of) };
	/* An erasure names what its findings have together, not each of them.
	 */
	if (kind == FX_ACT_REVEAL)
		act->count *= json_array_size(fields);
	snprintf(act->t, sizeof(act->t), "%s", fxv_str(record, "t"));
	take_list(act->of, of);
	take_list(act->fields, fields);
	take(act->who, sizeof(act->who), record,
	    custodian ? "recipient" : "who");
	take(act->why, sizeof(act->why), record, "why");
	take(act->legal, sizeof(act->legal), record, "legal");
	all->records++;
	all->count += act->count;
	keep(v, act);
}

/* "; why: a reason; legal basis: a law", as far as they are told. */
static void
reasons(char out[2 * FX_ACT_WHY_LEN + 64], const struct fx_act *act)
{
	snprintf(out, 2 * FX_ACT_WHY_LEN + 64, "%s%s%s%s",
	    act->why[0] != '\0' ? "; why: " : "", act->why,
	    act->legal[0] != '\0' ? "; legal basis: " : "", act->legal);
}

/* The values that were shown, or that were erased: how many, and the last. */
static void
close_values(struct fxv *v, const struct fx_acts *all, const char *what,
    const char *whom)
{
	char why[2 * FX_ACT_WHY_LEN + 64], when[FXV_WHEN_LEN];
	const struct fx_act *last = &all->last;

	if (all->records == 0)
		return;
	reasons(why, last);
	fxv_close(v, FX_CLOSING_STATED,
	    "%" PRIu64 " %s, by %" PRIu64
	    " record%s: most recently %s of record %s %s %s, as record %" PRIu64
	    " of %s says%s",
	    all->count, what, all->records, all->records == 1 ? "" : "s",
	    last->fields, last->of, whom, last->who, last->record,
	    fxv_utc(when, last->t), why);
}

static void
close_custodian(struct fxv *v, const struct fx_act *act)
{
	char why[2 * FX_ACT_WHY_LEN + 64], when[FXV_WHEN_LEN];

	reasons(why, act);
	fxv_close(v, FX_CLOSING_STATED,
	    "The vault is sealed to %s too, as record %" PRIu64
	    " of %s says%s%s%s",
	    act->who, act->record, fxv_utc(when, act->t),
	    act->of[0] != '\0' ? ", with what was found before by run "
			       : ", from the next run on",
	    act->of, why);
}

void
fxv_acts_closing(struct fxv *v)
{
	const struct fx_verdict *out = v->out;
	const struct fx_acts *shown = &out->acts[FX_ACT_REVEAL];
	const struct fx_acts *erased = &out->acts[FX_ACT_ERASE];
	uint64_t told = 0, all = out->acts[FX_ACT_CUSTODIAN].records;
	char n[FXV_COUNT_LEN];
	size_t i;

	close_values(v, shown,
	    shown->count == 1 ? "value was shown" : "values were shown", "to");
	close_values(v, erased,
	    erased->count == 1 ? "finding had values erased"
			       : "findings had values erased",
	    "by");
	for (i = 0; i < out->nacts && told < TOLD; i++)
		if (out->act[i].kind == FX_ACT_CUSTODIAN) {
			close_custodian(v, &out->act[i]);
			told++;
		}
	if (all > told)
		fxv_close(v, FX_CLOSING_STATED,
		    "Besides, there %s %s of custodians: --json lists all",
		    all - told == 1 ? "is" : "are",
		    fxv_count(n, all - told, "more record"));
}
