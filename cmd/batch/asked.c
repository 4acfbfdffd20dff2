/* asked.c - what the command line of fxbatch asks for */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "cli.h"
#include "digests.h"
#include "forensic/bytes.h"
#include "forensic/fp.h"
#include "forensic/scan.h"
#include "known.h"
#include "lists.h"
#include "pool.h"
#include "select.h"
#include "validation.h"
#include "verb.h"

enum { SCORE_MOST = 99 };

static const struct {
	int option, verbs;
} places[] = {
	{ OPT_AGENCY, PLAN | RUN },
	{ OPT_ALERT, PLAN | RUN },
	{ OPT_CASE, PLAN | RUN },
	{ OPT_CONTEXT, PLAN | RUN },
	{ OPT_CUSTODIAN, PLAN | RUN },
	{ 'e', PLAN | RUN },
	{ OPT_ENGINE, RUN | RETRY },
	{ OPT_ERRORS, PLAN | RUN },
	{ OPT_EXAMINER, PLAN | RUN },
	{ OPT_FILES, PLAN | RUN },
	{ OPT_FP_KEY, PLAN | RUN },
	{ 'x', PLAN | RUN },
	{ OPT_HASH, PLAN | RUN },
	{ 'j', RUN | RETRY | WORK },
	{ OPT_JSON, STATUS },
	{ OPT_KEY, PLAN | RUN | RETRY | WORK | MERGE },
	{ OPT_KNOWN, PLAN | RUN },
	{ OPT_LEGAL, PLAN | RUN },
	{ OPT_MEMORY, RUN | RETRY | WORK },
	{ OPT_MIN, PLAN | RUN },
	{ OPT_NO_DECODE, PLAN | RUN },
	{ OPT_NO_VAULT, PLAN | RUN },
	{ 'o', PLAN | RUN },
	{ OPT_PROGRESS, RUN | RETRY | WORK },
	{ 'q', PLAN | RUN | RETRY | WORK | MERGE },
	{ OPT_RAW, PLAN | RUN },
	{ OPT_SKIP_KNOWN, PLAN | RUN },
	{ OPT_SPLIT, PLAN | RUN },
	{ OPT_SSHLOGIN, RUN | RETRY },
	{ OPT_STOP, PLAN | RUN },
	{ OPT_STOPPED, PLAN | RUN },
	{ OPT_THREADS, RUN | RETRY | WORK },
	{ OPT_TIME, RUN | RETRY | WORK },
	{ OPT_UNITS, RETRY | WORK },
	{ OPT_VOLUME, PLAN | RUN },
	{ 'v', STATUS },
	{ OPT_WAITING, STATUS },
};

/* Bytes, with K, M, G or T behind the number. */
static uint64_t
size_of(const char *option, const char *text)
{
	static const char units[] = "KMGT";
	const size_t n = strlen(text);
	const char *unit = n > 0 ? strchr(units, text[n - 1]) : NULL;
	char digits[24];
	unsigned int shift;

	if (n < 2 || n >= sizeof(digits) || unit == NULL ||
	    strspn(text, "0123456789") != n - 1)
		return (uint64_t)cli_number(option, text, 1, INT64_MAX);
	memcpy(digits, text, n - 1);
	digits[n - 1] = '\0';
	shift = 10 * (unsigned int)(unit - units + 1);
	return (uint64_t)cli_number(option, digits, 1, INT64_MAX >> shift)
	    << shift;
}

/* "3,7-12" */
static void
add_units(struct asked *a, const char *list)
{
	char one[64], *dash;
	size_t n;

	for (;; list += n + 1) {
		n = strcspn(list, ",");
		snprintf(one, sizeof(one), "%.*s", n < sizeof(one) ? (int)n : 0,
		    list);
		if (a->nunits == VERB_RANGES)
			cli_die(CLI_USAGE, "--units: too many");
		if ((dash = strchr(one, '-')) != NULL)
			*dash++ = '\0';
		a->units[a->nunits].from = (uint64_t)cli_number("--units", one,
		    1, PLAN_UNITS);
		a->units[a->nunits].to = dash == NULL
		    ? a->units[a->nunits].from
		    : (uint64_t)cli_number("--units", dash,
			  (int64_t)a->units[a->nunits].from, PLAN_UNITS);
		a->nunits++;
		if (list[n] == '\0')
			return;
	}
}

