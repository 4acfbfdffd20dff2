/*
 * engine_parallel.c - GNU parallel: a few machines by ssh, without a scheduler
 *
 * Its log of jobs is kept, but decides nothing: by that a later run would skip
 * jobs by their number, whatever they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "engine.h"
#include "place.h"
#include "signals.h"

static uint64_t
most(struct fx_err *err)
{
	struct command c = { 0 };
	struct fx_buf out = { 0 };
	int rc;

	command_add(&c, "parallel", "--version", NULL);
	rc = command_run(&c, &out, err);
	if (rc != -1 && strncmp(fx_buf_text(&out), "GNU parallel ", 13) != 0)
		rc = fx_fail(err, FX_EARG, 0,
		    "the program called parallel is not GNU parallel");
	fx_buf_done(&out);
	return rc == -1 ? 0 : UINT64_MAX;
}

static int
hand_out(const struct round *r, struct fx_err *err)
{
	const struct engine_asked *asked = r->asked;
	struct command c = { 0 };
	struct fx_buf task = { 0 };
	char *log = place_path(r->dir, "%u.joblog", r->number);
	char jobs[16];
	size_t i;
	int rc = 0;

	snprintf(jobs, sizeof(jobs), "-j%u", r->b->jobs);
	fx_buf_printf(&task, "%s {} %s", r->work, r->folder);
	/* It has its own words in braces, and no way to quote them. */
	if (strchr(r->work, '{') != NULL || strchr(r->folder, '{') != NULL)
		rc = fx_fail(err, FX_EARG, 0,
		    "GNU parallel takes no names with a brace in them");
	command_add(&c, "parallel", "--will-cite", "--retries", "3", "--joblog",
	    log, NULL);
	if (r->b->jobs != 0)
		command_add(&c, jobs, NULL);
	for (i = 0; i < asked->logins; i++)
		command_add(&c, "--sshlogin", asked->login[i], NULL);
	command_add(&c, "--arg-file", r->list, fx_buf_text(&task), NULL);
	if (rc == 0)
		rc = fx_buf_check(&task, err);
	/* How many failed is on file with the units. */
	if (rc == 0)
		rc = command_run(&c, NULL, err) == -1 ? -1 : 0;
	free(log);
	fx_buf_done(&task);
	return signals_stop ? 1 : rc;
}

const struct engine engine_parallel = {
	.name = "parallel",
	.logins = true,
	.most = most,
	.hand_out = hand_out,
};
