/* count.c - findings counted by a key: places, and different values */
#include <stdlib.h>
#include <string.h>

#include "count.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"

enum { SLOTS_FIRST = 1024, ROWS_FIRST = 64 };

static int
refused(struct fx_err *err)
{
	return fx_fail(err, FX_ENOMEM, 0, "out of memory");
}

/* Digests are even already: any eight bytes of one will do to place it. */
static size_t
slot(const uint8_t *digest, size_t slots)
{
	return (size_t)fx_le64(digest) & (slots - 1);
}

/* Where a row of that key stands in the index, or would. */
static size_t
row_slot(const struct count *c, const uint8_t *digest, const void *key,
    size_t n)
{
	size_t i = slot(digest, c->slots);
	const struct count_row *row;

	for (; c->index[i] != 0; i = (i + 1) & (c->slots - 1)) {
		row = &c->rows[c->index[i] - 1];
		if (row->n == n && memcmp(row->key, key, n) == 0)
			break;
	}
	return i;
}

/* Keep the index at most half full. */
static int
grow_index(struct count *c, struct fx_err *err)
{
	size_t slots = c->slots == 0 ? SLOTS_FIRST : 2 * c->slots, i;
	uint8_t digest[FX_SHA256_LEN];
	uint32_t *index;

	if (c->nrows < c->slots / 2)
		return 0;
	if ((index = calloc(slots, sizeof(*index))) == NULL)
		return refused(err);
	free(c->index);
	c->index = index;
	c->slots = slots;
	for (i = 0; i < c->nrows; i++) {
		if (fx_sha256(digest, c->rows[i].key, c->rows[i].n) == -1)
			return refused(err);
		index[row_slot(c, digest, c->rows[i].key, c->rows[i].n)] =
		    (uint32_t)i + 1;
	}
	return 0;
}

static int
new_row(struct count *c, const void *key, size_t n, struct fx_err *err)
{
	size_t cap = c->cap == 0 ? ROWS_FIRST : 2 * c->cap;
	struct count_row *rows;
	char *copy;

	if (c->nrows == COUNT_ROWS_MOST)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d different keys",
		    COUNT_ROWS_MOST);
	if (c->nrows == c->cap) {
		rows = realloc(c->rows, cap * sizeof(*rows));
		if (rows == NULL)
			return refused(err);
		c->rows = rows;
		c->cap = cap;
	}
	if ((copy = malloc(n + 1)) == NULL)
		return refused(err);
	if (n > 0)
		memcpy(copy, key, n);
	c->rows[c->nrows++] = (struct count_row){ .key = copy, .n = n };
	return 0;
}

/* The row of a key, made if need be. Returns its place, or -1 and err. */
static int64_t
find_row(struct count *c, const void *key, size_t n, struct fx_err *err)
{
	uint8_t digest[FX_SHA256_LEN];
	size_t i;

	if (grow_index(c, err) == -1)
		return -1;
	if (fx_sha256(digest, key, n) == -1)
		return refused(err);
	i = row_slot(c, digest, key, n);
	if (c->index[i] == 0) {
		if (new_row(c, key, n, err) == -1)
			return -1;
		c->index[i] = (uint32_t)c->nrows;
	}
	return (int64_t)c->index[i] - 1;
}

/* Where a digest stands among those seen, or would. */
static size_t
seen_slot(const struct count *c, const uint8_t *digest)
{
	static const uint8_t none[16];
	size_t i = slot(digest, c->seen_slots);

	while (memcmp(c->seen[i], none, 16) != 0 &&
	    memcmp(c->seen[i], digest, 16) != 0)
		i = (i + 1) & (c->seen_slots - 1);
	return i;
}

static int
grow_seen(struct count *c, struct fx_err *err)
{
	static const uint8_t none[16];
	struct count old = *c;
	size_t i;

	if (c->nseen < c->seen_slots / 2)
		return 0;
	if (c->nseen == COUNT_VALUES_MOST)
		return fx_fail(err, FX_ELIMIT, 0,
		    "more than %d different values", COUNT_VALUES_MOST);
	c->seen_slots = old.seen_slots == 0 ? SLOTS_FIRST : 2 * old.seen_slots;
	if ((c->seen = calloc(c->seen_slots, sizeof(*c->seen))) == NULL) {
		*c = old;
		return refused(err);
	}
	for (i = 0; i < old.seen_slots; i++)
		if (memcmp(old.seen[i], none, 16) != 0)
			memcpy(c->seen[seen_slot(c, old.seen[i])], old.seen[i],
			    16);
	free(old.seen);
	return 0;
}

int
count_add(struct count *c, const void *key, size_t n, const void *value,
    size_t m, struct fx_err *err)
{
	uint8_t digest[FX_SHA256_LEN], number[8];
	int64_t row;
	size_t i;

	if (n > COUNT_KEY_LEN)
		n = COUNT_KEY_LEN;
	if (n == 0)
		key = ""; /* it may have been NULL */
	if (grow_seen(c, err) == -1 || (row = find_row(c, key, n, err)) == -1)
		return -1;
	for (i = 0; i < sizeof(number); i++)
		number[i] = (uint8_t)((uint64_t)row >> 8 * i);
	if (fx_sha256_2(digest, number, sizeof(number), value, m) == -1)
		return refused(err);
	i = seen_slot(c, digest);
	if (memcmp(c->seen[i], digest, 16) != 0) {
		memcpy(c->seen[i], digest, 16);
		c->nseen++;
		c->rows[row].values++;
	}
	c->rows[row].places++;
	return 0;
}

static int
order(const void *a, const void *b)
{
	const struct count_row *l = a, *r = b;
	size_t n = l->n < r->n ? l->n : r->n;
	int by_key;

	if (l->places != r->places)
		return l->places > r->places ? -1 : 1;
	by_key = memcmp(l->key, r->key, n);
	return by_key != 0 ? by_key : (l->n > r->n) - (l->n < r->n);
}

void
count_sort(struct count *c)
{
	if (c->nrows > 1)
		qsort(c->rows, c->nrows, sizeof(*c->rows), order);
}

void
count_done(struct count *c)
{
	size_t i;

	for (i = 0; i < c->nrows; i++)
		free(c->rows[i].key);
	free(c->rows);
	free(c->index);
	free(c->seen);
	*c = (struct count){ 0 };
}
