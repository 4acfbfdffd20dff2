/* lists.c - what is of no concern and what is looked for, in a scan */
#include "forensic/lists.h"

/* The first of n lists that holds the item. *open: one could not tell. */
static bool
find(struct fx_list *const *list, size_t n, const struct fx_list_item *item,
    struct fx_scan_mark *mark, bool *open)
{
	enum fx_listed listed;
	size_t i;

	for (i = 0; i < n; i++) {
		listed = fx_list_find(list[i], item, &mark->line);
		if (listed == FX_LISTED) {
			mark->list = (unsigned int)i + 1;
			return true;
		}
		*open |= listed == FX_LISTED_OPEN;
	}
	return false;
}

/* What it carries that tells who it is of. Returns how many. */
static size_t
carried(const struct fx_scan_item *item, const char *also[FX_ATTRS_MOST])
{
	const struct fx_attr_rule *rule;
	size_t i, n = 0;

	for (i = 0; i < item->nattrs; i++) {
		rule = fx_carver_attr(item->carver, item->attrs[i].key);
		if (rule != NULL && rule->privacy == FX_PRIVATE &&
		    !rule->secret)
			also[n++] = item->attrs[i].value;
	}
	return n;
}

/*
 * An alert comes before all.  So where it is left open whether there is one,
 * nothing is stopped.
 */
static void
mark_item(const void *arg, const struct fx_scan_item *item,
    struct fx_scan_mark *mark)
{
	const struct fx_lists *lists = arg;
	const char *also[FX_ATTRS_MOST];
	struct fx_list_item it = { .value = item->value,
		.also = also,
		.nalso = carried(item, also),
		.text = item->text,
		.n = item->n,
		.at = item->at,
		.len = item->len };
	bool open = false;

	if (find(lists->alert, lists->nalert, &it, mark, &open)) {
		mark->kind = FX_ALERTED;
		return;
	}
	it.nalso = 0;
	if (!open && find(lists->stop, lists->nstop, &it, mark, &open))
		mark->kind = FX_STOPPED;
	else
		mark->open = open;
}

static bool
has_contexts(struct fx_list *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (fx_list_contexts(list[i]) > 0)
			return true;
	return false;
}

void
fx_lists_marks(const struct fx_lists *lists, bool tell,
    struct fx_scan_marks *marks)
{
	*marks = (struct fx_scan_marks){
		.mark = mark_item,
		.arg = lists,
		.text = has_contexts(lists->alert, lists->nalert) ||
		    has_contexts(lists->stop, lists->nstop),
		.below = lists->nalert > 0,
		.tell = tell,
	};
}
