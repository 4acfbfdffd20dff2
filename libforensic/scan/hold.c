/* hold.c - members of archives that lie in a stream as they are */
#include "hold.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST = 4 };

/* Take out those that end at or before a place. */
static void
drop_ended(struct fx_holds *h, uint64_t at)
{
	size_t i, n = 0;

	for (i = 0; i < h->n; i++)
		if (h->p[i].to > at)
			h->p[n++] = h->p[i];
		else
			free(h->p[i].own);
	h->n = n;
}

/* Make room for one more. */
static bool
grow(struct fx_holds *h)
{
	size_t cap = h->cap == 0 ? LEAST : 2 * h->cap;
	struct fx_held *more;

	if (h->n < h->cap)
		return true;
	if (h->n == FX_HOLDS_MOST) {
		free(h->p[0].own);
		memmove(h->p, h->p + 1, --h->n * sizeof(*h->p));
		return true;
	}
	if (cap > FX_HOLDS_MOST)
		cap = FX_HOLDS_MOST;
	if ((more = realloc(h->p, cap * sizeof(*more))) == NULL)
		return false;
	h->p = more;
	h->cap = cap;
	return true;
}

int
fx_holds_put(struct fx_holds *h, uint64_t past, const struct fx_held *one,
    struct fx_err *err)
{
	char *name;

	drop_ended(h, past);
	if (h->n > 0 && h->p[h->n - 1].from == one->from)
		return 0;
	if (!grow(h) || (name = malloc(one->n + 1)) == NULL)
		return fx_fail(err, FX_ENOMEM, one->head,
		    "out of memory for the name of a member");
	memcpy(name, one->name, one->n);
	h->p[h->n] = *one;
	h->p[h->n].own = name;
	h->p[h->n++].name = name;
	return 0;
}

const struct fx_held *
fx_holds_find(const struct fx_holds *h, uint64_t at)
{
	size_t i;

	for (i = h->n; i > 0; i--)
		if (h->p[i - 1].from <= at && at < h->p[i - 1].to)
			return &h->p[i - 1];
	return NULL;
}

void
fx_holds_reset(struct fx_holds *h)
{
	drop_ended(h, UINT64_MAX);
}

void
fx_holds_done(struct fx_holds *h)
{
	fx_holds_reset(h);
	free(h->p);
	*h = (struct fx_holds){ .n = 0 };
}
