/* fxcheck.c - one value a line: is it valid, and if not, why not */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/json.h"
#include "forensic/modulus.h"
#include "forensic/scheme.h"
#include "tables.h"
#include "term.h"

static const char usage[] =
    "usage: fxcheck [-hV] [--json] [--modulus file] scheme [value ...]\n"
    "       fxcheck [-hV] [--json] --list\n";

enum { OPT_JSON = 256, OPT_LIST, OPT_MODULUS };
enum { VALUE_MOST = 64 << 10 }; /* bytes of a line that are kept */

static const struct option options[] = {
	{ "json", no_argument, NULL, OPT_JSON },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "modulus", required_argument, NULL, OPT_MODULUS },
	{ 0 },
};

static const struct fx_scheme *const *const sets[] = { fx_schemes,
	carver_schemes };

static struct fx_modulus modulus; /* of --modulus */

struct check {
	const struct fx_scheme *scheme;
	bool json, tty;
	bool british, german; /* ask others what the scheme leaves open */
	bool invalid, open;   /* an answer was no; one could not be had */
	struct fx_buf out;
};

static const struct fx_scheme *
find(const char *name)
{
	const struct fx_scheme *s = NULL;
	size_t i;

	for (i = 0; i < FX_LEN(sets) && s == NULL; i++)
		s = fx_scheme_find(sets[i], name);
	return s;
}

static void __attribute__((noreturn)) unknown(const char *name)
{
	const struct fx_scheme *const *s;
	struct fx_buf names = { 0 };
	size_t i;

	for (i = 0; i < FX_LEN(sets); i++)
		for (s = sets[i]; *s != NULL; s++)
			fx_buf_printf(&names, " %s", (*s)->name);
	cli_die(CLI_USAGE, "'%s' is no scheme; schemes:%s", name,
	    fx_buf_text(&names));
}

/* Write what waits in out, at once. Returns false when output is lost. */
static bool
flush(struct check *c)
{
	bool whole = !c->out.failed &&
	    fwrite(c->out.p, 1, c->out.len, stdout) == c->out.len &&
	    fflush(stdout) == 0;

	fx_buf_reset(&c->out);
	return whole;
}

/* One line, whatever is in the value: a newline, which only an operand can
 * have, is shown as \n. */
static void
put_text(struct check *c, const char *p, size_t n, enum fx_answer answer)
{
	size_t i;

	if (c->tty)
		term_text(&c->out, p, n, 0);
	else
		for (i = 0; i < n; i++)
			if (p[i] == '\n')
				fx_buf_str(&c->out, "\\n");
			else
				fx_buf_byte(&c->out, (unsigned char)p[i]);
	fx_buf_printf(&c->out, "\t%s\n", fx_answer_text(answer));
}

static void
put_json(struct check *c, const char *p, size_t n, enum fx_answer answer,
    const struct fx_checked *got)
{
	struct fx_json j = { .out = &c->out };
	size_t i;

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "scheme", c->scheme->name);
	fx_json_key(&j, "value");
	fx_json_bytes(&j, p, n);
	fx_json_kstr(&j, "verdict", fx_answer_text(answer));
	if (got->n > 0)
		fx_json_kstr(&j, "canonical", got->value);
	if (answer == FX_VALID)
		fx_json_kint(&j, "bits", got->tenths / 10);
	fx_json_key(&j, "parts");
	fx_json_open(&j, '{');
	for (i = 0; i < got->nparts; i++)
		fx_json_kstr(&j, got->parts[i].key, got->parts[i].value);
	fx_json_close(&j, '}');
	fx_json_close(&j, '}');
	fx_buf_byte(&c->out, '\n');
}

/* What the scheme says; where it does not know, the user's table or library. */
static enum fx_answer
ask(const struct check *c, const char *p, size_t n, struct fx_checked *got)
{
	enum fx_answer a = fx_scheme_check(c->scheme, p, n, got);

	if (a == FX_NOT_CHECKABLE && c->british)
		a = fx_modulus_check(&modulus, got->value);
	else if (a == FX_NOT_CHECKABLE && c->german)
		a = tables_german(got->value);
	return a;
}

