/* job.h - one scan of one source: its lines or its table, progress, words */
#ifndef JOB_H
#define JOB_H

#include "about.h"
#include "forensic/files.h"
#include "lists.h"
#include "out.h"
#include "owner.h"
#include "parts.h"
#include "progress.h"
#include "table.h"
#include "tree.h"

struct job {
	/* What to do; set by the caller. */
	const struct fx_carver *const *set;
	const char *const *names; /* of the set */
	struct fx_scan_options opt;
	unsigned int flags; /* for fx_image_open */
	bool json;          /* lines, else a table */
	bool quiet;         /* no output: is there a finding or not */
	bool verbose;
	struct parts parts;
	struct known known;
	struct lists lists; /* opt.marks is of them */
	const char *stdin_name;
	enum progress_mode mode;
	const struct fx_line_run *run; /* NULL: not known */

	/* What came of all sources so far. */
	bool found;
	uint64_t errors;
	uint64_t limits;
	uint64_t left;  /* sources that a signal kept from being begun; */
	bool left_more; /* and others, which were not counted; */
	bool left_told; /* the lines have the first of them */

	/* Of the source at hand. */
	const char *path;
	struct out out;
	struct table table;
	struct progress progress;
	uint64_t skipped[FX_SCAN_CARVERS]; /* findings in known files */
	uint64_t source_errors, source_limits;
	struct owner owner;             /* whose bytes a finding is */
	struct fx_files *files;         /* those in pieces; NULL: not known */
	struct fx_err unmapped;         /* why neither could be learnt */
	struct fx_scan_jobs files_jobs; /* to scan these */
	char notes[256];                /* of its run line */
	struct tree *tree;              /* the folder that it is of, or NULL */
};

/*
 * Scan one source and tell it on standard output, and what went wrong on
 * standard error.  Returns 0 if it was covered, or as far as the stop flag let
 * it; -1 if it could not be opened or read at all.  Lost output shows in
 * out.lost.  Once a signal has come a source is not begun, but counted in left;
 * the first of them is told, as interrupted before its first byte.  From the
 * first source on signals are watched, and stay so.
 */
int job_run(struct job *job, const char *operand);

/*
 * Scan each file of a folder as a source of its own.  Returns 0 if all were
 * covered; 1 if some were not, or could not be looked at; -1 if none was.
 */
int job_run_folder(struct job *job, const char *operand);

/* Say how many sources were left, if any were. */
void job_say_left(const struct job *job);

#endif
