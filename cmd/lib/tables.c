/* tables.c - what the user's own files and libraries know of accounts */
#include <dlfcn.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "forensic/buf.h"
#include "tables.h"

/* The whole file as a string, or exit. */
static void
whole(struct fx_buf *text, const char *path)
{
	char piece[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		cli_die(CLI_FAIL, "%s: cannot open: %s", path, strerror(errno));
	text->max = TABLES_MOST;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		fx_buf_put(text, piece, n);
	if (ferror(f))
		cli_die(CLI_FAIL, "%s: cannot read: %s", path, strerror(errno));
	fclose(f);
	if (text->failed || strlen(fx_buf_text(text)) != text->len)
		cli_die(CLI_FAIL, "%s: not a table of text of at most %d bytes",
		    path, TABLES_MOST);
}

void
tables_modulus(struct fx_modulus *m, const char *path)
{
	struct fx_buf text = { 0 };
	struct fx_err err;

	whole(&text, path);
	if (fx_modulus_read(m, fx_buf_text(&text), &err) == -1)
		cli_die(CLI_FAIL, "%s: line %" PRIu64 ": %s", path, err.off,
		    err.msg);
	fx_buf_done(&text);
}

/* The part of its interface for C that is used; 1.53 and before are alike. */
struct ktoblz {
	void *(*make)(void);
	int (*check)(const void *a, const char *bank, const char *account);
	void *data;
};
enum { KTOBLZ_OK, KTOBLZ_UNKNOWN, KTOBLZ_ERROR, KTOBLZ_NO_BANK };

/* Load it, once; members are NULL if it is not there. */
static const struct ktoblz *
ktoblz(void)
{
	static struct ktoblz k;
	static bool tried;
	void *lib;

	if (tried)
		return &k;
	tried = true;
	if ((lib = dlopen("libktoblzcheck.so.1", RTLD_NOW)) == NULL)
		return &k;
	/* POSIX lets a pointer to an object be one to a function here. */
	*(void **)&k.make = dlsym(lib, "AccountNumberCheck_new");
	*(void **)&k.check = dlsym(lib, "AccountNumberCheck_check");
	if (k.make != NULL && k.check != NULL)
		k.data = k.make();
	return &k;
}

enum fx_answer
tables_german(const char *digits)
{
	const struct ktoblz *k = ktoblz();
	char bank[9] = "", account[11] = "";

	if (k->data == NULL)
		return FX_NOT_CHECKABLE;
	memcpy(bank, digits, 8);
	memcpy(account, digits + 8, 10);
	switch (k->check(k->data, bank, account)) {
	case KTOBLZ_OK:
		return FX_VALID;
	case KTOBLZ_ERROR:
		return FX_BAD_CHECKSUM;
	default:
		return FX_NOT_CHECKABLE;
	}
}
