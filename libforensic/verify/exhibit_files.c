/* exhibit_files.c - the files of an exhibit: records, each under its proof */
#include <sys/types.h>

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exhibit.h"
#include "forensic/canon.h"

static const struct {
	const char *name;
	bool any; /* of any kind */
	enum fxv_kind kind;
} parts[FXV_PARTS] = {
	[FXV_PART_RECORD] = { "record", true, FXV_KINDS },
	[FXV_PART_GENESIS] = { "genesis", false, FXV_GENESIS },
	[FXV_PART_SOURCE] = { "source", false, FXV_SOURCE },
	[FXV_PART_BEGIN] = { "run.begin", false, FXV_RUN_BEGIN },
	[FXV_PART_END] = { "run.end", false, FXV_RUN_END },
};

int
fxv_exhibit_file(struct fxv_exhibit *x, const char *name, const char *ending,
    size_t most, struct fx_buf *out)
{
	struct fx_buf path = { 0 };
	struct fxv *v = x->v;
	struct stat st;
	int rc = -1;

	fx_buf_printf(&path, "%s/%s.%s", x->folder, name, ending);
	if (fx_buf_check(&path, &v->err) == -1)
		v->failed = true;
	else if (lstat(path.p, &st) == -1 && errno == ENOENT)
		rc = 1;
	else if ((rc = fxv_slurp(v, out, path.p, most)) == -1)
		fxv_say(v, FXV_FILE,
		    v->err.code == FX_ELIMIT ? FX_TAMPERED : FX_CANNOT_CHECK,
		    -1, "%s.%s cannot be read: %s", name, ending, v->err.msg);
	fx_buf_done(&path);
	return rc;
}

int
fxv_exhibit_proof(struct fxv_exhibit *x, const char *name, const char *ending,
    struct fx_buf *text, struct fx_tlog_proof *proof)
{
	struct fx_err err;
	int rc = fxv_exhibit_file(x, name, ending, FX_TLOG_PROOF_LEN, text);

	if (rc != 0)
		return rc;
	if (fx_tlog_proof_parse(proof, fx_buf_text(text), text->len, &err) == 0)
		return 0;
	fxv_say(x->v, FXV_HEADS, FX_TAMPERED, -1,
	    "%s.%s is not in the form of a proof: %s", name, ending, err.msg);
	return -1;
}

/* All proofs bear one head: the first one's. */
static bool
same_head(struct fxv_exhibit *x, const struct fxv_item *item,
    const struct fx_buf *text, const struct fx_tlog_proof *proof)
{
	const char *note = text->p + proof->note_at;
	size_t n = text->len - proof->note_at;

	if (!x->have_head) {
		fx_buf_put(&x->note, note, n);
		if (fx_buf_check(&x->note, &x->v->err) == -1)
			x->v->failed = true;
		x->head = proof->note;
		x->have_head = true;
	}
	if (x->note.len == n && memcmp(x->note.p, note, n) == 0)
		return true;
	fxv_say(x->v, FXV_HEADS, FX_TAMPERED, -1,
	    "%s.proof bears another signed head than %s.proof", item->name,
	    x->items[FXV_PART_RECORD].name);
	return false;
}

/* Its bytes are a record in the one form, of the kind that it is called by. */
static void
read_body(struct fxv_exhibit *x, struct fxv_item *item,
    const struct fx_buf *body)
{
	struct fxv *v = x->v;
	char why[FX_VALUE_LEN];
	const char *extra;
	struct fx_err err;
	int rc;

	item->record = fx_canon_parse(fx_buf_text(body), body->len, &err);
	if (item->record == NULL && err.code == FX_ENOMEM) {
		fxv_fail(v, FX_ENOMEM, "a record");
		return;
	}
	if (fx_leaf(item->leaf, fx_buf_text(body), body->len) == -1) {
		fxv_fail(v, FX_EIO, "libcrypto");
		return;
	}
	if (item->record == NULL) {
		fxv_say(v, FXV_RECORD, FX_TAMPERED, -1, "%s.json is %s",
		    item->name, err.msg);
		return;
	}
	rc = fxv_kind_check(item->record, &item->kind, &extra, why);
	if (rc == 0) {
		item->seq = (uint64_t)fxv_num(item->record, "seq");
		if (extra != NULL)
			fxv_say(v, FXV_RECORD, FX_NOTE, -1,
			    "%s.json has a member %.64s that this program "
			    "does not know",
			    item->name, extra);
		return;
	}
	/* What a later version may have written is not judged. */
	fxv_say(v, FXV_RECORD, rc == 1 ? FX_CANNOT_CHECK : FX_TAMPERED, -1,
	    "the record of %s.json %s", item->name, why);
	json_decref(item->record);
	item->record = NULL;
}

