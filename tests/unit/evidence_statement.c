/* evidence_statement.c - what people may state, of which records, in which
 * lists
 */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/statement.h"
#include "tap.h"

static const struct {
	const char *what, *text, *why; /* NULL: it may be stated */
} texts[] = {
	{ "a name", "badge 1234", NULL },
	{ "accents",
	    "Zo\xc3\xab \xc4\x8c"
	    "apek",
	    NULL },
	{ "Hebrew, with a mark",
	    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\xe2\x80\x8f!", NULL },
	{ "Persian, with a joiner", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae",
	    NULL },
	{ "one character", "x", NULL },
	{ "nothing", "", "is empty" },
	{ "a new line", "a\nb",
	    "holds the character U+000A, which does not show" },
	{ "a tab", "a\tb", "holds the character U+0009, which does not show" },
	{ "an escape", "\x1b[2J",
	    "holds the character U+001B, which does not show" },
	{ "DEL", "a\x7f", "holds the character U+007F, which does not show" },
	{ "C1", "a\xc2\x9b",
	    "holds the character U+009B, which does not show" },
	{ "a separator of lines", "a\xe2\x80\xa8",
	    "holds the character U+2028, which does not show" },
	{ "an override", "fdp.\xe2\x80\xae.\xe2\x80\xac",
	    "holds the character U+202E, which does not show" },
	{ "an isolate", "\xe2\x81\xa6x\xe2\x81\xa9",
	    "holds the character U+2066, which does not show" },
	{ "Latin-1", "Zo\xeb", "is not text in UTF-8" },
	{ "overlong", "\xc0\x80", "is not text in UTF-8" },
	{ "a noncharacter", "\xef\xbf\xbf", "is not text in UTF-8" },
};

static void
check_text(size_t i)
{
	size_t n = strlen(texts[i].text);
	char *copy = malloc(n > 0 ? n : 1);
	struct fx_err err = { 0 };
	int rc;

	memcpy(copy, texts[i].text, n);
	rc = fx_statement_check(copy, n, &err);
	free(copy);
	is_int(rc, texts[i].why == NULL ? 0 : -1, "%s", texts[i].what);
	if (texts[i].why != NULL)
		is_str(err.msg, texts[i].why, "%s: the words", texts[i].what);
}

static void
lengths(void)
{
	static char text[FX_STATEMENT_LEN + 1];
	struct fx_err err = { 0 };

	memset(text, 'a', sizeof(text));
	is_int(fx_statement_check(text, FX_STATEMENT_LEN, &err), 0,
	    "as long as a text may be");
	is_int(fx_statement_check(text, sizeof(text), &err), -1,
	    "one byte more");
	is_int(err.code, FX_ELIMIT, "is past the limit");
	is_str(err.msg, "is longer than 4096 bytes", "the words");
}

/* Words that were masked before: checked, put as they are, or left out. */
static void
added(void)
{
	json_t *v = json_object();
	struct fx_err err = { 0 };

	is_int(fx_statement_add(v, "why", NULL, &err), 0, "no words");
	is_int(json_object_size(v), 0, "leave no member");
	is_int(fx_statement_add(v, "why", "trial", &err), 0, "words");
	is_str(json_string_value(json_object_get(v, "why")), "trial",
	    "are a member");
	is_int(fx_statement_add(v, "who", "a\033[2J", &err), -1, "an escape");
	is_int(err.code, FX_EARG, "is no argument");
	is_str(err.msg, "who holds the character U+001B, which does not show",
	    "the words");
	is_int(fx_statement_add(v, "who", "", &err), -1, "nothing");
	is_int(json_object_size(v), 1, "neither is put");
	json_decref(v);
}

static const struct {
	const char *statement, *of;
	bool fits;
} fits[] = {
	{ "review", "finding", true },
	{ "review", "error", false },
	{ "review", "genesis", false },
	{ "review", "review", false },
	{ "correct", "genesis", true },
	{ "correct", "source", true },
	{ "correct", "run.begin", true },
	{ "correct", "custody", true },
	{ "correct", "correct", true },
	{ "correct", "reveal", true },
	{ "correct", "export", true },
	{ "correct", "finding", false },
	{ "correct", "error", false },
	{ "correct", "limit", false },
	{ "correct", "run.end", false },
	{ "correct", "review", false },
	{ "correct", "key", false },
	{ "correct", "seal", false },
};

/* A list, and what is read of it: of, verdict, why, by of each line. */
static const struct {
	const char *what, *list, *read;
} lists[] = {
	{ "fields",
	    "3\taccepted\tseen\n12\trejected\tan order number\tbadge 7\n",
	    "1:3 accepted seen . 2:12 rejected an order number badge 7. " },
	{ "no new line at the end", "3\tnote\tlook again",
	    "1:3 note look again . " },
	{ "CR LF, and empty lines", "\r\n3\taccepted\tseen\r\n\r\n",
	    "2:3 accepted seen . " },
	{ "a number and a verdict", "0\taccepted", "1:0 accepted  . " },
	{ "a field that is empty", "3\taccepted\t\tme", "1:3 accepted  me. " },
	{ "the largest number", "9007199254740991\tnote\tx",
	    "1:9007199254740991 note x . " },
	{ "JSON Lines",
	    "{\"of\":3,\"verdict\":\"accepted\",\"why\":\"a\\tb\"}\n"
	    " {\"by\":\"me\",\"verdict\":\"note\",\"of\":12}\n",
	    "1:3 accepted a\tb . 2:12 note  me. " },

	{ "nothing", "", "there is no review in it" },
	{ "empty lines", "\n\n", "there is no review in it" },
	{ "a word", "three\taccepted\tx",
	    "line 1: does not begin with the number of a record" },
	{ "a sign", "+3\taccepted\tx",
	    "line 1: does not begin with the number of a record" },
	{ "a zero in front", "03\taccepted\tx",
	    "line 1: does not begin with the number of a record" },
	{ "a blank in front", " 3\taccepted\tx",
	    "line 1: does not begin with the number of a record" },
	{ "a range", "3-5\taccepted\tx",
	    "line 1: does not begin with the number of a record" },
	{ "a number past all", "9007199254740992\tnote\tx",
	    "line 1: does not begin with the number of a record" },
	{ "no verdict", "3",
	    "line 1: has no verdict that is accepted, rejected "
	    "or note" },
	{ "another verdict", "3\taccepted\tx\n4\tAccepted\tx",
	    "1:3 accepted x . line 2: has no verdict that is accepted, "
	    "rejected or note" },
	{ "five fields", "3\taccepted\ta\tb\tc",
	    "line 1: has more than four fields" },
	{ "JSON that is none", "{\"of\":3,", "line 1: is no JSON object" },
	{ "two of a kind", "{\"of\":3,\"of\":4,\"verdict\":\"note\"}",
	    "line 1: is no JSON object" },
	{ "fields behind JSON", "{\"of\":3,\"verdict\":\"note\"}\n4\tnote\tx",
	    "1:3 note  . line 2: is no JSON object" },
	{ "a member that is not known",
	    "{\"of\":3,\"verdict\":\"note\",\"score\":4}",
	    "line 1: has members other than of, verdict, by and why" },
	{ "a number that is text", "{\"of\":\"3\",\"verdict\":\"note\"}",
	    "line 1: has no member of, the number of a record" },
	{ "a number below zero", "{\"of\":-3,\"verdict\":\"note\"}",
	    "line 1: has no member of, the number of a record" },
	{ "a real number", "{\"of\":3.0,\"verdict\":\"note\"}",
	    "line 1: has no member of, the number of a record" },
	{ "a verdict that is none", "{\"of\":3,\"verdict\":1}",
	    "line 1: has no verdict that is accepted, rejected or note" },
	{ "why is none", "{\"of\":3,\"verdict\":\"note\",\"why\":null}",
	    "line 1: has a member by or why that is no text" },
};

static int
on_review(const struct fx_review *r, void *arg, struct fx_err *err)
{
	struct fx_buf *out = arg;

	(void)err;
	fx_buf_printf(out, "%" PRIu64 ":%" PRIu64 " %s ", r->line, r->of,
	    r->verdict);
	if (r->nwhy > 0)
		fx_buf_put(out, r->why, r->nwhy);
	fx_buf_byte(out, ' ');
	if (r->nby > 0)
		fx_buf_put(out, r->by, r->nby);
	fx_buf_str(out, ". ");
	return 0;
}

static int
refuse(const struct fx_review *r, void *arg, struct fx_err *err)
{
	(void)arg;
	return r->line < 3 ? 0 : fx_fail(err, FX_EARG, 0, "no more");
}

static void
check_list(size_t i)
{
	size_t n = strlen(lists[i].list);
	char *copy = malloc(n > 0 ? n : 1);
	struct fx_buf out = { 0 };
	struct fx_err err = { 0 };

	memcpy(copy, lists[i].list, n);
	if (fx_reviews_read(copy, n, on_review, &out, &err) == -1)
		fx_buf_str(&out, err.msg);
	is_str(fx_buf_text(&out), lists[i].read, "%s", lists[i].what);
	fx_buf_done(&out);
	free(copy);
}

static void
bounds(void)
{
	static char line[FX_REVIEW_LINE + 2];
	static const char many[] = "3\tnote\n3\tnote\n3\tnote\n";
	struct fx_buf out = { 0 };
	struct fx_err err = { 0 };

	memset(line, 'x', sizeof(line));
	memcpy(line, many, strcspn(many, "\n"));
	line[strcspn(many, "\n")] = '\t';
	is_int(fx_reviews_read(line, FX_REVIEW_LINE, on_review, &out, &err), 0,
	    "as long as a line may be");
	is_int(fx_reviews_read(line, FX_REVIEW_LINE + 1, on_review, &out, &err),
	    -1, "one byte more");
	is_str(err.msg, "line 1: is longer than 16384 bytes", "the words");
	is_int(err.code, FX_ELIMIT, "is past the limit");
	fx_buf_done(&out);
	is_int(fx_reviews_read(many, sizeof(many) - 1, refuse, NULL, &err), -1,
	    "a line that the caller refuses");
	is_str(err.msg, "line 3: no more", "in its words");
	is_int(err.code, FX_EARG, "with its code");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(texts); i++)
		check_text(i);
	lengths();
	added();
	for (i = 0; i < FX_LEN(fits); i++)
		ok(fx_statement_fits(fits[i].statement, fits[i].of) ==
			fits[i].fits,
		    "%s of a %s", fits[i].statement, fits[i].of);
	for (i = 0; i < FX_LEN(lists); i++)
		check_list(i);
	bounds();
	return done();
}
