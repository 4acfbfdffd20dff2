/* summary.c - what is read without script: summary, verdict, first findings */
#include <inttypes.h>
#include <string.h>

#include "forensic/carver.h"
#include "internal.h"

/* A row of a list of facts; the page's script makes the same. */
static void
fact(struct fxr_out *o, const char *name, const char *value)
{
	fxr_html(o, "<div><dt>");
	fxr_html(o, name);
	fxr_html(o, "</dt><dd><bdi>");
	fxr_textn(o, value, strlen(value), FX_REPORT_CELL);
	fxr_html(o, "</bdi></dd></div>\n");
}

static void
fact_number(struct fxr_out *o, const char *name, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, n);
	fact(o, name, text);
}

static void
number(struct fxr_out *o, uint64_t n)
{
	fxr_printf(o, "%" PRIu64, n);
}

static void
kinds(struct fxr_out *o, const struct fxr_facts *f)
{
	const struct fxr_class *c;

	fxr_html(o,
	    "<table id=\"kinds\">\n"
	    "<caption>Findings by kind</caption>\n"
	    "<thead><tr><th scope=\"col\">Kind</th>"
	    "<th scope=\"col\" class=\"n\">Confirmed</th>"
	    "<th scope=\"col\" class=\"n\">Probable</th>"
	    "<th scope=\"col\" class=\"n\">Possible</th>"
	    "<th scope=\"col\" class=\"n\">All</th></tr></thead>\n<tbody>\n");
	for (c = f->classes; c < f->classes + f->nclasses; c++) {
		fxr_html(o, "<tr><th scope=\"row\"><bdi>");
		fxr_textn(o, c->name, strlen(c->name), FX_REPORT_CELL);
		fxr_html(o, "</bdi></th><td class=\"n\">");
		number(o, c->confirmed);
		fxr_html(o, "</td><td class=\"n\">");
		number(o, c->probable);
		fxr_html(o, "</td><td class=\"n\">");
		number(o, c->all - c->confirmed - c->probable);
		fxr_html(o, "</td><td class=\"n\">");
		number(o, c->all);
		fxr_html(o, "</td></tr>\n");
	}
	fxr_html(o, "</tbody>\n</table>\n");
}