/* Is it, under that number, below the head of its proof? */
static void
check_proof(struct fxv_exhibit *x, struct fxv_item *item,
    const struct fx_buf *text, const struct fx_tlog_proof *proof)
{
	struct fxv *v = x->v;
	bool same = same_head(x, item, text, proof);

	if (item->record != NULL && proof->index != item->seq)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, (int64_t)item->seq,
		    "%s.proof is of record %" PRIu64
		    ", %s.json bears the number %" PRIu64,
		    item->name, proof->index, item->name, item->seq);
	else if (fx_tlog_proof_check(proof, item->leaf) == -1)
		fxv_say(v, FXV_CHAIN, FX_TAMPERED, (int64_t)proof->index,
		    "%s.json is not record %" PRIu64
		    " under the signed head: it was changed, or belongs "
		    "elsewhere",
		    item->name, proof->index);
	else
		item->good = same && item->record != NULL;
}

/* The two files of a record. need: it must be there. */
static void
read_item(struct fxv_exhibit *x, struct fxv_item *item, bool need)
{
	struct fx_buf body = { 0 }, text = { 0 };
	struct fx_tlog_proof proof;
	int has, proven;

	has = fxv_exhibit_file(x, item->name, "json", FX_CANON_LEN, &body);
	proven = fxv_exhibit_proof(x, item->name, "proof", &text, &proof);
	item->there = has == 0;
	if (has == 1 && proven == 1 && need)
		fxv_say(x->v, FXV_FILE, FX_CANNOT_CHECK, -1,
		    "not an exhibit: there is no %s.json", item->name);
	else if ((has == 1) != (proven == 1))
		fxv_say(x->v, FXV_FILE, FX_CANNOT_CHECK, -1,
		    "there is %s.%s, but no %s.%s", item->name,
		    has == 1 ? "proof" : "json", item->name,
		    has == 1 ? "json" : "proof");
	if (has == 0)
		read_body(x, item, &body);
	if (has == 0 && proven == 0 && !x->v->failed)
		check_proof(x, item, &text, &proof);
	if (item == &x->items[FXV_PART_RECORD]) {
		x->body = body;
		body = (struct fx_buf){ 0 };
	}
	fx_buf_done(&body);
	fx_buf_done(&text);
}

/* The number of "key.16.json", or -1 for another name. */
static int64_t
change_of(const char *name, const char **ending)
{
	const char *s = name + strlen("key.");
	int64_t n = 0;

	if (strncmp(name, "key.", strlen("key.")) != 0)
		return -1;
	if (*s == '0' || strspn(s, "0123456789") > 16)
		return -1;
	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (*s - '0');
	*ending = s;
	return n > 0 && *s == '.' ? n : -1;
}

static bool
is_part(const char *name)
{
	size_t i, n;

	for (i = 0; i < FXV_PARTS; i++) {
		n = strlen(parts[i].name);
		if (strncmp(name, parts[i].name, n) == 0 &&
		    (strcmp(name + n, ".json") == 0 ||
			strcmp(name + n, ".proof") == 0))
			return true;
	}
	return strcmp(name, "opening.json") == 0 || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0;
}

static void
add_change(struct fxv_exhibit *x, uint64_t seq)
{
	struct fxv_change *more;
	size_t i;

	for (i = 0; i < x->nchanges; i++)
		if (x->changes[i].seq == seq)
			return;
	if (x->nchanges == FX_EXHIBIT_KEYS) {
		fxv_say(x->v, FXV_FILE, FX_CANNOT_CHECK, -1,
		    "there are more than %d changes of keys", FX_EXHIBIT_KEYS);
		return;
	}
	more = realloc(x->changes, (x->nchanges + 1) * sizeof(*more));
	if (more == NULL) {
		fxv_fail(x->v, FX_ENOMEM, "changes of keys");
		return;
	}
	x->changes = more;
	more[x->nchanges] = (struct fxv_change){ .seq = seq };
	snprintf(more[x->nchanges].item.name,
	    sizeof(more[x->nchanges].item.name), "key.%" PRIu64, seq);
	x->nchanges++;
}

