/* keyring.c - public keys that somebody vouches for, and what he calls them */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/buf.h"
#include "forensic/bytes.h"
#include "keyring.h"

static void
grow(struct keyring *k)
{
	struct fx_pub *keys;
	char **names;

	if (k->n < k->cap)
		return;
	if (k->n == KEYRING_MOST)
		cli_die(CLI_FAIL, "more than %d keys", KEYRING_MOST);
	k->cap = k->cap * 2 + 16;
	if ((keys = realloc(k->keys, k->cap * sizeof(*keys))) != NULL)
		k->keys = keys;
	if ((names = realloc(k->names, k->cap * sizeof(*names))) != NULL)
		k->names = names;
	if (keys == NULL || names == NULL)
		cli_die(CLI_FAIL, "out of memory");
}

void
keyring_file(struct keyring *k, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct fx_err err;

	grow(k);
	if (fx_pub_load(&k->keys[k->n], path, &err) == -1) {
		cli_error(NULL, &err);
		exit(CLI_FAIL);
	}
	k->names[k->n] = strdup(slash != NULL ? slash + 1 : path);
	if (k->names[k->n] == NULL)
		cli_die(CLI_FAIL, "out of memory");
	k->n++;
}

static int
is_key(const struct dirent *e)
{
	static const char *const endings[] = { ".pub", ".vkey" };
	size_t i, n = strlen(e->d_name), tail;

	for (i = 0; i < FX_LEN(endings); i++) {
		tail = strlen(endings[i]);
		if (n > tail && e->d_name[0] != '.' &&
		    strcmp(e->d_name + n - tail, endings[i]) == 0)
			return 1;
	}
	return 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

void
keyring_folder(struct keyring *k, const char *path)
{
	struct fx_buf name = { 0 };
	struct dirent **list;
	size_t before = k->n;
	struct stat st;
	int i, n;

	if ((n = scandir(path, &list, is_key, by_name)) == -1)
		cli_die(CLI_FAIL, "%s: %s", path, strerror(errno));
	for (i = 0; i < n; i++) {
		fx_buf_reset(&name);
		fx_buf_printf(&name, "%s/%s", path, list[i]->d_name);
		if (name.failed)
			cli_die(CLI_FAIL, "out of memory");
		/* A pipe of that name must not make us wait. */
		if (stat(name.p, &st) == -1 || S_ISREG(st.st_mode))
			keyring_file(k, name.p);
		free(list[i]);
	}
	free(list);
	fx_buf_done(&name);
	if (k->n == before)
		cli_die(CLI_FAIL, "%s: no key in it (*.pub, *.vkey)", path);
}

void
keyring_drop(struct keyring *k)
{
	while (k->n > 0)
		free(k->names[--k->n]);
	free(k->names);
	free(k->keys);
	*k = (struct keyring){ 0 };
}
