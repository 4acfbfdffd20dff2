/* case.h - what is told of a case file: its head, its runs, its key */
#ifndef CASE_H
#define CASE_H

#include "forensic/key.h"
#include "forensic/record.h"

/* On stderr: the head of that note, its three lines as one. */
void case_warn_head(const char *path, const char *note);

/* On stderr: a run has been recorded, and what is in it. */
void case_warn_run(const char *path, const struct fx_run_told *run);

/* On stdout: the log that note names, and the key that signs it. */
void case_print(const char *note, const struct fx_pub *pub);

#endif
