/* fxwitness.c - a second authority's memory of the heads that a log signs */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "forensic/witness.h"
#include "small.h"
#include "stated.h"

static const char usage[] =
    "usage: fxwitness [-q] --state file --log vkey ... --key file --name name\n"
    "                 [request]\n"
    "       fxwitness --show --key file --name name\n"
    "       fxwitness [-hV]\n";

enum { OPT_KEY = 256, OPT_LOG, OPT_NAME, OPT_SHOW, OPT_STATE };

static const struct option options[] = {
	{ "key", required_argument, NULL, OPT_KEY },
	{ "log", required_argument, NULL, OPT_LOG },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "quiet", no_argument, NULL, 'q' },
	{ "show", no_argument, NULL, OPT_SHOW },
	{ "state", required_argument, NULL, OPT_STATE },
	{ 0 },
};

static const char title[] = "fxwitness state 1";

/* What was asked; logs has room for every argument there is. */
struct asked {
	const char *key, *name, *state;
	struct fx_vkey *logs;
	size_t nlogs;
	bool quiet, show;
};

static int
fail(const char *operand, const struct fx_err *err)
{
	cli_error(operand, err);
	return err->code == FX_EBROKEN ? CLI_NO : CLI_FAIL;
}

/* The verifier key of this witness, which others check it by. */
static int
show(const char *name, const struct fx_key *key)
{
	struct fx_buf text = { 0 };
	struct fx_vkey vkey;
	struct fx_pub pub;
	struct fx_err err;

	fx_key_pub(key, &pub);
	if (fx_vkey_make(&vkey, FX_VKEY_COSIGNATURE, name, &pub, &err) == -1)
		return fail(NULL, &err);
	if (fx_vkey_put(&text, &vkey) == -1)
		cli_die(CLI_FAIL, "out of memory");
	cli_say("%s", text.p);
	fx_buf_done(&text);
	return CLI_OK;
}

static int
answer(const struct asked *a, const struct fx_key *key, const char *path)
{
	const struct fx_witness w = { .name = a->name,
		.key = key,
		.logs = a->logs,
		.nlogs = a->nlogs };
	struct fx_buf text = { 0 }, line = { 0 };
	struct fx_memory *memory = NULL;
	struct fx_request request = { .old = 0 };
	struct fx_err err;
	int rc;

	if (path != NULL)
		small_file(&text, path, FX_REQUEST_LEN);
	else
		small_read(&text, stdin, "standard input", FX_REQUEST_LEN);
	if ((memory = fx_memory_open(a->state, title, &err)) == NULL)
		rc = fail(a->state, &err);
	else if (fx_request_parse(&request, fx_buf_text(&text), text.len,
		     &err) == -1 ||
	    fx_witness_cosign(&w, memory, &request, (uint64_t)time(NULL), &line,
		&err) == -1)
		rc = fail(path, &err);
	else
		rc = CLI_OK;
	fx_memory_close(memory);
	if (rc == CLI_OK)
		fputs(line.p, stdout);
	if (rc == CLI_OK && !a->quiet && request.old == 0)
		cli_warn("%s: this is the first head of it that is seen",
		    request.note.head.origin);
	fx_buf_done(&line);
	fx_buf_done(&text);
	return rc;
}

static void
take(struct asked *a, int ch)
{
	struct fx_err err;

	if (ch == 'q')
		a->quiet = true;
	if (ch == OPT_SHOW)
		a->show = true;
	if (ch == OPT_KEY)
		a->key = optarg;
	if (ch == OPT_NAME)
		a->name = optarg;
	if (ch == OPT_STATE)
		a->state = optarg;
	if (ch == OPT_LOG &&
	    fx_vkey_load(&a->logs[a->nlogs++], optarg, &err) == -1) {
		cli_error(NULL, &err);
		exit(CLI_FAIL);
	}
}

/* Do the options go together? */
static void
check(const struct asked *a, int operands)
{
	struct fx_masker *masker = NULL;

	if (a->key == NULL || a->name == NULL)
		cli_die(CLI_USAGE, "--key and --name are wanted");
	stated_name("name", a->name, &masker);
	fx_masker_free(masker);
	if (a->show && (a->state != NULL || a->nlogs > 0 || operands > 0))
		cli_die(CLI_USAGE, "--show wants nothing but --key and --name");
	if (!a->show && (a->state == NULL || a->nlogs == 0))
		cli_die(CLI_USAGE, "--state and --log are wanted");
	if (operands > 1)
		cli_usage();
}

int
main(int argc, char *argv[])
{
	struct asked a = { 0 };
	struct fx_key *key;
	struct fx_err err;
	int ch, rc;

	cli_init("fxwitness", usage);
	if ((a.logs = calloc((size_t)argc, sizeof(*a.logs))) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		take(&a, ch);
	check(&a, argc - optind);
	if ((key = fx_key_load(a.key, &err)) == NULL)
		return cli_finish(fail(NULL, &err));
	cli_forgo(a.state);
	rc = a.show ? show(a.name, key) : answer(&a, key, argv[optind]);
	fx_key_free(key);
	free(a.logs);
	return cli_finish(rc);
}