void
fxr_summary(struct fxr_out *o, const struct fxr_facts *f,
    const struct fx_verdict *verdict)
{
	static const struct {
		const char *name, *member;
	} told[] = { { "Case", "case" }, { "Agency", "agency" },
		{ "Examiner", "examiner" }, { "Legal basis", "legal" },
		{ "Exhibit", "exhibit" }, { "Log", "origin" } };
	size_t i;

	fxr_html(o, "<dl id=\"facts\">\n");
	for (i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (json_object_get(f->genesis, told[i].member) != NULL)
			fact(o, told[i].name,
			    fxr_str(f->genesis, told[i].member));
	if (f->genesis != NULL)
		fact(o, "Fingerprint of the key", verdict->key);
	fact_number(o, "Records", f->rows);
	fact_number(o, "Sources", f->sources);
	fact_number(o, "Runs", f->runs);
	fact_number(o, "Findings", f->findings);
	fact_number(o, "Errors", f->errors);
	fact_number(o, "Limits", f->limits);
	fxr_html(o, "</dl>\n");
	kinds(o, f);
}

static void
reasons(struct fxr_out *o, const struct fx_verdict *v)
{
	size_t i;

	if (v->nreasons == 0)
		return;
	fxr_html(o, "<h3>Reasons</h3>\n<ul>\n");
	for (i = 0; i < v->nreasons; i++) {
		fxr_html(o, "<li>");
		fxr_html(o, fx_level_name(v->reasons[i].level));
		fxr_html(o, ": <bdi>");
		fxr_text(o, v->reasons[i].text);
		fxr_html(o, "</bdi></li>\n");
	}
	if (v->unlisted > 0) {
		fxr_html(o, "<li>");
		fxr_printf(o, "%" PRIu64 " more, not listed", v->unlisted);
		fxr_html(o, "</li>\n");
	}
	fxr_html(o, "</ul>\n");
}

/* The sentences of one part under its title. */
static void
closing(struct fxr_out *o, const struct fx_verdict *v,
    enum fx_closing_part part)
{
	bool any = false;
	size_t i;

	for (i = 0; i < v->nclosing; i++) {
		if (v->closing[i].part != part)
			continue;
		if (!any) {
			fxr_html(o, "<h3>");
			fxr_html(o, fx_closing_title(part));
			fxr_html(o, "</h3>\n<ul>\n");
		}
		any = true;
		fxr_html(o, "<li><bdi>");
		fxr_text(o, v->closing[i].text);
		fxr_html(o, ".</bdi></li>\n");
	}
	if (any)
		fxr_html(o, "</ul>\n");
}

void
fxr_verdict(struct fxr_out *o, const struct fx_verdict *v)
{
	static const char *const looks[] = { "good", "open", "open", "bad" };
	enum fx_closing_part part;

	fxr_html(o, "<p class=\"word ");
	fxr_html(o, looks[v->worst]);
	fxr_html(o, "\">");
	fxr_html(o, fx_verdict_word(v->worst));
	fxr_html(o, "</p>\n<p>");
	fxr_printf(o,
	    "That is the verdict on the case file when this page was written "
	    "(exit status %d of fxverify, the same checks). Where it says "
	    "\"you\", that is whoever made this page; words that begin with "
	    "-- are options of fxverify.",
	    o->opt->status(v));
	fxr_html(o, "</p>\n");
	reasons(o, v);
	for (part = FX_CLOSING_PROVEN; part < FX_CLOSING_PARTS; part++)
		closing(o, v, part);
}

const char *
fxr_rating(int64_t score)
{
	if (score >= FX_CONFIRMED)
		return "confirmed";
	return score >= FX_PROBABLE ? "probable" : "possible";
}

static void
cell(struct fxr_out *o, const char *text)
{
	fxr_html(o, "<td><bdi>");
	fxr_textn(o, text, strlen(text), FX_REPORT_CELL);
	fxr_html(o, "</bdi></td>");
}

/* Text of that name, or its bytes in hexadecimal digits. */
static const char *
name(const json_t *record, const char *text, const char *hex)
{
	const char *s = fxr_str(record, text);

	return *s != '\0' ? s : fxr_str(record, hex);
}

/* The file, its state, and the member of an archive, as far as there are. */
static void
owner(struct fxr_out *o, const json_t *r)
{
	const json_t *file = json_object_get(r, "file");
	const char *path = name(file, "path", "path_hex");
	const char *member = name(r, "member", "member_hex");

	fxr_html(o, "<td><bdi>");
	fxr_textn(o, path, strlen(path), FX_REPORT_CELL);
	fxr_html(o, "</bdi>");
	if (file != NULL) {
		fxr_html(o, " <span class=\"state\">");
		fxr_text(o, fxr_str(file, "state"));
		fxr_html(o, "</span>");
	}
	if (*member != '\0') {
		fxr_html(o, " <div>member <bdi>");
		fxr_textn(o, member, strlen(member), FX_REPORT_CELL);
		fxr_html(o, "</bdi></div>");
	}
	fxr_html(o, "</td>");
}

static void
attributes(struct fxr_out *o, json_t *attrs)
{
	const char *key;
	json_t *value;
	bool more = false;

	fxr_html(o, "<td>");
	json_object_foreach (attrs, key, value) {
		fxr_html(o, more ? ", <bdi>" : "<bdi>");
		fxr_text(o, key);
		fxr_html(o, " ");
		fxr_textn(o, json_string_value(value),
		    json_string_length(value), FX_REPORT_CELL);
		fxr_html(o, "</bdi>");
		more = true;
	}
	fxr_html(o, "</td>");
}

static void
row(struct fxr_out *o, const json_t *r)
{
	int64_t score = json_integer_value(json_object_get(r, "score"));

	fxr_html(o, "<tr><th scope=\"row\">");
	fxr_printf(o, "%" JSON_INTEGER_FORMAT,
	    json_integer_value(json_object_get(r, "seq")));
	fxr_html(o, "</th>");
	cell(o, fxr_str(r, "class"));
	cell(o, fxr_str(r, "mask"));
	fxr_html(o, "<td>");
	fxr_printf(o, "%" JSON_INTEGER_FORMAT " %s", (json_int_t)score,
	    fxr_rating(score));
	fxr_html(o, "</td><td>");
	fxr_printf(o, "%" JSON_INTEGER_FORMAT ": ",
	    json_integer_value(json_object_get(r, "src")));
	fxr_html(o, "<bdi>");
	fxr_textn(o, fxr_str(r, "path"), strlen(fxr_str(r, "path")),
	    FX_REPORT_CELL);
	fxr_html(o, "</bdi></td>");
	owner(o, r);
	attributes(o, json_object_get(r, "attrs"));
	fxr_html(o, "<td></td></tr>\n");
}

void
fxr_findings(struct fxr_out *o, const struct fxr_facts *f)
{
	size_t i;

	for (i = 0; i < f->nfirst; i++)
		row(o, f->first[i]);
}
