/* cli.c - options, words to people, exits */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "term.h"

enum { OPTIONS_MAX = 64 };

const char cli_version[] = FX_VERSION, cli_build[] = FX_BUILD;

static const char *cli_name = "?", *cli_text = "";

/*
 * A standard descriptor that is closed would become the next file opened, and
 * words for people would be written into it.  It is held by one that cannot be
 * used: what is read from it, or written to it, fails as it did.
 */
static void
hold_standard(void)
{
	int fd, held;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
			continue;
		held = open("/dev/null",
		    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
		if (held != fd)
			_exit(CLI_FAIL);
	}
}

void
cli_init(const char *name, const char *usage)
{
	hold_standard();
	cli_name = name;
	cli_text = usage;
	opterr = 0; /* what getopt says is not fit for a terminal */
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
	*brief++ = ':'; /* tell a missing argument apart */
	for (i = 0; all[i].name != NULL; i++) {
		if (all[i].val >= 256)
			continue;
		*brief++ = (char)all[i].val;
		if (all[i].has_arg == required_argument)
			*brief++ = ':';
	}
	*brief = '\0';
}

/* Say what is wrong with the option that getopt refused. */
static void
bad_option(char *argv[], int ch)
{
	const char *word = argv[optind > 1 ? optind - 1 : 1];

	if (ch == ':')
		cli_warn("%s: an argument is missing", word);
	else if (strncmp(word, "--", 2) == 0)
		cli_warn("%s: %s", word,
		    optopt != 0 ? "takes no argument"
				: "no option, or more than one");
	else
		cli_warn("-%c: no such option", optopt);
}

int
cli_getopt(int argc, char *argv[], const struct option *options)
{
	struct option all[OPTIONS_MAX + 3];
	char brief[2 * (OPTIONS_MAX + 3) + 1];
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
	case ':':
		bad_option(argv, ch);
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

/* Append words for people: they may quote an operand, or evidence. */
static void __attribute__((format(printf, 3, 0)))
put_words(struct fx_buf *out, bool mask, const char *fmt, va_list ap)
{
	char *words = NULL;
	int n = vasprintf(&words, fmt, ap);

	if (n == -1)
		fx_buf_str(out, "out of memory");
	else if (mask)
		term_name(out, words, (size_t)n, 0);
	else
		term_text(out, words, (size_t)n, 0);
	if (n != -1)
		free(words);
	fx_buf_byte(out, '\n');
}

static void __attribute__((format(printf, 1, 0)))
vwarn(const char *fmt, va_list ap)
{
	struct fx_buf line = { 0 };

	fx_buf_printf(&line, "%s: ", cli_name);
	put_words(&line, true, fmt, ap);
	fputs(fx_buf_text(&line), stderr);
	fx_buf_done(&line);
}

void
cli_say(const char *fmt, ...)
{
	struct fx_buf line = { 0 };
	va_list ap;

	va_start(ap, fmt);
	put_words(&line, false, fmt, ap);
	va_end(ap);
	fputs(fx_buf_text(&line), stdout);
	fx_buf_done(&line);
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
	const char *digits = text[0] == '-' ? text + 1 : text;
	char *end;
	intmax_t v;

	errno = 0;
	v = strtoimax(text, &end, 10);
	/* strtoimax(3) passes over blanks and a plus sign */
	if (*digits < '0' || *digits > '9' || *end != '\0' || errno != 0 ||
	    v < lo || v > hi)
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
