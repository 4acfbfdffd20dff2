/* exhibit_anchors.c - what others vouch for of the head of an exhibit */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "anchors.h"
#include "exhibit.h"
#include "forensic/cms.h"
#include "forensic/note.h"

/* By their endings: the types of the table, and how long they may be. */
static const struct {
	const char *ending, *type;
	size_t most;
	void (*check)(struct fxv *v, const struct fxv_anchor *a);
} kinds[] = {
	{ "tsr", "rfc3161", FX_STAMP_LEN, fxv_stamp },
	{ "cosig", "cosig", FX_NOTE_LEN, fxv_cosignature },
	{ "p7s", "cms", FX_CMS_LEN, fxv_signature_alone },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const char *
fxv_exhibit_ending(const char *type)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].type, type) == 0)
			return kinds[i].ending;
	return NULL;
}

/* The number and the kind of "anchor.3.tsr"; false for another name. */
static bool
read_name(const char *name, struct fxv_exhibit_anchor *a)
{
	const char *s = name + strlen("anchor.");

	*a = (struct fxv_exhibit_anchor){ 0 };
	if (strncmp(name, "anchor.", strlen("anchor.")) != 0 || *s == '0' ||
	    strspn(s, "0123456789") > 15)
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		a->id = a->id * 10 + (*s - '0');
	if (a->id == 0 || *s++ != '.')
		return false;
	while (a->kind < KINDS && strcmp(s, kinds[a->kind].ending) != 0)
		a->kind++;
	return a->kind < KINDS;
}

bool
fxv_exhibit_anchor_name(struct fxv_exhibit *x, const char *name)
{
	struct fxv_exhibit_anchor one;

	if (!read_name(name, &one))
		return false;
	fx_buf_put(&x->anchors, &one, sizeof(one));
	if (x->anchors.failed)
		fxv_fail(x->v, FX_ENOMEM, "anchors");
	return true;
}

static void
check_file(struct fxv_exhibit *x, const struct fxv_exhibit_anchor *one)
{
	struct fx_buf data = { 0 };
	struct fxv_anchor a;
	char name[40];

	snprintf(name, sizeof(name), "anchor.%" PRId64, one->id);
	if (fxv_exhibit_file(x, name, kinds[one->kind].ending,
		kinds[one->kind].most, &data) == 0) {
		a = (struct fxv_anchor){ .id = one->id,
			.size = x->head.head.size,
			.data = (const uint8_t *)fx_buf_text(&data),
			.n = data.len,
			.note = x->note.p,
			.note_len = x->note.len };
		kinds[one->kind].check(x->v, &a);
	}
	fx_buf_done(&data);
}

/* In the order of the case: a timestamp may renew one before it. */
static int
by_id(const void *a, const void *b)
{
	const struct fxv_exhibit_anchor *l = a, *r = b;

	return l->id < r->id ? -1 : l->id > r->id;
}

void
fxv_exhibit_anchors(struct fxv_exhibit *x)
{
	const size_t n = x->anchors.len / sizeof(struct fxv_exhibit_anchor);
	struct fxv_exhibit_anchor *list;
	struct fxv *v = x->v;
	size_t i;

	if (!x->have_head || fxv_stamps_begin(v) == -1)
		return;
	fxv_witnesses_head(v, &x->head, x->note.p);
	list = (struct fxv_exhibit_anchor *)(void *)x->anchors.p;
	if (n > 0)
		qsort(list, n, sizeof(*list), by_id);
	for (i = 0; i < n && !v->failed; i++)
		check_file(x, &list[i]);
	if (v->failed)
		return;
	fxv_stamps_end(v);
	fxv_witnesses_end(v);
	fxv_signatures_end(v);
}

/* The head of this exhibit was seen, so that the record was there. */
static const struct fxv_voucher *
voucher(const struct fxv_exhibit *x)
{
	const struct fxv_voucher *first = &x->v->anchors.first;

	return first->size != 0 ? first : NULL;
}

bool
fxv_exhibit_vouched(struct fxv_exhibit *x, enum fx_closing_part part)
{
	const struct fxv_voucher *first = voucher(x);
	char when[FXV_WHEN_LEN];

	if (first == NULL)
		return false;
	fxv_when(when, first->time);
	if (part == FX_CLOSING_PROVEN)
		fxv_close(x->v, part,
		    "It was there, as it is, on %s, says %s: since then "
		    "nobody, not even the holder of the key, wrote it anew",
		    when, first->who);
	else if (part == FX_CLOSING_SINCE && !fxv_said(x->v, FX_TAMPERED))
		fxv_close(x->v, part,
		    "It stands as it is since %s at the latest, says %s", when,
		    first->who);
	return true;
}