/* Answer one value; cut: there was more of it than is kept. */
static bool
answer(struct check *c, const char *p, size_t n, bool cut)
{
	struct fx_checked got = { .n = 0 };
	enum fx_answer a = cut ? FX_BAD_LENGTH : ask(c, p, n, &got);

	if (c->json)
		put_json(c, p, n, a, &got);
	else
		put_text(c, p, n, a);
	if (a == FX_NOT_CHECKABLE)
		c->open = true;
	else if (a != FX_VALID)
		c->invalid = true;
	return flush(c);
}

/*
 * The next line of standard input, without its end, LF or CR LF; VALUE_MOST
 * bytes of it at most.  Returns false if there is none.
 */
static bool
next_line(struct fx_buf *line, bool *cut)
{
	bool any = false;
	int ch;

	fx_buf_reset(line);
	*cut = false;
	while ((ch = getc_unlocked(stdin)) != EOF) {
		any = true;
		if (ch == '\n')
			break;
		if (line->len < VALUE_MOST)
			fx_buf_byte(line, ch);
		else
			*cut = true;
	}
	if (!*cut && line->len > 0 && line->p[line->len - 1] == '\r')
		line->len--;
	return any;
}

static int
read_lines(struct check *c)
{
	struct fx_buf line = { 0 };
	unsigned long number = 0;
	bool cut, good = true;
	int rc = CLI_OK;

	while (good && next_line(&line, &cut)) {
		number++;
		if (cut)
			cli_warn("line %lu: cut at %d bytes", number,
			    VALUE_MOST);
		good = !line.failed &&
		    answer(c, fx_buf_text(&line), line.len, cut);
	}
	if (ferror(stdin)) {
		cli_warn("stdin: cannot read: %s", strerror(errno));
		rc = number > 0 ? CLI_PARTIAL : CLI_FAIL;
	}
	if (line.failed)
		cli_die(CLI_FAIL, "out of memory");
	fx_buf_done(&line);
	return rc;
}

static void
list(struct check *c)
{
	const struct fx_scheme *const *s;
	struct fx_json j;
	size_t i;

	for (i = 0; i < FX_LEN(sets); i++)
		for (s = sets[i]; *s != NULL; s++) {
			if (!c->json) {
				fx_buf_printf(&c->out, "%s\t%s\t%s\n",
				    (*s)->name, (*s)->about, (*s)->standard);
				continue;
			}
			j = (struct fx_json){ .out = &c->out };
			fx_json_open(&j, '{');
			fx_json_kstr(&j, "scheme", (*s)->name);
			fx_json_kstr(&j, "about", (*s)->about);
			fx_json_kstr(&j, "standard", (*s)->standard);
			fx_json_kint(&j, "bits", (*s)->tenths / 10);
			fx_json_close(&j, '}');
			fx_buf_byte(&c->out, '\n');
		}
	flush(c);
}

static int
values(struct check *c, char *argv[], int n)
{
	int i, rc = CLI_OK;

	if (n == 0)
		rc = read_lines(c);
	for (i = 0; i < n; i++)
		if (!answer(c, argv[i], strlen(argv[i]), false))
			break;
	if (rc == CLI_OK && c->invalid)
		rc = CLI_NO;
	else if (rc == CLI_OK && c->open)
		rc = CLI_PARTIAL;
	return rc;
}

int
main(int argc, char *argv[])
{
	struct check c = { .tty = isatty(STDOUT_FILENO) == 1 };
	bool all = false;
	int ch, rc = CLI_OK;

	cli_init("fxcheck", usage);
	while ((ch = cli_getopt(argc, argv, options)) != -1) {
		if (ch == OPT_JSON)
			c.json = true;
		else if (ch == OPT_LIST)
			all = true;
		else if (ch == OPT_MODULUS)
			tables_modulus(&modulus, optarg);
	}
	if (all == (optind < argc))
		cli_usage();
	if (all) {
		list(&c);
	} else {
		if ((c.scheme = find(argv[optind])) == NULL)
			unknown(argv[optind]);
		c.british = strcmp(c.scheme->name, "bank:gb") == 0;
		c.german = strcmp(c.scheme->name, "bank:de.blz") == 0;
		rc = values(&c, argv + optind + 1, argc - optind - 1);
	}
	fx_buf_done(&c.out);
	return cli_finish(rc);
}
