/* signers.c - who signs: --key, --signer, --signer-wait and --cosigner */
#include "signers.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "stated.h"

/* Room for one more behind n. */
static void *
more(void *list, size_t n, size_t size)
{
	void *p = reallocarray(list, n + 1, size);

	if (p == NULL)
		cli_die(CLI_FAIL, "out of memory");
	return p;
}

void
signers_command(struct signers *s, const char *arg)
{
	const size_t n = s->by.ncommands++;

	s->commands = more(s->commands, n, sizeof(*s->commands));
	s->commands[n] = arg;
}

void
signers_wait(struct signers *s, const char *arg)
{
	s->by.patience = (unsigned int)cli_number("--signer-wait", arg, 1,
	    SIGNER_WAIT_MOST);
}

void
signers_cosigner(struct signers *s, const char *arg)
{
	const char *file = strchr(arg, '=');
	const size_t n = s->by.nothers;
	char *name;

	if (file == NULL || file == arg)
		cli_die(CLI_USAGE, "--cosigner: '%s' is not name=file", arg);
	if ((name = strndup(arg, (size_t)(file - arg))) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	stated_name("cosigner", name, &s->masker);
	s->others = more(s->others, n, sizeof(*s->others));
	s->others[n] = (struct fx_cosigner){ .name = name };
	s->files = more(s->files, n, sizeof(*s->files));
	s->files[n] = file + 1;
	s->by.nothers++;
}

/* The key in force, or the public half of it. */
static int
load_own(struct signers *s, const char *key, struct fx_err *err)
{
	if (s->by.ncommands > 0)
		return fx_pub_load(&s->by.pub, key, err);
	if ((s->key = fx_key_load(key, err)) == NULL)
		return -1;
	s->by.key = s->key;
	fx_key_pub(s->key, &s->by.pub);
	return 0;
}

int
signers_load(struct signers *s, const char *key, struct fx_err *err)
{
	size_t i;

	s->by.commands = s->commands;
	s->by.others = s->others;
	if (load_own(s, key, err) == -1)
		return -1;
	for (i = 0; i < s->by.nothers; i++)
		if ((s->others[i].key = fx_key_load(s->files[i], err)) == NULL)
			return -1;
	return 0;
}

void
signers_drop(struct signers *s)
{
	size_t i;

	for (i = 0; i < s->by.nothers; i++) {
		free(s->others[i].name);
		fx_key_free(s->others[i].key);
	}
	free(s->others);
	free(s->files);
	free(s->commands);
	fx_key_free(s->key);
	fx_masker_free(s->masker);
	*s = (struct signers){ 0 };
}
