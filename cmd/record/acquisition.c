/* acquisition.c - fxrecord --acquisition: the log of how an image was made */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "cli.h"
#include "forensic/utf8.h"
#include "small.h"

/* A log of another exhibit is most often a slip of the hand. */
static void
compare_exhibit(const struct asked *a)
{
	const char *log = a->acquisition->text[FX_ACQ_EXHIBIT];
	const char *exhibit = asked(a, OPT_EXHIBIT);

	if (exhibit != NULL && log[0] != '\0' && strcmp(exhibit, log) != 0)
		cli_warn("%s is of exhibit %s, not of %s",
		    asked(a, OPT_ACQUISITION), log, exhibit);
}

void
acquisition_check(struct asked *a)
{
	const char *path = asked(a, OPT_ACQUISITION);
	const char *blocker = asked(a, OPT_BLOCKER);
	struct fx_buf log = { 0 };
	struct fx_err err;

	if (path == NULL && blocker != NULL)
		cli_die(CLI_USAGE, "--write-blocker wants --acquisition");
	if (path == NULL)
		return;
	if ((a->acquisition = calloc(1, sizeof(*a->acquisition))) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	small_file(&log, path, FX_ACQ_LEN);
	if (fx_acquisition_read(a->acquisition, log.p, log.len, &err) == -1)
		cli_die(CLI_FAIL, "%s: %s", path, err.msg);
	fx_buf_done(&log);
	compare_exhibit(a);
	if (blocker == NULL)
		return;
	if (strlen(blocker) > FX_ACQ_TEXT ||
	    !fx_utf8_ok(blocker, strlen(blocker)))
		cli_die(CLI_USAGE,
		    "--write-blocker: not text of at most %d bytes",
		    FX_ACQ_TEXT);
	memcpy(a->acquisition->text[FX_ACQ_BLOCKER], blocker,
	    strlen(blocker) + 1);
}

void
acquisition_told(const struct asked *a, const struct fx_run_told *run)
{
	if (run->acquired == NULL)
		return;
	if (strcmp(run->acquired, "mismatch") == 0)
		cli_warn("%s: run %" PRIu64 " did not read the image that was "
			 "acquired: %s",
		    a->path, run->run, run->words);
	else if (strcmp(run->acquired, "match") == 0 && !a->quiet)
		cli_warn("%s: run %" PRIu64 " read the image that was "
			 "acquired (%s)",
		    a->path, run->run, run->words);
	else if (strcmp(run->acquired, "uncompared") == 0 &&
	    a->acquisition != NULL)
		cli_warn("%s: run %" PRIu64 " could not be compared with the "
			 "acquisition: %s; scan with --hash "
			 "md5,sha1,sha256",
		    a->path, run->run, run->words);
}