/* What goes to fxscan as it is. */
static void
add_word(struct make *m, const char *name, const char *arg)
{
	if (m->words + 2 > PLAN_WORDS)
		cli_die(CLI_USAGE, "too many options for fxscan");
	m->word[m->words++] = name;
	if (arg != NULL)
		m->word[m->words++] = arg;
}

/* Those that become part of the plan as words for fxscan. */
static bool
scan_option(struct make *m, int ch)
{
	struct select select = { .all = carvers };
	bool hash[FX_HASHES] = { false };

	switch (ch) {
	case 'e':
	case 'x':
		select_names(&select, optarg, ch == 'e'); /* are there such? */
		add_word(m, ch == 'e' ? "-e" : "-x", optarg);
		return true;
	case OPT_CONTEXT:
		cli_number("--context", optarg, 0, FX_CONTEXT_MOST);
		add_word(m, "--context", optarg);
		return true;
	case OPT_FILES:
		add_word(m, "--files", NULL);
		return true;
	case OPT_HASH:
		digests_add(hash, optarg);
		add_word(m, "--hash", optarg);
		return true;
	case OPT_MIN:
		cli_number("--min", optarg, 0, SCORE_MOST);
		add_word(m, "--min", optarg);
		return true;
	case OPT_NO_DECODE:
		add_word(m, "--no-decode", NULL);
		return true;
	case OPT_RAW:
		add_word(m, "--raw", NULL);
		return true;
	case OPT_SKIP_KNOWN:
		add_word(m, "--skip-known", NULL);
		return true;
	case OPT_STOPPED:
		add_word(m, "--stopped", NULL);
		return true;
	case OPT_VOLUME:
		cli_number("--volume", optarg, 0, UINT_MAX);
		add_word(m, "--volume", optarg);
		return true;
	default:
		return false;
	}
}

/* The file of an option that each unit is given at most so many times. */
static void
add_file(struct make *m, const char *option, size_t most)
{
	size_t i, n = 1;

	for (i = 0; i < m->files; i++)
		n += strcmp(m->option[i], option) == 0;
	if (n > most)
		cli_die(CLI_USAGE, "%s: %s: more than %zu of them", option,
		    optarg, most);
	if (m->files == PLAN_FILES)
		cli_die(CLI_USAGE, "%s: more than %d files", option,
		    PLAN_FILES);
	m->option[m->files] = option;
	m->file[m->files++] = optarg;
}

/*
 * Those that take a file.  What is none ends us here, as it would each unit:
 * it is read for that.
 */
static bool
file_option(struct make *m, int ch)
{
	char hex[VALIDATION_LEN];
	struct lists lists = { 0 };
	struct known known = { 0 };
	struct fx_fp_key key;
	struct fx_err err;

	switch (ch) {
	case OPT_ALERT:
	case OPT_STOP:
		lists_add(&lists, ch == OPT_ALERT, optarg);
		lists_free(&lists);
		add_file(m, ch == OPT_ALERT ? "--alert" : "--stop",
		    FX_LISTS_MOST);
		return true;
	case OPT_ERRORS:
		validation_read(optarg, hex);
		add_file(m, "--errors", 1);
		return true;
	case OPT_FP_KEY:
		if (fx_fp_key_load(&key, optarg, &err) == -1)
			cli_die(CLI_FAIL, "%s", err.msg);
		fx_fp_key_forget(&key);
		add_file(m, "--fp-key", 1);
		return true;
	case OPT_KNOWN:
		known_add(&known, optarg);
		known_free(&known);
		add_file(m, "--known", KNOWN_LISTS);
		return true;
	default:
		return false;
	}
}

