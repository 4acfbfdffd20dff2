/* signers.c - who signs: --key, --signer and --cosigner of fxrecord */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "cli.h"
#include "signers.h"

/* How often an option was given. */
static size_t
count(const struct asked *a, int option)
{
	size_t n = 0, at = 0;

	while (asked_next(a, option, &at) != NULL)
		n++;
	return n;
}

/* --cosigner name=file */
static int
load_other(struct asked *a, struct fx_cosigner *other, const char *arg,
    struct fx_err *err)
{
	const char *file = strchr(arg, '=');
	char *name;

	if (file == NULL || file == arg)
		cli_die(CLI_USAGE, "--cosigner: '%s' is not name=file", arg);
	if ((name = strndup(arg, (size_t)(file - arg))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	other->name = name;
	a->signer.nothers++;
	if (!fx_origin_ok(name))
		cli_die(CLI_USAGE,
		    "--cosigner: '%s' has white space or + in it, or is too "
		    "long",
		    name);
	return (other->key = fx_key_load(file + 1, err)) != NULL ? 0 : -1;
}

static int
load_others(struct asked *a, struct fx_err *err)
{
	size_t i = 0, at = 0, n = count(a, OPT_COSIGNER);
	struct fx_cosigner *others;
	const char *arg;

	if (n == 0)
		return 0;
	if ((others = calloc(n, sizeof(*others))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	a->signer.others = a->others = others;
	while ((arg = asked_next(a, OPT_COSIGNER, &at)) != NULL)
		if (load_other(a, &others[i++], arg, err) == -1)
			return -1;
	return 0;
}

static int
load_commands(struct asked *a, struct fx_err *err)
{
	size_t i = 0, at = 0, n = count(a, OPT_SIGNER);

	if ((a->commands = calloc(n + 1, sizeof(*a->commands))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	while (i < n)
		a->commands[i++] = asked_next(a, OPT_SIGNER, &at);
	a->signer.commands = a->commands;
	a->signer.ncommands = n;
	return fx_pub_load(&a->signer.pub, asked(a, OPT_KEY), err);
}

int
signers_load(struct asked *a, struct fx_err *err)
{
	const char *wait = asked(a, OPT_SIGNER_WAIT);

	if (asked(a, OPT_SIGNER) == NULL) {
		if ((a->key = fx_key_load(asked(a, OPT_KEY), err)) == NULL)
			return -1;
		a->signer = fx_signer_of(a->key);
	} else if (load_commands(a, err) == -1) {
		return -1;
	}
	if (wait != NULL)
		a->signer.patience = (unsigned int)cli_number("--signer-wait",
		    wait, 1, SIGNER_WAIT_MOST);
	return load_others(a, err);
}

void
signers_drop(struct asked *a)
{
	size_t i;

	for (i = 0; i < a->signer.nothers; i++) {
		free(a->others[i].name);
		fx_key_free(a->others[i].key);
	}
	free(a->others);
	free(a->commands);
	fx_key_free(a->key);
	a->key = NULL;
	a->others = NULL;
	a->commands = NULL;
	a->signer = (struct fx_signer){ 0 };
}
