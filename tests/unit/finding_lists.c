/* finding_lists.c - stop and alert lists at once: which of them has the word */
#include <stdlib.h>
#include <string.h>

#include "forensic/lists.h"
#include "tap.h"

#define PAN "4539578763621486"
#define TRACK PAN "=27121010000"
#define HARD "/^(\\d+)+[xy]/\n" /* too many steps for a long number */
#define LONG "45395787636214861486148614861486148614861486"

static const struct fx_carver carver = {
	.name = "t.card",
	.attrs = {
		{ "pan", FX_PRIVATE, false },
		{ "scheme", FX_PUBLIC, false },
		{ "cvv", FX_PRIVATE, true },
		{ "raw", FX_DROPPED, false },
	},
};

static struct fx_list *
make(const char *text)
{
	struct fx_err err;
	struct fx_list *l = fx_list_new(&err);

	if (l == NULL || fx_list_add(l, text, strlen(text), &err) == -1 ||
	    fx_list_end(l, &err) == -1)
		abort();
	return l;
}

static const struct {
	const char *what, *alert[2], *stop[2], *value;
	enum fx_marked kind;
	unsigned int list, line;
	bool open;
} cases[] = {
	{ "no list", { NULL }, { NULL }, PAN, FX_UNMARKED, 0, 0, false },
	{ "on none", { "1\n" }, { "2\n" }, PAN, FX_UNMARKED, 0, 0, false },
	{ "stopped", { "1\n" }, { "x\n" PAN }, PAN, FX_STOPPED, 1, 2, false },
	{ "looked for", { PAN }, { "1\n" }, PAN, FX_ALERTED, 1, 1, false },
	{ "on both", { "x\n" PAN }, { PAN }, PAN, FX_ALERTED, 1, 2, false },
	{ "in a second list", { NULL }, { "1", PAN }, PAN, FX_STOPPED, 2, 1,
	    false },
	{ "in two lists", { "x\n\n" PAN, PAN }, { NULL }, PAN, FX_ALERTED, 1, 3,
	    false },
	{ "what carries it", { PAN }, { NULL }, TRACK, FX_ALERTED, 1, 1,
	    false },
	{ "is not stopped", { NULL }, { PAN }, TRACK, FX_UNMARKED, 0, 0,
	    false },
	{ "what is public", { "visa" }, { NULL }, TRACK, FX_UNMARKED, 0, 0,
	    false },
	{ "what is secret", { "739" }, { NULL }, TRACK, FX_UNMARKED, 0, 0,
	    false },
	{ "what is dropped", { "rest" }, { NULL }, TRACK, FX_UNMARKED, 0, 0,
	    false },
	{ "alert left open", { HARD }, { NULL }, LONG, FX_UNMARKED, 0, 0,
	    true },
	{ "so nothing is stopped", { HARD }, { LONG }, LONG, FX_UNMARKED, 0, 0,
	    true },
	{ "unless there is one", { HARD, LONG }, { LONG }, LONG, FX_ALERTED, 2,
	    1, false },
	{ "stop left open", { "1" }, { HARD }, LONG, FX_UNMARKED, 0, 0, true },
	{ "but another holds", { "1" }, { HARD, "/^4/" }, LONG, FX_STOPPED, 2,
	    1, false },
};

static void
check(size_t i)
{
	static const struct fx_found_attr attrs[] = { { "scheme", "visa" },
		{ "pan", PAN }, { "cvv", "739" }, { "raw", "rest" } };
	const struct fx_scan_item item = { .carver = &carver,
		.value = cases[i].value,
		.nattrs = strcmp(cases[i].value, TRACK) == 0 ? 4 : 0,
		.attrs = attrs };
	struct fx_scan_mark mark = { 0 };
	struct fx_scan_marks marks;
	struct fx_lists l = { 0 };
	size_t k;

	for (k = 0; k < 2; k++) {
		if (cases[i].alert[k] != NULL)
			l.alert[l.nalert++] = make(cases[i].alert[k]);
		if (cases[i].stop[k] != NULL)
			l.stop[l.nstop++] = make(cases[i].stop[k]);
	}
	fx_lists_marks(&l, true, &marks);
	marks.mark(marks.arg, &item, &mark);
	ok(mark.kind == cases[i].kind && mark.open == cases[i].open, "%s: %d%s",
	    cases[i].what, (int)mark.kind, mark.open ? ", open" : "");
	if (mark.kind != FX_UNMARKED)
		ok(mark.list == cases[i].list && mark.line == cases[i].line,
		    "%s: entry %u:%u", cases[i].what, mark.list, mark.line);
	ok(marks.below == (l.nalert > 0) && marks.tell && !marks.text,
	    "%s: what a scan is asked for", cases[i].what);
	for (k = 0; k < 2; k++) {
		fx_list_free(l.alert[k]);
		fx_list_free(l.stop[k]);
	}
}

static void
check_contexts(void)
{
	struct fx_lists l = { .alert = { make("1\n") }, .nalert = 1 };
	struct fx_scan_marks marks;

	fx_lists_marks(&l, false, &marks);
	ok(!marks.text && !marks.tell, "no context is asked for");
	l.stop[l.nstop++] = make(PAN "\tCard: \n");
	fx_lists_marks(&l, false, &marks);
	ok(marks.text, "one is, for a list that has some");
	fx_list_free(l.alert[0]);
	fx_list_free(l.stop[0]);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check(i);
	check_contexts();
	return done();
}