static bool
plan_option(struct asked *a, int ch)
{
	switch (ch) {
	case OPT_AGENCY:
		a->make.agency = optarg;
		return true;
	case OPT_CASE:
		a->make.id = optarg;
		return true;
	case OPT_CUSTODIAN:
		if (a->custodians == VERB_CUSTODIANS)
			cli_die(CLI_USAGE, "--custodian: too many");
		a->custodian[a->custodians++] = optarg;
		a->make.custodian = a->custodian;
		return true;
	case OPT_EXAMINER:
		a->make.examiner = optarg;
		return true;
	case OPT_LEGAL:
		a->make.legal = optarg;
		return true;
	case OPT_NO_VAULT:
		a->make.no_vault = true;
		return true;
	case OPT_SPLIT:
		a->make.split = size_of("--split", optarg);
		if (a->make.split % PLAN_ALIGN != 0)
			cli_die(CLI_USAGE, "--split: '%s' is no multiple of 1M",
			    optarg);
		return true;
	default:
		return false;
	}
}

/* How units are done. */
static bool
run_option(struct batch *b, int ch)
{
	switch (ch) {
	case 'j':
		b->jobs = (unsigned int)cli_number("-j", optarg, 1, POOL_MOST);
		return true;
	case OPT_MEMORY:
		b->memory = size_of("--memory-limit", optarg);
		return true;
	case OPT_PROGRESS:
		if (progress_find(optarg, &b->mode) == -1)
			cli_die(CLI_USAGE,
			    "--progress: '%s' is not auto, none or json",
			    optarg);
		return true;
	case OPT_THREADS:
		b->threads = (unsigned int)cli_number("--threads", optarg, 1,
		    FX_SCAN_THREADS);
		return true;
	case OPT_TIME:
		b->seconds = (uint64_t)cli_number("--time-limit", optarg, 1,
		    INT_MAX);
		return true;
	default:
		return false;
	}
}

/* Who does the units. */
static bool
engine_option(struct engine_asked *e, int ch)
{
	bool local;

	switch (ch) {
	case OPT_ENGINE:
		e->engine = engine_find(optarg, &local);
		if (e->engine == NULL && !local)
			cli_die(CLI_USAGE,
			    "--engine: '%s' is not local, parallel or slurm",
			    optarg);
		return true;
	case OPT_SSHLOGIN:
		if (e->logins == ENGINE_LOGINS)
			cli_die(CLI_USAGE, "--sshlogin: too many");
		e->login[e->logins++] = optarg;
		return true;
	default:
		return false;
	}
}

void
asked_take(struct asked *a, int ch)
{
	if (a->ngiven == VERB_OPTIONS)
		cli_die(CLI_USAGE, "too many options");
	a->given[a->ngiven++] = ch;
	if (scan_option(&a->make, ch) || file_option(&a->make, ch) ||
	    plan_option(a, ch) || run_option(&a->batch, ch) ||
	    engine_option(&a->engine, ch))
		return;
	switch (ch) {
	case 'o':
		a->out = optarg;
		break;
	case 'q':
		a->batch.quiet = true;
		break;
	case 'v':
		a->batch.verbose = true;
		break;
	case OPT_JSON:
		a->json = true;
		break;
	case OPT_KEY:
		a->batch.key = a->make.key = optarg;
		break;
	case OPT_UNITS:
		add_units(a, optarg);
		break;
	case OPT_WAITING:
		a->waiting = true;
		break;
	}
}

static const char *
name_of(const struct option *table, int option)
{
	while (table->name != NULL && table->val != option)
		table++;
	return table->name != NULL ? table->name : "?";
}

void
asked_done(struct asked *a, const struct option *table, int verb)
{
	size_t i, k;

	for (i = 0; i < a->ngiven; i++)
		for (k = 0; k < FX_LEN(places); k++)
			if (places[k].option == a->given[i] &&
			    (places[k].verbs & verb) == 0)
				cli_die(CLI_USAGE, "--%s does not go with this",
				    name_of(table, a->given[i]));
	if (a->engine.logins > 0 &&
	    (a->engine.engine == NULL || !a->engine.engine->logins))
		cli_die(CLI_USAGE, "--sshlogin goes with --engine parallel");
	if (a->json && a->waiting)
		cli_die(CLI_USAGE, "--json and --waiting exclude one another");
}
