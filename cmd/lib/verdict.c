/* verdict.c - print a verdict: for people, or as one JSON object */
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "forensic/json.h"
#include "forensic/note.h"

/* By level. */
static const enum cli_exit statuses[] = {
	[FX_NOTE] = CLI_OK,
	[FX_NOT_PROVEN] = CLI_PARTIAL,
	[FX_CANNOT_CHECK] = CLI_FAIL,
	[FX_TAMPERED] = CLI_NO,
};

/* Members of the object that is printed. */
static const char *const parts[FX_CLOSING_PARTS] = {
	[FX_CLOSING_PROVEN] = "proven",
	[FX_CLOSING_UNPROVEN] = "not_proven",
	[FX_CLOSING_BY] = "by",
	[FX_CLOSING_SINCE] = "since",
	[FX_CLOSING_STATED] = "stated",
};

/* The last good head's three lines; its root alone, from the last of them. */
static void
head_text(const struct fx_verdict *v, struct fx_buf *out)
{
	struct fx_checkpoint head = { .size = v->signed_size };

	snprintf(head.origin, sizeof(head.origin), "%s", v->origin);
	memcpy(head.root, v->signed_root, sizeof(head.root));
	fx_checkpoint_text(out, &head);
}

static void
head_root(const struct fx_verdict *v, struct fx_buf *out)
{
	struct fx_buf text = { 0 };
	size_t at;

	head_text(v, &text);
	for (at = text.len; at > 1 && text.p[at - 2] != '\n'; at--)
		;
	if (at > 0)
		fx_buf_put(out, text.p + at - 1, text.len - at);
	fx_buf_done(&text);
}

static void
print_head(const struct fx_verdict *v)
{
	struct fx_buf text = { 0 };
	const char *line, *end;

	cli_say("There are %" PRIu64 " records. %s", v->records,
	    v->signed_size > 0 ? "The last good head is"
			       : "There is no good head.");
	if (v->signed_size > 0)
		head_text(v, &text);
	for (line = fx_buf_text(&text); *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		cli_say("%.*s", (int)(end - line), line);
	}
	fx_buf_done(&text);
}

void
verdict_text(const struct fx_verdict *v, bool verbose)
{
	enum fx_closing_part part = FX_CLOSING_PARTS;
	bool gap = verbose || v->nreasons > 0;
	size_t i;

	for (i = 0; i < v->nreasons; i++)
		cli_say("%s: %s", fx_level_name(v->reasons[i].level),
		    v->reasons[i].text);
	if (v->unlisted > 0)
		cli_say("%s: and %" PRIu64 " more, not listed",
		    fx_level_name(v->worst), v->unlisted);
	if (verbose)
		print_head(v);
	for (i = 0; i < v->nclosing; i++, gap = true) {
		if (v->closing[i].part != part) {
			part = v->closing[i].part;
			if (gap)
				cli_say("%s", "");
			cli_say("%s", fx_closing_title(part));
		}
		cli_say("  %s.", v->closing[i].text);
	}
	cli_say("%s", "");
	cli_say("%s", fx_verdict_word(v->worst));
}

static void
put_reasons(struct fx_json *j, const struct fx_verdict *v)
{
	const struct fx_reason *r;

	fx_json_key(j, "reasons");
	fx_json_open(j, '[');
	for (r = v->reasons; r < v->reasons + v->nreasons; r++) {
		fx_json_open(j, '{');
		fx_json_kstr(j, "level", fx_level_name(r->level));
		fx_json_kint(j, "check", r->check);
		if (r->record >= 0)
			fx_json_kint(j, "record", r->record);
		fx_json_kstr(j, "text", r->text);
		fx_json_close(j, '}');
	}
	fx_json_close(j, ']');
	fx_json_kint(j, "unlisted", (int64_t)v->unlisted);
}

static void
put_closing(struct fx_json *j, const struct fx_verdict *v)
{
	size_t i, part;

	for (part = 0; part < FX_CLOSING_PARTS; part++) {
		fx_json_key(j, parts[part]);
		fx_json_open(j, '[');
		for (i = 0; i < v->nclosing; i++)
			if (v->closing[i].part == part)
				fx_json_str(j, v->closing[i].text);
		fx_json_close(j, ']');
	}
}

/* What the file says of itself; nothing where it could not be read. */
static void
put_case(struct fx_json *j, const struct fx_verdict *v)
{
	struct fx_buf root = { 0 };

	fx_json_key(j, "case");
	fx_json_open(j, '{');
	if (v->origin != NULL) {
		fx_json_kstr(j, "case", v->case_id);
		fx_json_kstr(j, "agency", v->agency);
		fx_json_kstr(j, "examiner", v->examiner);
		fx_json_kstr(j, "origin", v->origin);
		fx_json_kstr(j, "key", v->key);
		fx_json_kint(j, "confirmed", v->confirmed);
		if (v->confirmed && v->key_name[0] != '\0')
			fx_json_kstr(j, "key_name", v->key_name);
	}
	fx_json_kint(j, "records", (int64_t)v->records);
	fx_json_kint(j, "signed", (int64_t)v->signed_size);
	if (v->signed_size > 0) {
		head_root(v, &root);
		fx_json_kstr(j, "root", fx_buf_text(&root));
		fx_buf_done(&root);
	}
	fx_json_close(j, '}');
}

/* Each thing that can be insisted on: is it shown? */
static void
put_proofs(struct fx_json *j, const struct fx_verdict *v)
{
	unsigned int i;

	fx_json_key(j, "shown");
	fx_json_open(j, '{');
	for (i = 0; i < FX_PROOFS; i++)
		fx_json_kint(j, fx_proof_name(i), v->proven[i]);
	fx_json_close(j, '}');
}

