/* about.h - this program, this machine, this user: what a run line tells */
#ifndef ABOUT_H
#define ABOUT_H

#include "forensic/finding.h"

/* Has what run points to; run.notes is the caller's to set. */
struct about {
	struct fx_line_run run;
	const char *libs[32];
	char magic[16], pcre2[64];
	char **argv;
	char exe[2 * FX_SHA256_LEN + 1];
	char host[256], user[256], boot[40];
};

/*
 * What there is to tell; argv is taken as it stands now, before getopt_long(3)
 * sorts it.  The caller ends it with about_done.  Returns 0; or -1 and err if
 * the program's own file cannot be read, or memory is out.
 */
int about_this(struct about *a, int argc, char *argv[], struct fx_err *err);
void about_done(struct about *a); /* { 0 } is fine */

#endif
