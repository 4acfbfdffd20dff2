/* cli.c - options, words to people, exits */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "term.h"

enum { OPTIONS_MAX = 40, LINE_LEN = 1024 };

const char cli_version[] = FX_VERSION, cli_build[] = FX_BUILD;

static const char *cli_name = "?", *cli_text = "";

void
cli_init(const char *name, const char *usage)
{
	cli_name = name;
	cli_text = usage;
	term_init();
}

/* Copy the table, append -h and -V, derive the short options. */
static void
complete(const struct option *options, struct option *all, char *brief)
{
	static const struct option common[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ 0 },
	};
	size_t i, n = 0;

	while (n < OPTIONS_MAX && options[n].name != NULL) {
		all[n] = options[n];
		n++;
	}
	memcpy(&all[n], common, sizeof(common));
	for (i = 0; all[i].name != NULL; i++) {
		if (all[i].val >= 256)
			continue;
		*brief++ = (char)all[i].val;
		if (all[i].has_arg == required_argument)
			*brief++ = ':';
	}
	*brief = '\0';
}

int
cli_getopt(int argc, char *argv[], const struct option *options)
{
	struct option all[OPTIONS_MAX + 3];
	char brief[2 * (OPTIONS_MAX + 3)];
	int ch;

	complete(options, all, brief);
	switch (ch = getopt_long(argc, argv, brief, all, NULL)) {
	case 'h':
		fputs(cli_text, stdout);
		exit(cli_finish(CLI_OK));
	case 'V':
		printf("%s %s (%s)\n", cli_name, cli_version, cli_build);
		exit(cli_finish(CLI_OK));
	case '?':
		cli_usage();
	default:
		return ch;
	}
}

void
cli_usage(void)
{
	fputs(cli_text, stderr);
	exit(CLI_USAGE);
}

static void __attribute__((format(printf, 1, 0)))
vwarn(const char *fmt, va_list ap)
{
	struct fx_buf shown = { 0 };
	char line[LINE_LEN];

	vsnprintf(line, sizeof(line), fmt, ap);
	/* The words may quote an operand: nothing of it steers a terminal. */
	term_text(&shown, line, strlen(line), 0);
	fprintf(stderr, "%s: %s\n", cli_name, fx_buf_text(&shown));
	fx_buf_done(&shown);
}

void
cli_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarn(fmt, ap);
	va_end(ap);
}

void
cli_die(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarn(fmt, ap);
	va_end(ap);
	exit(code);
}

void
cli_error(const char *operand, const struct fx_err *err)
{
	if (operand != NULL)
		cli_warn("%s: %s", operand, err->msg);
	else
		cli_warn("%s", err->msg);
}

int64_t
cli_number(const char *option, const char *text, int64_t lo, int64_t hi)
{
	char *end;
	intmax_t v;

	errno = 0;
	v = strtoimax(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || v < lo || v > hi)
		cli_die(CLI_USAGE, "%s: '%s' is not a number from %jd to %jd",
		    option, text, (intmax_t)lo, (intmax_t)hi);
	return v;
}

int
cli_finish(int rc)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return rc;
	cli_warn("cannot write to standard output: %s", strerror(errno));
	return CLI_FAIL;
}
