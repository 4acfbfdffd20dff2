/*
 * hive_index.c - which key a value of a registry hive belongs to
 *
 * A value does not name its key: the key names a list, and that its values.  So
 * all keys are found first, then their lists are read, in the order they lie.
 * A value that a key in use has is that one's; else a deleted key's.
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "hive.h"

/* Room for one more of what has that size; NULL: no memory. */
static void *
grow(void *p, size_t n, size_t *room, size_t size)
{
	size_t want = *room != 0 ? 2 * *room : 64;
	void *more;

	if (n < *room)
		return p;
	if ((more = reallocarray(p, want, size)) != NULL)
		*room = want;
	return more;
}

static int
add_key(struct hive *h, const struct hive_key *k)
{
	struct hive_key *more;

	if (h->keys == HIVE_KEYS || h->names.len > HIVE_NAMES) {
		h->d->limit = "keys";
		return 0;
	}
	more = grow(h->key, h->keys, &h->room_keys, sizeof(*more));
	if (more == NULL || h->names.failed)
		return -1;
	h->key = more;
	h->key[h->keys++] = *k;
	return 0;
}

static int
add_free(struct hive *h, const struct hive_cell *c)
{
	struct hive_span *more;

	if (h->frees == HIVE_FREES) {
		h->d->limit = "free cells";
		return 0;
	}
	more = grow(h->free, h->frees, &h->room_frees, sizeof(*more));
	if (more == NULL)
		return -1;
	h->free = more;
	h->free[h->frees++] = (struct hive_span){ c->off, c->off + c->size };
	return 0;
}

static int
find_keys(struct hive *h)
{
	struct hive_walk w = { 0 };
	struct hive_cell c;
	struct hive_key k;

	while (hive_next(h, &w, &c)) {
		if (c.free && c.first && add_free(h, &c) == -1)
			return -1;
		if (hive_key_read(h, &c, &k) && add_key(h, &k) == -1)
			return -1;
	}
	return 0;
}

static int
add_listed(struct hive *h, uint32_t value, uint32_t key)
{
	struct hive_listed *more;

	more = grow(h->listed, h->nlisted, &h->room_listed, sizeof(*more));
	if (more == NULL)
		return -1;
	h->listed = more;
	h->listed[h->nlisted++] = (struct hive_listed){ value, key };
	if (h->nlisted == HIVE_LISTED)
		h->d->limit = "values";
	return 0;
}

static int
read_list(struct hive *h, uint32_t number)
{
	const struct hive_key *k = &h->key[number];
	uint32_t i, n = hive_room(h, k->list, k->free) / 4;
	const uint8_t *p;

	for (i = 0; i < n && i < k->count && h->nlisted < HIVE_LISTED; i++) {
		p = hive_data_at(h, k->list + HIVE_CELL_HEAD + 4 * i, 4);
		if (p == NULL)
			break;
		if (add_listed(h, fx_le32(p), number) == -1)
			return -1;
	}
	return 0;
}

static int
by_list(const void *a, const void *b, void *key)
{
	const struct hive_key *k = key;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (k[x].list != k[y].list)
		return k[x].list < k[y].list ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int
by_value(const void *a, const void *b, void *key)
{
	const struct hive_listed *x = a, *y = b;
	const struct hive_key *k = key;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (k[x->key].free != k[y->key].free)
		return k[x->key].free ? 1 : -1;
	return x->key < y->key ? -1 : x->key > y->key;
}

int
hive_index(struct hive *h)
{
	uint32_t *order, i;
	int rc = 0;

	h->path_key = UINT32_MAX;
	if (find_keys(h) == -1)
		return -1;
	if ((order = malloc((h->keys + 1) * sizeof(*order))) == NULL)
		return -1;
	for (i = 0; i < h->keys; i++)
		order[i] = i;
	qsort_r(order, h->keys, sizeof(*order), by_list, h->key);
	for (i = 0; i < h->keys && rc == 0; i++)
		rc = read_list(h, order[i]);
	free(order);
	if (h->nlisted > 0)
		qsort_r(h->listed, h->nlisted, sizeof(*h->listed), by_value,
		    h->key);
	return rc;
}

void
hive_index_done(struct hive *h)
{
	free(h->key);
	free(h->listed);
	free(h->free);
	fx_buf_done(&h->names);
	fx_buf_done(&h->path);
}

/* The number of the key that has a value; UINT32_MAX if none has. */
static uint32_t
key_of(const struct hive *h, uint32_t value)
{
	size_t lo = 0, hi = h->nlisted, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (h->listed[mid].value < value)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == h->nlisted || h->listed[lo].value != value)
		return UINT32_MAX;
	return h->listed[lo].key;
}

static const struct hive_key *
key_at(const struct hive *h, uint32_t off)
{
	size_t lo = 0, hi = h->keys, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (h->key[mid].off < off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < h->keys && h->key[lo].off == off ? &h->key[lo] : NULL;
}

void
hive_path(struct hive *h, uint32_t value)
{
	const struct hive_key *k, *up[HIVE_DEPTH];
	uint32_t number = key_of(h, value);
	size_t n = 0, len = 0;

	if (number == h->path_key)
		return;
	h->path_key = number;
	fx_buf_reset(&h->path);
	if (number == UINT32_MAX)
		return;
	/* Keys that are each other's parents end by their number. */
	for (k = &h->key[number]; k != NULL && !k->root && n < HIVE_DEPTH;
	     k = key_at(h, k->parent)) {
		len += 1U + k->len;
		if (len > HIVE_PATH && n > 0)
			break;
		up[n++] = k;
	}
	while (n-- > 0) {
		fx_buf_byte(&h->path, '\\');
		fx_buf_put(&h->path, h->names.p + up[n]->name, up[n]->len);
	}
}