/* What people state: reviews, counted, and who has what. */
static void
put_people(struct fx_json *j, const struct fx_verdict *v)
{
	const struct fx_verify_reviews *n = &v->reviews;
	const struct fx_custody *c;

	fx_json_key(j, "reviews");
	fx_json_open(j, '{');
	fx_json_kint(j, "findings", (int64_t)n->findings);
	fx_json_kint(j, "reviewed", (int64_t)n->reviewed);
	fx_json_kint(j, "accepted", (int64_t)n->accepted);
	fx_json_kint(j, "rejected", (int64_t)n->rejected);
	fx_json_kint(j, "corrected", (int64_t)n->corrected);
	fx_json_close(j, '}');
	fx_json_key(j, "custody");
	fx_json_open(j, '[');
	for (c = v->custody; c < v->custody + v->ncustody; c++) {
		fx_json_open(j, '{');
		fx_json_kstr(j, "what", c->what);
		fx_json_kstr(j, "from", c->from);
		fx_json_kstr(j, "to", c->to);
		fx_json_kstr(j, "t", c->t);
		fx_json_kint(j, "record", (int64_t)c->record);
		fx_json_kint(j, "times", (int64_t)c->times);
		fx_json_kint(j, "gaps", (int64_t)c->gaps);
		fx_json_close(j, '}');
	}
	fx_json_close(j, ']');
}

/* By enum fx_act_kind: what a list of them is called, and what is counted. */
static const struct {
	const char *name, *count;
} acts[FX_ACT_KINDS] = {
	[FX_ACT_REVEAL] = { "reveals", "values" },
	[FX_ACT_ERASE] = { "erasures", "findings" },
	[FX_ACT_CUSTODIAN] = { "custodians", "runs" },
};

/* What was done with values: the acts that are listed of one kind. */
static void
put_acts(struct fx_json *j, const struct fx_verdict *v, enum fx_act_kind kind)
{
	const bool custodian = kind == FX_ACT_CUSTODIAN;
	const struct fx_act *a;

	fx_json_key(j, acts[kind].name);
	fx_json_open(j, '{');
	fx_json_kint(j, "records", (int64_t)v->acts[kind].records);
	fx_json_kint(j, acts[kind].count, (int64_t)v->acts[kind].count);
	fx_json_key(j, "list");
	fx_json_open(j, '[');
	for (a = v->act; a < v->act + v->nacts; a++) {
		if (a->kind != kind)
			continue;
		fx_json_open(j, '{');
		fx_json_kint(j, "record", (int64_t)a->record);
		fx_json_kstr(j, "t", a->t);
		fx_json_kint(j, acts[kind].count, (int64_t)a->count);
		fx_json_kstr(j, "of", a->of);
		if (!custodian)
			fx_json_kstr(j, "fields", a->fields);
		fx_json_kstr(j, custodian ? "recipient" : "who", a->who);
		fx_json_kstr(j, "why", a->why);
		if (!custodian)
			fx_json_kstr(j, "legal", a->legal);
		fx_json_close(j, '}');
	}
	fx_json_close(j, ']');
	fx_json_close(j, '}');
}

/* Of a case that ties those of a batch together: what came of them. */
static void
put_children(struct fx_json *j, const struct fx_verify_children *c)
{
	static const char *const names[] = {
		[FX_NOTE] = "intact",
		[FX_NOT_PROVEN] = "not_proven",
		[FX_CANNOT_CHECK] = "cannot_check",
		[FX_TAMPERED] = "tampered",
	};
	size_t i;

	if (!c->followed)
		return;
	fx_json_key(j, "children");
	fx_json_open(j, '{');
	fx_json_kint(j, "images", (int64_t)c->images);
	fx_json_kint(j, "failed", (int64_t)c->failed);
	fx_json_kint(j, "untold", (int64_t)c->untold);
	fx_json_kint(j, "grown", (int64_t)c->grown);
	fx_json_kint(j, "derived", (int64_t)c->derived);
	fx_json_kint(j, "opened", (int64_t)c->opened);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fx_json_kint(j, names[i], (int64_t)c->level[i]);
	fx_json_close(j, '}');
}

int
verdict_json(const struct fx_verdict *v, const char *path, struct fx_err *err)
{
	struct fx_buf out = { 0 };
	struct fx_json j = { .out = &out };
	unsigned int kind;
	int rc;

	fx_json_open(&j, '{');
	fx_json_kint(&j, "v", 1);
	fx_json_kstr(&j, "tool", "fxverify");
	fx_json_kstr(&j, "version", cli_version);
	fx_json_kstr(&j, "build", cli_build);
	fx_json_key(&j, "file");
	fx_json_bytes(&j, path, strlen(path));
	fx_json_kstr(&j, "verdict", fx_verdict_word(v->worst));
	fx_json_kint(&j, "status", statuses[v->worst]);
	put_case(&j, v);
	put_proofs(&j, v);
	put_reasons(&j, v);
	put_closing(&j, v);
	put_people(&j, v);
	for (kind = 0; kind < FX_ACT_KINDS; kind++)
		put_acts(&j, v, kind);
	put_children(&j, &v->children);
	fx_json_close(&j, '}');
	if ((rc = fx_buf_check(&out, err)) == 0)
		puts(fx_buf_text(&out));
	fx_buf_done(&out);
	return rc;
}

int
verdict_status(const struct fx_verdict *v)
{
	return statuses[v->worst];
}
