/* stated.c - the words of an option that a record is to hold */
#include <string.h>

#include "carvers.h"
#include "cli.h"
#include "forensic/note.h"
#include "stated.h"

void
stated_check(const char *option, const char *text)
{
	struct fx_err err;

	if (fx_statement_check(text, strlen(text), &err) == -1)
		cli_die(CLI_USAGE, "--%s %s", option, err.msg);
}

/* What is in out is another text. */
static bool
mask(struct fx_buf *out, const char *option, const char *text,
    struct fx_masker **masker)
{
	struct fx_err err;

	stated_check(option, text);
	if (*masker == NULL && (*masker = fx_masker_new(carvers, &err)) == NULL)
		cli_die(CLI_FAIL, "--%s: %s", option, err.msg);
	fx_buf_reset(out);
	if (fx_masker_text(*masker, out, text, strlen(text), &err) == -1)
		cli_die(CLI_FAIL, "--%s: %s", option, err.msg);
	return strcmp(fx_buf_text(out), text) != 0;
}

const char *
stated_masked(struct fx_buf *out, const char *option, const char *text,
    struct fx_masker **masker)
{
	if (text == NULL)
		return NULL;
	if (mask(out, option, text, masker))
		cli_warn("--%s held what looks like a value: it is recorded "
			 "masked",
		    option);
	return fx_buf_text(out);
}

bool
stated_holds(const char *option, const char *text, struct fx_masker **masker)
{
	struct fx_buf out = { 0 };
	bool holds = mask(&out, option, text, masker);

	fx_buf_done(&out);
	return holds;
}

void
stated_name(const char *option, const char *name, struct fx_masker **masker)
{
	if (!fx_origin_ok(name))
		cli_die(CLI_USAGE,
		    "--%s: '%s' has white space or + in it, or is too long",
		    option, name);
	if (stated_holds(option, name, masker))
		cli_die(CLI_USAGE,
		    "--%s holds what looks like a value: a name is signed as "
		    "it stands, and can't be masked",
		    option);
}
