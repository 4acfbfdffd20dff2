/*
 * engine_slurm.c - Slurm: an array of jobs, and one behind it that merges
 *
 * sbatch(1) takes from the environment what a site asks for besides: partition,
 * account and so on (SBATCH_PARTITION ...).
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "command.h"
#include "engine.h"
#include "forensic/err.h"
#include "place.h"
#include "signals.h"

enum {
	TICK = 1,     /* seconds between two looks at the queue */
	RESTARTS = 5, /* of a task, by nodes that fail, before it is let be */
	MIB = 20,
};

/* The number behind "NAME = " in what scontrol tells; 0: none. */
static uint64_t
setting(const char *text, const char *name)
{
	const char *s = strstr(text, name);

	if (s == NULL || (s = strchr(s, '=')) == NULL)
		return 0;
	return strtoull(s + 1, NULL, 10);
}

/* As many tasks as an array may have, and half of all jobs there may be. */
static uint64_t
most(struct fx_err *err)
{
	struct command c = { 0 };
	struct fx_buf out = { 0 };
	uint64_t array, jobs;
	int rc;

	command_add(&c, "scontrol", "show", "config", NULL);
	rc = command_run(&c, &out, err);
	array = setting(fx_buf_text(&out), "MaxArraySize");
	jobs = setting(fx_buf_text(&out), "MaxJobCount") / 2;
	fx_buf_done(&out);
	if (rc > 0 || (rc == 0 && array == 0))
		fx_fail(err, FX_EIO, 0, "scontrol tells no MaxArraySize");
	if (rc != 0 || array == 0)
		return 0;
	return jobs > 0 && jobs < array ? jobs : array;
}

/* A file of the round, beside the list: its path. */
static int
put(const struct round *r, const char *tail, const struct fx_buf *text,
    char **path, struct fx_err *err)
{
	char name[64];
	int rc = fx_buf_check(text, err);

	snprintf(name, sizeof(name), "%u%s", r->number, tail);
	*path = place_path(r->dir, "%s", name);
	if (rc == 0)
		rc = place_publish(r->dir, name, text->p, text->len, err);
	return rc == -1 ? -1 : 0;
}

/* The words of sbatch: what all jobs have, then words, and the script. */
static int
submit(const struct round *r, const char *path, const char *log_name,
    const char *const *words, uint64_t *job, struct fx_err *err)
{
	struct command c = { 0 };
	struct fx_buf out = { 0 }, log = { 0 };
	const char *s;
	int rc;

	fx_buf_str(&log, "--output=");
	for (s = r->dir; *s != '\0'; s++) {
		if (*s == '%') /* it stands for something */
			fx_buf_byte(&log, '%');
		fx_buf_byte(&log, *s);
	}
	fx_buf_printf(&log, "/%u.%s.log", r->number, log_name);
	command_add(&c, "sbatch", "--parsable", "--requeue",
	    "--open-mode=append", fx_buf_text(&log), NULL);
	for (; *words != NULL; words++)
		command_add(&c, *words, NULL);
	command_add(&c, path, NULL);
	rc = fx_buf_check(&log, err);
	if (rc == 0)
		rc = command_run(&c, &out, err);
	*job = strtoull(fx_buf_text(&out), NULL, 10);
	if (rc > 0 || (rc == 0 && *job == 0))
		rc = fx_fail(err, FX_EIO, 0, "sbatch took no job");
	fx_buf_done(&out);
	fx_buf_done(&log);
	return rc;
}

/* One task a line of the list. */
static int
submit_units(const struct round *r, uint64_t *job, struct fx_err *err)
{
	const struct batch *b = r->b;
	char array[64], memory[64], threads[64];
	const char *words[8] = { "--job-name=fxbatch", array };
	struct fx_buf text = { 0 }, list = { 0 };
	char *path = NULL;
	size_t n = 2;
	int rc;

	if (b->jobs != 0)
		snprintf(array, sizeof(array), "--array=0-%" PRIu64 "%%%u",
		    r->tasks - 1, b->jobs);
	else
		snprintf(array, sizeof(array), "--array=0-%" PRIu64,
		    r->tasks - 1);
	if (b->memory != 0) {
		snprintf(memory, sizeof(memory), "--mem=%" PRIu64 "M",
		    (b->memory >> MIB) + 1);
		words[n++] = memory;
	}
	if (b->threads != 0) {
		snprintf(threads, sizeof(threads), "--cpus-per-task=%u",
		    b->threads);
		words[n++] = threads;
	}
	command_quote(&list, r->list);
	fx_buf_printf(&text,
	    "#!/bin/sh\n"
	    "# The units of a batch, those of one line of the list a task.\n"
	    "[ \"${SLURM_RESTART_COUNT:-0}\" -lt %d ] || exit 1\n"
	    "%s \"$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" %s)\" %s\n"
	    "rc=$?\n"
	    "[ $rc -ne %d ] || rc=0 # what failed is on file\n"
	    "exit $rc\n",
	    RESTARTS, r->work, fx_buf_text(&list), r->folder, CLI_PARTIAL);
	rc = put(r, ".sh", &text, &path, err);
	if (rc == 0)
		rc = submit(r, path, "%a", words, job, err);
	fx_buf_done(&text);
	fx_buf_done(&list);
	free(path);
	return rc;
}

