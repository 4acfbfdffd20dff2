/* cli.h - what every tool's main shares: options, words to people, exits */
#ifndef CLI_H
#define CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "forensic/err.h"

/* The version this tool was built as, and of which source tree. */
extern const char cli_version[], cli_build[];

enum cli_exit {
	CLI_OK = 0,    /* done */
	CLI_NO = 1,    /* done, and the answer is no: not found, not intact */
	CLI_USAGE = 2, /* not begun: bad options or operands */
	CLI_PARTIAL =
	    3,        /* finished, but not everything could be read or proven */
	CLI_FAIL = 4, /* nothing could be done, or output was lost */
};

/*
 * Set the name for messages and the usage text; hold the standard descriptors
 * that are closed.  First call of every main.
 */
void cli_init(const char *name, const char *usage);

/*
 * getopt_long(3) from one table, ended by { 0 }.  A val that is a printable
 * character is a short option too; others (>= 256) are long only.  Adds -h and
 * -V; answers them and a bad option itself, and exits.
 */
int cli_getopt(int argc, char *argv[], const struct option *options);

void cli_usage(void) __attribute__((noreturn)); /* to stderr, exit CLI_USAGE */

/*
 * A line for people, to standard error behind the tool's name or to standard
 * output.  Nothing that it quotes steers a terminal: see term_text.  What a
 * warning quotes is masked, too: see term_mask.
 */
void cli_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_die(int code, const char *fmt, ...)
    __attribute__((noreturn, format(printf, 2, 3)));

/* Warn with err's words, behind "operand: " unless that is NULL. */
void cli_error(const char *operand, const struct fx_err *err);

/* A decimal number from lo to hi, or exit CLI_USAGE naming the option. */
int64_t cli_number(const char *option, const char *text, int64_t lo,
    int64_t hi);

/*
 * For a tool that only reads, before it does: from now on the process and its
 * children run no program, reach no network and write nothing but what is open
 * and, unless it is NULL, file, in whose folder temporary names are made.
 */
void cli_forgo(const char *file);

/*
 * For a tool that holds keys or clear values, before it does: what is in its
 * memory goes neither into a core dump nor to another process of its user.
 */
void cli_guard(void);

/* Flush stdout; output that is lost is CLI_FAIL. Last call of every main. */
int cli_finish(int rc);

#endif
