/* stream.c - fxrecord without an act: findings on standard input */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "act.h"
#include "carvers.h"
#include "case.h"
#include "cli.h"
#include "forensic/record.h"

static void
ended(const struct fx_run_told *run, void *arg)
{
	const struct asked *a = arg;

	acquisition_told(a, run);
	if (a->quiet)
		return;
	case_warn_run(a->path, run);
	case_warn_head(a->path, fx_store_note(a->store));
}

/* A report that can't be read ends it all before the case is touched. */
void
stream_check(struct asked *a)
{
	struct fx_err err;

	if (asked(a, OPT_ERRORS) != NULL)
		validation_read(asked(a, OPT_ERRORS), a->validation);
	acquisition_check(a);
	if (asked(a, OPT_FP_KEY) != NULL &&
	    fx_fp_key_load(&a->fp, asked(a, OPT_FP_KEY), &err) == -1) {
		cli_error(NULL, &err);
		exit(CLI_FAIL);
	}
}

/* Say how much is safe when recording broke off. */
static void
told(const struct asked *a, uint64_t before)
{
	struct fx_store_info now;

	fx_store_info(a->store, &now);
	if (now.onfile <= before)
		return;
	cli_warn("%s: %" PRIu64 " record%s on disk; the next start mends what "
		 "is not whole, and signs",
	    a->path, now.onfile - before,
	    now.onfile - before == 1 ? " is" : "s are");
}

int
stream_run(struct asked *a)
{
	const struct fx_stream_options opt = { .set = carvers,
		.exhibit = asked(a, OPT_EXHIBIT),
		.validation = a->validation[0] != '\0' ? a->validation : NULL,
		.acq = a->acquisition,
		.fp = asked(a, OPT_FP_KEY) != NULL ? &a->fp : NULL,
		.stop = &asked_stop,
		.ended = ended,
		.say = asked_say,
		.arg = a };
	struct fx_store_info before;
	struct fx_err err;
	bool partial;

	if (isatty(STDIN_FILENO))
		cli_warn("reading findings from the terminal");
	fx_store_info(a->store, &before);
	if (fx_record_stream(a->store, STDIN_FILENO, &opt, &partial, &err) == 0)
		return partial ? CLI_PARTIAL : CLI_OK;
	asked_fail(a, &err);
	told(a, before.onfile);
	return CLI_FAIL;
}