/* Behind them all, however they ended: the parent case. */
static int
submit_merge(const struct round *r, uint64_t units, uint64_t *job,
    struct fx_err *err)
{
	char after[64];
	const char *words[] = { "--job-name=fxbatch-merge", after, NULL };
	struct fx_buf text = { 0 };
	char *path = NULL;
	int rc;

	snprintf(after, sizeof(after), "--dependency=afterany:%" PRIu64, units);
	fx_buf_printf(&text,
	    "#!/bin/sh\n"
	    "# The case that ties the batch together, if no unit waits.\n"
	    "exec %s merge -q --key %s %s\n",
	    r->program, r->key, r->folder);
	rc = put(r, ".merge.sh", &text, &path, err);
	if (rc == 0)
		rc = submit(r, path, "merge", words, job, err);
	fx_buf_done(&text);
	free(path);
	return rc;
}

/* Is one of the jobs in the queue? 1, 0; -1: the queue cannot be seen now. */
static int
queued(const uint64_t job[2])
{
	struct command c = { 0 };
	struct fx_buf out = { 0 };
	struct fx_err err;
	const char *s;
	uint64_t n;
	int rc;

	command_add(&c, "squeue", "--me", "--noheader", "--format=%F", NULL);
	rc = command_run(&c, &out, &err) == 0 ? 0 : -1;
	for (s = fx_buf_text(&out); rc == 0 && *s != '\0'; s++) {
		n = strtoull(s, NULL, 10);
		rc = n != 0 && (n == job[0] || n == job[1]);
		s += strcspn(s, "\n");
		if (*s == '\0')
			break;
	}
	fx_buf_done(&out);
	return rc;
}

/* Until both jobs are over. 0; 1: a signal came. */
static int
await(const struct round *r, const uint64_t job[2])
{
	const struct timespec tick = { TICK, 0 };
	uint64_t told = 0;
	bool lost = false;
	int rc;

	while (!signals_stop && (rc = queued(job)) != 0) {
		if (rc == -1 && !lost && !signals_stop)
			cli_warn(
			    "Slurm's queue cannot be seen: waiting for it");
		lost = rc == -1;
		engine_tell(r->b, &told);
		nanosleep(&tick, NULL);
	}
	if (!signals_stop)
		engine_tell(r->b, &told);
	if (signals_stop && !r->b->quiet)
		cli_warn("jobs %" PRIu64 " and %" PRIu64
			 " go on: the same command waits for them, scancel(1) "
			 "ends them",
		    job[0], job[1]);
	return signals_stop ? 1 : 0;
}

/* Jobs that are not over, so that a later run finds them. */
static int
put_jobs(const struct round *r, const uint64_t job[2], struct fx_err *err)
{
	struct fx_buf text = { 0 };
	char *path = NULL;
	int rc;

	fx_buf_printf(&text, "%" PRIu64 " %" PRIu64 "\n", job[0], job[1]);
	rc = put(r, ".slurm", &text, &path, err);
	fx_buf_done(&text);
	free(path);
	return rc;
}

static int
hand_out(const struct round *r, struct fx_err *err)
{
	uint64_t job[2];

	if (submit_units(r, &job[0], err) == -1 ||
	    submit_merge(r, job[0], &job[1], err) == -1 ||
	    put_jobs(r, job, err) == -1)
		return -1;
	if (!r->b->quiet)
		cli_warn("job %" PRIu64 ": %" PRIu64 " tasks for %" PRIu64
			 " units; job %" PRIu64 " merges",
		    job[0], r->tasks, r->waiting, job[1]);
	return await(r, job);
}

/* The jobs of the last round of an earlier run, if they are not over. */
static int
adopt(const struct round *r, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	uint64_t job[2] = { 0, 0 };
	char *path = NULL, *end;
	unsigned int n;
	int rc = 0;

	(void)err;
	for (n = 1;; n++) {
		free(path);
		path = place_path(r->dir, "%u.units", n);
		if (access(path, F_OK) == -1)
			break;
	}
	free(path);
	path = place_path(r->dir, "%u.slurm", n - 1);
	if (place_read(&text, path, PLACE_SMALL, err) == 0) {
		job[0] = strtoull(fx_buf_text(&text), &end, 10);
		job[1] = strtoull(end, NULL, 10);
	}
	if (job[0] != 0 && queued(job) == 1)
		rc = await(r, job);
	fx_buf_done(&text);
	free(path);
	return rc;
}

const struct engine engine_slurm = {
	.name = "slurm",
	.most = most,
	.adopt = adopt,
	.hand_out = hand_out,
};
