/* tally.c - how often each text came: a hash table with open addressing */
#include <stdlib.h>
#include <string.h>

#include "tally.h"

enum { FIRST = 256 };

/* FNV-1a: whoever makes masks that collide makes his own export slow. */
static size_t
hash(const char *text)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *text != '\0'; text++)
		h = (h ^ (uint8_t)*text) * 0x100000001b3;
	return (size_t)(h ^ h >> 32);
}

/* The row of text, or the empty one where it belongs. */
static struct fxx_tally_row *
find(const struct fxx_tally *t, const char *text)
{
	size_t i = hash(text) & (t->cap - 1);

	while (t->rows[i].text != NULL && strcmp(t->rows[i].text, text) != 0)
		i = (i + 1) & (t->cap - 1);
	return &t->rows[i];
}

static int
grow(struct fxx_tally *t, struct fx_err *err)
{
	struct fxx_tally wide = { .cap = t->cap == 0 ? FIRST : 2 * t->cap };
	size_t i;

	wide.rows = calloc(wide.cap, sizeof(*wide.rows));
	if (wide.rows == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "a histogram");
	for (i = 0; i < t->cap; i++)
		if (t->rows[i].text != NULL)
			*find(&wide, t->rows[i].text) = t->rows[i];
	wide.n = t->n;
	free(t->rows);
	*t = wide;
	return 0;
}

int
fxx_tally_add(struct fxx_tally *t, const char *text, struct fx_err *err)
{
	struct fxx_tally_row *row;

	if (t->n * 4 >= t->cap * 3 && grow(t, err) == -1)
		return -1;
	row = find(t, text);
	if (row->text == NULL) {
		if ((row->text = strdup(text)) == NULL)
			return fx_fail(err, FX_ENOMEM, 0, "a histogram");
		t->n++;
	}
	row->count++;
	return 0;
}

static int
by_count(const void *a, const void *b)
{
	const struct fxx_tally_row *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->text, y->text);
}

void
fxx_tally_sort(struct fxx_tally *t)
{
	size_t i, n = 0;

	for (i = 0; i < t->cap; i++)
		if (t->rows[i].text != NULL) {
			if (n != i) {
				t->rows[n] = t->rows[i];
				t->rows[i].text = NULL;
			}
			n++;
		}
	if (n > 1)
		qsort(t->rows, n, sizeof(*t->rows), by_count);
}

void
fxx_tally_done(struct fxx_tally *t)
{
	size_t i;

	for (i = 0; i < t->cap; i++)
		free(t->rows[i].text);
	free(t->rows);
	*t = (struct fxx_tally){ 0 };
}
