/* rotate.c - fxrecord --rotate: from now on the case wants another key */
#include "act.h"
#include "cli.h"

void
rotate_check(struct asked *a)
{
	if (asked(a, OPT_ERASE_OLD) != NULL && asked(a, OPT_SIGNER) != NULL)
		cli_die(CLI_USAGE,
		    "--erase-old: the signer has the key, not this program");
}

/* The old key can still sign what it signed: nothing but erasing it helps. */
static int
erase(struct asked *a)
{
	const char *old = asked(a, OPT_KEY);
	struct fx_err err;

	if (asked(a, OPT_ERASE_OLD) == NULL) {
		if (!a->quiet)
			cli_warn("the old private key should be erased now, "
				 "in every copy: whoever finds it can write "
				 "the records before this anew");
		return CLI_OK;
	}
	if (fx_key_erase(old, &err) == -1) {
		cli_error(NULL, &err);
		cli_warn("the key was changed, the old one was not erased: "
			 "do so by hand");
		return CLI_PARTIAL;
	}
	if (!a->quiet)
		cli_warn("%s: erased, as far as the disk lets anybody", old);
	return CLI_OK;
}

int
rotate_run(struct asked *a)
{
	char print[FX_FINGERPRINT_LEN + 1];
	struct fx_pub pub;
	struct fx_err err;

	if (fx_pub_load(&pub, asked(a, OPT_ROTATE), &err) == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (fx_pub_fingerprint(&pub, print) == -1)
		cli_die(CLI_FAIL, "out of memory");
	if (fx_store_rotate(a->store, &pub, asked(a, OPT_WHY), &err) == -1)
		return asked_fail(a, &err);
	if (!a->quiet)
		cli_warn("%s: from now on its key is %s", a->path, print);
	return erase(a);
}
