/* page.c - the frame of a page: its head, its words in order, its scripts */
#include <string.h>

#include "batch.h"
#include "forensic/bytes.h"
#include "forensic/json.h"

/* What the page may do: run our scripts, wear our style, nothing else. */
static void
policy(struct fxr_out *o, bool bare)
{
	const struct fxr_asset *a;
	struct fx_buf text = { 0 };
	int bad = 0;

	fx_buf_str(&text, "default-src 'none'; script-src");
	if (bare)
		fx_buf_str(&text, " 'none'");
	for (a = fxr_scripts; a->p != NULL && !bare; a++) {
		fx_buf_byte(&text, ' ');
		bad |= fxr_asset_source(&text, a);
	}
	fx_buf_str(&text, "; style-src ");
	bad |= fxr_asset_source(&text, &fxr_css);
	fx_buf_str(&text,
	    "; base-uri 'none'; form-action 'none'; "
	    "require-trusted-types-for 'script'; trusted-types 'none'");
	if (bad != 0 || text.failed)
		fxr_fail(o, FX_EIO, "the hash of a script cannot be made");
	fxr_html(o, "<meta http-equiv=\"Content-Security-Policy\" content=\"");
	fxr_html(o, fx_buf_text(&text));
	fxr_html(o, "\">\n");
	fx_buf_done(&text);
}

static void
title(struct fxr_out *o, const struct fxr_facts *f)
{
	if (o->opt->title != NULL) {
		fxr_text(o, o->opt->title);
		return;
	}
	fxr_html(o, "Case ");
	fxr_text(o, fxr_str(f->genesis, "case"));
}

