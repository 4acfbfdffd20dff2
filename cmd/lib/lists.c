/* lists.c - values of no concern and values looked for: --stop, --alert */
#include <inttypes.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "lists.h"

/* The list in a file. */
static struct fx_list *
load(const char *path)
{
	struct fx_list *list;
	struct fx_err err;

	if ((list = fx_list_load(path, &err)) != NULL)
		return list;
	if (err.off > 0)
		cli_die(CLI_USAGE, "%s:%" PRIu64 ": %s", path, err.off,
		    err.msg);
	cli_die(CLI_FAIL, "%s: %s", path, err.msg);
}

void
lists_add(struct lists *l, bool alert, const char *path)
{
	size_t *n = alert ? &l->lists.nalert : &l->lists.nstop;
	struct fx_list **to = alert ? l->lists.alert : l->lists.stop;
	struct fx_buf *sums = alert ? &l->alert : &l->stop;
	char hex[2 * FX_SHA256_LEN + 1];

	if (*n == FX_LISTS_MOST)
		cli_die(CLI_USAGE, "%s: more than %d lists",
		    alert ? "--alert" : "--stop", FX_LISTS_MOST);
	to[*n] = load(path);
	fx_hex(hex, fx_list_sum(to[*n]), FX_SHA256_LEN);
	fx_buf_printf(sums, "%s%s", *n > 0 ? "," : "", hex);
	(*n)++;
}

const struct fx_scan_marks *
lists_done(struct lists *l)
{
	if (l->tell && l->lists.nstop == 0)
		cli_die(CLI_USAGE, "--stopped needs a list, --stop");
	if (l->lists.nalert == 0 && l->lists.nstop == 0)
		return NULL;
	fx_lists_marks(&l->lists, l->tell, &l->marks);
	return &l->marks;
}

static void
drop(struct fx_list *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		fx_list_free(list[i]);
}

void
lists_free(struct lists *l)
{
	drop(l->lists.alert, l->lists.nalert);
	drop(l->lists.stop, l->lists.nstop);
	fx_buf_done(&l->alert);
	fx_buf_done(&l->stop);
	*l = (struct lists){ 0 };
}