/* A name in the folder: part of an exhibit, or a stranger. */
static void
on_name(struct fxv_exhibit *x, const char *name)
{
	const char *ending = "";
	int64_t seq = change_of(name, &ending);

	if (is_part(name) || fxv_exhibit_anchor_name(x, name))
		return;
	if (seq > 0 &&
	    (strcmp(ending, ".json") == 0 || strcmp(ending, ".proof") == 0 ||
		strcmp(ending, ".seal") == 0))
		add_change(x, (uint64_t)seq);
	else if (x->strangers++ == 0)
		snprintf(x->stranger, sizeof(x->stranger), "%s", name);
}

static int
by_seq(const void *a, const void *b)
{
	const struct fxv_change *l = a, *r = b;

	return l->seq < r->seq ? -1 : l->seq > r->seq;
}

/* Returns 0; or -1 when said. */
static int
list_folder(struct fxv_exhibit *x)
{
	DIR *dir = opendir(x->folder);
	const struct dirent *entry;
	size_t n = 0;

	if (dir == NULL) {
		fxv_say(x->v, FXV_FILE, FX_CANNOT_CHECK, -1,
		    "the exhibit (%s) cannot be read: %s", x->folder,
		    strerror(errno));
		return -1;
	}
	while ((entry = readdir(dir)) != NULL && n++ < FX_EXHIBIT_FILES)
		on_name(x, entry->d_name);
	closedir(dir);
	if (n > FX_EXHIBIT_FILES)
		fxv_say(x->v, FXV_FILE, FX_CANNOT_CHECK, -1,
		    "the folder has more than %d files", FX_EXHIBIT_FILES);
	if (x->strangers > 0)
		fxv_say(x->v, FXV_FILE, FX_NOTE, -1,
		    "%" PRIu64
		    " files are no part of an exhibit and prove nothing; the "
		    "first is %.100s",
		    x->strangers, x->stranger);
	if (x->nchanges > 0)
		qsort(x->changes, x->nchanges, sizeof(x->changes[0]), by_seq);
	return 0;
}

/* What a file is called by is what it must be. */
static void
check_kind(struct fxv_exhibit *x, struct fxv_item *item, enum fxv_kind kind)
{
	if (item->record == NULL || item->kind == kind)
		return;
	fxv_say(x->v, FXV_RECORD, FX_TAMPERED, (int64_t)item->seq,
	    "%s.json is of kind %s, not %s", item->name,
	    fxv_kind_name(item->kind), fxv_kind_name(kind));
	item->good = false;
}

void
fxv_exhibit_read(struct fxv_exhibit *x)
{
	struct fxv_item *item;
	size_t i;

	for (i = 0; i < FXV_PARTS; i++)
		snprintf(x->items[i].name, sizeof(x->items[i].name), "%s",
		    parts[i].name);
	if (list_folder(x) == -1)
		return;
	for (i = 0; i < FXV_PARTS && !x->v->failed; i++) {
		read_item(x, &x->items[i], i == FXV_PART_RECORD);
		if (!parts[i].any)
			check_kind(x, &x->items[i], parts[i].kind);
	}
	for (i = 0; i < x->nchanges && !x->v->failed; i++) {
		item = &x->changes[i].item;
		read_item(x, item, false);
		check_kind(x, item, FXV_KEY);
		if (item->record != NULL && item->seq != x->changes[i].seq)
			fxv_say(x->v, FXV_CHAIN, FX_TAMPERED,
			    (int64_t)item->seq,
			    "%s.json bears the number %" PRIu64, item->name,
			    item->seq);
	}
}

void
fxv_exhibit_drop(struct fxv_exhibit *x)
{
	size_t i;

	for (i = 0; i < FXV_PARTS; i++)
		json_decref(x->items[i].record);
	for (i = 0; i < x->nchanges; i++)
		json_decref(x->changes[i].item.record);
	free(x->changes);
	fx_buf_done(&x->body);
	fx_buf_done(&x->anchors);
	fx_buf_done(&x->note);
}
