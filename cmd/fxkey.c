/*
 * fxkey.c - make the keys that sign case files, open vaults and tell values
 * again, and show them
 */
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "custodians.h"
#include "forensic/age.h"
#include "forensic/buf.h"
#include "forensic/fp.h"
#include "forensic/key.h"
#include "forensic/note.h"
#include "stated.h"

static const char usage[] = "usage: fxkey [-hV] new name\n"
			    "       fxkey [-hV] custodian name\n"
			    "       fxkey [-hV] fp name\n"
			    "       fxkey [-hV] show [--name origin] file\n";

enum { OPT_NAME = 256 };

static const struct option options[] = {
	{ "name", required_argument, NULL, OPT_NAME },
	{ 0 },
};

static int
print_fingerprint(const struct fx_pub *pub)
{
	char text[FX_FINGERPRINT_LEN + 1];

	if (fx_pub_fingerprint(pub, text) == -1)
		cli_die(CLI_FAIL, "libcrypto refused a digest");
	cli_say("%s", text);
	return CLI_OK;
}

static int new (const char *name)
{
	struct fx_buf path = { 0 }, pubpath = { 0 };
	struct fx_key *key;
	struct fx_pub pub;
	struct fx_err err;
	int rc = CLI_FAIL;

	fx_buf_printf(&path, "%s.key", name);
	fx_buf_printf(&pubpath, "%s.pub", name);
	if ((key = fx_key_new(&err)) == NULL ||
	    fx_buf_check(&path, &err) == -1 ||
	    fx_buf_check(&pubpath, &err) == -1 ||
	    fx_key_save(key, path.p, pubpath.p, &err) == -1) {
		cli_error(NULL, &err);
	} else {
		fx_key_pub(key, &pub);
		rc = print_fingerprint(&pub);
	}
	fx_key_free(key);
	fx_buf_done(&path);
	fx_buf_done(&pubpath);
	return rc;
}

static void
print_recipient(const struct fx_age_recipient *to)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];

	fx_age_recipient_text(to, text);
	cli_say("%s", text);
}

static int
custodian(const char *name)
{
	struct fx_age_identities ids;
	struct fx_buf path = { 0 };
	struct fx_err err;
	int rc = CLI_FAIL;

	fx_buf_printf(&path, "%s.agekey", name);
	if (fx_buf_check(&path, &err) == -1 ||
	    fx_age_identity_new(&ids, &err) == -1 ||
	    fx_age_identity_save(&ids, path.p, &err) == -1) {
		cli_error(NULL, &err);
	} else {
		print_recipient(&ids.recipient[0]);
		rc = CLI_OK;
	}
	fx_age_forget(&ids);
	fx_buf_done(&path);
	return rc;
}

/* A key of fingerprints; told is what records call it. */
static int
fp(const char *name)
{
	struct fx_buf path = { 0 };
	struct fx_fp_key key;
	struct fx_err err;
	int rc = CLI_FAIL;

	fx_buf_printf(&path, "%s.fpkey", name);
	if (fx_buf_check(&path, &err) == -1 ||
	    fx_fp_key_new(&key, &err) == -1 ||
	    fx_fp_key_save(&key, path.p, &err) == -1) {
		cli_error(NULL, &err);
	} else {
		cli_say("%s", key.id);
		rc = CLI_OK;
	}
	fx_fp_key_forget(&key);
	fx_buf_done(&path);
	return rc;
}

/* The recipients of a text age1..., or of a file.  False if it is neither. */
static bool
show_recipients(const char *what)
{
	struct fx_age_recipient to[FX_AGE_RECIPIENTS];
	struct fx_err err;
	size_t n = 1, i;

	custodians_refuse_identity(what);
	if (fx_age_recipient_parse(&to[0], what, strlen(what), &err) == -1) {
		if (strncmp(what, "age1", 4) == 0 && access(what, F_OK) == -1)
			cli_die(CLI_FAIL, "%s: %s", what, err.msg);
		if (fx_age_recipient_load(to, FX_AGE_RECIPIENTS, &n, what,
			&err) == -1)
			return false;
	}
	for (i = 0; i < n; i++)
		print_recipient(&to[i]);
	return true;
}

/* What a key of fingerprints is called.  False if the file is none. */
static bool
show_fp(const char *path)
{
	struct fx_fp_key key;
	struct fx_err err;

	if (fx_fp_key_load(&key, path, &err) == -1) {
		if (err.code == FX_EARG)
			cli_die(CLI_FAIL, "%s", err.msg);
		return false;
	}
	cli_say("%s", key.id);
	fx_fp_key_forget(&key);
	return true;
}

/* The fingerprint, or with a name the verifier key of that name. */
static int
show(const char *path, const char *name)
{
	struct fx_masker *masker = NULL;
	struct fx_buf text = { 0 };
	struct fx_pub pub;
	struct fx_err err;

	if (name != NULL)
		stated_name("name", name, &masker);
	fx_masker_free(masker);
	if (name == NULL && (show_recipients(path) || show_fp(path)))
		return CLI_OK;
	if (fx_pub_load(&pub, path, &err) == -1) {
		cli_error(NULL, &err);
		return CLI_FAIL;
	}
	if (name == NULL)
		return print_fingerprint(&pub);
	if (fx_vkey_text(&text, name, &pub) == -1)
		cli_die(CLI_FAIL, "out of memory");
	cli_say("%s", text.p);
	fx_buf_done(&text);
	return CLI_OK;
}

int
main(int argc, char *argv[])
{
	const char *name = NULL;
	int ch;

	cli_init("fxkey", usage);
	cli_guard();
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		if (ch == OPT_NAME)
			name = optarg;
	if (argc - optind != 2)
		cli_usage();
	if (strcmp(argv[optind], "new") == 0 && name == NULL)
		return cli_finish(new (argv[optind + 1]));
	if (strcmp(argv[optind], "custodian") == 0 && name == NULL)
		return cli_finish(custodian(argv[optind + 1]));
	if (strcmp(argv[optind], "fp") == 0 && name == NULL)
		return cli_finish(fp(argv[optind + 1]));
	if (strcmp(argv[optind], "show") == 0)
		return cli_finish(show(argv[optind + 1], name));
	cli_usage();
}
