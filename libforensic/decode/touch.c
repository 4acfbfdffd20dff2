/* touch.c - which bytes of an output do not lie so in the input */
#include <stdlib.h>
#include <string.h>

#include "touch.h"

struct touch_page {
	uint64_t number;
	uint8_t byte[TOUCH_PAGE / 8]; /* a bit each: is other than the input */
	uint8_t seam[TOUCH_PAGE / 8]; /* something was left out before it */
};

/* The page that output byte at belongs to, emptied if it held an older one. */
static struct touch_page *
page_of(struct touch *t, uint64_t at, struct fx_err *err)
{
	uint64_t number = at / TOUCH_PAGE;
	struct touch_page **p = &t->page[number % TOUCH_PAGES];

	if (*p == NULL && (*p = calloc(1, sizeof(**p))) == NULL) {
		fx_fail(err, FX_ENOMEM, at, "out of memory");
		return NULL;
	}
	if ((*p)->number != number) {
		memset(*p, 0, sizeof(**p));
		(*p)->number = number;
	}
	if (number > t->last)
		t->last = number;
	return *p;
}

static void
set(uint8_t *bits, uint64_t at)
{
	size_t i = (size_t)(at % TOUCH_PAGE);

	bits[i / 8] = (uint8_t)(bits[i / 8] | 1u << i % 8);
}

static bool
get(const uint8_t *bits, uint64_t at)
{
	size_t i = (size_t)(at % TOUCH_PAGE);

	return (bits[i / 8] >> i % 8 & 1) != 0;
}

int
touch_bytes(struct touch *t, uint64_t from, uint64_t n, struct fx_err *err)
{
	struct touch_page *page;

	for (; n > 0; n--, from++) {
		if ((page = page_of(t, from, err)) == NULL)
			return -1;
		set(page->byte, from);
	}
	return 0;
}

int
touch_seam(struct touch *t, uint64_t at, struct fx_err *err)
{
	struct touch_page *page = page_of(t, at, err);

	if (page == NULL)
		return -1;
	set(page->seam, at);
	return 0;
}

bool
touch_any(const struct touch *t, uint64_t from, uint64_t to)
{
	const struct touch_page *page;
	uint64_t at, number;

	for (at = from; at < to; at++) {
		number = at / TOUCH_PAGE;
		if (number + TOUCH_PAGES <= t->last)
			return true;
		page = t->page[number % TOUCH_PAGES];
		if (page == NULL || page->number != number) {
			at |= TOUCH_PAGE - 1;
			continue;
		}
		if (get(page->byte, at) || (at > from && get(page->seam, at)))
			return true;
	}
	return false;
}

void
touch_done(struct touch *t)
{
	size_t i;

	for (i = 0; i < TOUCH_PAGES; i++)
		free(t->page[i]);
	*t = (struct touch){ .last = 0 };
}
