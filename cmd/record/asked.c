/* asked.c - what the command line of fxrecord asks for */
#include "asked.h"
#include "cli.h"

volatile sig_atomic_t asked_stop;

const char *
asked_next(const struct asked *a, int option, size_t *at)
{
	while (*at < a->ngiven)
		if (a->given[(*at)++].option == option)
			return a->given[*at - 1].arg;
	return NULL;
}

const char *
asked(const struct asked *a, int option)
{
	const char *arg, *last = NULL;
	size_t at = 0;

	while ((arg = asked_next(a, option, &at)) != NULL)
		last = arg;
	return last;
}

void
asked_say(const char *words, void *arg)
{
	const struct asked *a = arg;

	cli_warn("%s: %s", a->path, words);
}

int
asked_fail(const struct asked *a, const struct fx_err *err)
{
	cli_error(a->path, err);
	return CLI_FAIL;
}
