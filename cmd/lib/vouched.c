/* vouched.c - what a caller vouches for: keys, a filed head, others that sign
 */
#include "vouched.h"

#include <stdlib.h>

#include "cli.h"

/* Room for one more of n items of that size; arguments are few. */
static void *
grow(void *list, size_t n, size_t size)
{
	void *more = reallocarray(list, n + 1, size);

	if (more == NULL)
		cli_die(CLI_FAIL, "out of memory");
	return more;
}

static void
add_witness(struct vouched *v, const char *path)
{
	struct fx_err err;

	v->witnesses = grow(v->witnesses, v->nwitnesses, sizeof(*v->witnesses));
	if (fx_vkey_load(&v->witnesses[v->nwitnesses++], path, &err) == -1) {
		cli_error(NULL, &err);
		exit(CLI_FAIL);
	}
}

bool
vouched_take(struct vouched *v, int ch, const char *arg)
{
	switch (ch) {
	case VOUCHED_KEY:
		keyring_file(&v->keys, arg);
		return true;
	case VOUCHED_KEYRING:
		keyring_folder(&v->keys, arg);
		return true;
	case VOUCHED_EXPECT:
		v->expect = arg;
		return true;
	case VOUCHED_TSA_CA:
		v->tsa = grow(v->tsa, v->ntsa, sizeof(*v->tsa));
		v->tsa[v->ntsa++] = arg;
		return true;
	case VOUCHED_CMS_CA:
		v->cms = grow(v->cms, v->ncms, sizeof(*v->cms));
		v->cms[v->ncms++] = arg;
		return true;
	case VOUCHED_WITNESS:
		add_witness(v, arg);
		return true;
	default:
		return false;
	}
}

void
vouched_give(const struct vouched *v, struct fx_verify_options *opt)
{
	opt->keys = v->keys.keys;
	opt->names = (const char *const *)v->keys.names;
	opt->nkeys = v->keys.n;
	opt->expect = v->expect;
	opt->tsa = v->tsa;
	opt->ntsa = v->ntsa;
	opt->cms = v->cms;
	opt->ncms = v->ncms;
	opt->witnesses = v->witnesses;
	opt->nwitnesses = v->nwitnesses;
}

void
vouched_drop(struct vouched *v)
{
	keyring_drop(&v->keys);
	free(v->tsa);
	free(v->cms);
	free(v->witnesses);
	*v = (struct vouched){ 0 };
}