static void
head(struct fxr_out *o, const struct fxr_facts *f)
{
	o->unseen = true;
	fxr_html(o,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n");
	policy(o, f->bare);
	fxr_html(o,
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<title>");
	title(o, f);
	fxr_html(o, "</title>\n<style>");
	fxr_htmln(o, fxr_css.p, (size_t)(fxr_css.end - fxr_css.p));
	fxr_html(o, "</style>\n</head>\n");
	o->unseen = false;
}

/* Who made the page, and when, if that is told. */
static void
maker(struct fxr_out *o)
{
	fxr_printf(o, "fxreport %.40s, build %.80s", o->opt->version,
	    o->opt->build);
	if (o->opt->date != NULL) {
		fxr_html(o, ", ");
		fxr_text(o, o->opt->date);
	}
}

/* Where scripts run this is no text of the page, but that of an element. */
static void
noscript(struct fxr_out *o)
{
	o->unseen = true;
	fxr_html(o,
	    "<noscript><p class=\"note\">This browser runs no script on this "
	    "page. Summary, verdict and the first findings can be read; the "
	    "other parts, and the check of the page by itself, need the script "
	    "that stands in it.</p></noscript>");
	o->unseen = false;
}

/* What a page has of a parent case alone. */
static void
batch(struct fxr_out *o, const struct fxr_facts *f, const struct fx_verdict *v,
    const char *mark)
{
	if (!v->children.followed)
		return;
	if (strncmp(mark, "link-batch-", 11) == 0)
		fxr_html(o, "<li><a href=\"#batch\">Batch</a></li>");
	else if (strncmp(mark, "batch-", 6) == 0)
		fxr_batch_page(o, f->batch, v);
	if (strncmp(mark, "batch-", 6) == 0 && f->bare)
		fxr_html(o,
		    "<p class=\"note\">The case has more records than a page "
		    "may hold: this one holds none and has no script, so it "
		    "cannot check itself. What needs records is empty "
		    "below.</p>\n");
}

/* Write the part that page.html has that mark for. */
static void
part(struct fxr_out *o, const struct fxr_facts *f, const struct fx_verdict *v,
    const char *mark)
{
	if (strncmp(mark, "title-", 6) == 0)
		title(o, f);
	else if (strncmp(mark, "maker-", 6) == 0)
		maker(o);
	else if (strncmp(mark, "noscript-", 9) == 0)
		noscript(o);
	else if (strncmp(mark, "summary-", 8) == 0)
		fxr_summary(o, f, v);
	else if (strncmp(mark, "verdict-", 8) == 0)
		fxr_verdict(o, v);
	else if (strncmp(mark, "findings-", 9) == 0)
		fxr_findings(o, f);
	else if (f->batch != NULL)
		batch(o, f, v, mark);
}

/* page.html, with parts in the places of its comments. */
static void
words(struct fxr_out *o, const struct fxr_facts *f, const struct fx_verdict *v)
{
	static const char open[] = "<!--", shut[] = "-->";
	const char *p = fxr_page.p, *mark;

	while ((mark = strstr(p, open)) != NULL) {
		fxr_htmln(o, p, (size_t)(mark - p));
		mark += sizeof(open) - 1;
		part(o, f, v, mark);
		p = strstr(mark, shut) + sizeof(shut) - 1;
	}
	fxr_htmln(o, p, (size_t)(fxr_page.end - p));
}

/*
 * What the page's script is told beside records and heads: what the checks
 * found that it cannot see.  Keys and unsigned ends it sees itself.
 */
static void
put_reasons(struct fx_json *j, const struct fx_verdict *v)
{
	enum { TRUST = 7, TAIL = 8 }; /* numbers of checks, as in verify.h */
	const struct fx_reason *r;

	fx_json_key(j, "reasons");
	fx_json_open(j, '[');
	for (r = v->reasons; r < v->reasons + v->nreasons; r++) {
		if (r->level == FX_NOTE || r->check == TRUST ||
		    r->check == TAIL)
			continue;
		fx_json_open(j, '{');
		fx_json_kstr(j, "level", fx_level_name(r->level));
		fx_json_kstr(j, "text", r->text);
		fx_json_close(j, '}');
	}
	fx_json_close(j, ']');
}

static void
meta(struct fxr_out *o, const struct fx_verdict *v)
{
	struct fx_buf text = { 0 };
	struct fx_json j = { .out = &text };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "verdict", fx_verdict_word(v->worst));
	put_reasons(&j, v);
	fx_json_close(&j, '}');
	if (text.failed)
		fxr_fail(o, FX_ENOMEM, "a page");
	fxr_html(o, "<script type=\"application/json\" id=\"meta\">");
	fxr_data(o, fx_buf_text(&text), text.len);
	fxr_html(o, "</script>\n");
	fx_buf_done(&text);
}

void
fxr_page_top(struct fxr_out *o, const struct fxr_facts *f,
    const struct fx_verdict *verdict)
{
	head(o, f);
	fxr_html(o, "<body>\n");
	words(o, f, verdict);
	meta(o, verdict);
	o->unseen = true;
	fxr_html(o, "<script type=\"application/json\" id=\"heads\">");
	fxr_data(o, fx_buf_text(&f->heads), f->heads.len);
	fxr_html(o, f->heads.len == 0 ? "[]</script>\n" : "]</script>\n");
}

void
fxr_page_end(struct fxr_out *o, const struct fxr_facts *f)
{
	uint8_t sum[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];
	const struct fxr_asset *a;

	if (o->failed || fx_hash_end(o->seen, sum, &o->err) == -1) {
		o->failed = true;
		return;
	}
	fx_hex(hex, sum, sizeof(sum));
	fxr_html(o, "<script type=\"application/json\" id=\"seen\">\"");
	fxr_html(o, hex);
	fxr_html(o, "\"</script>\n");
	for (a = fxr_scripts; a->p != NULL && !f->bare; a++) {
		fxr_html(o, "<script>");
		fxr_htmln(o, a->p, (size_t)(a->end - a->p));
		fxr_html(o, "</script>\n");
	}
	fxr_html(o, "</body>\n</html>\n");
}
