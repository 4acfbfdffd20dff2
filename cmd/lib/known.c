/* known.c - look up the content of files in lists of known ones */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "known.h"

enum { PIECE = 1 << 20 };
enum { NOT_ASKED, NO, YES }; /* of a stream */

void
known_add(struct known *k, const char *path)
{
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err err;

	if (k->n == KNOWN_LISTS)
		cli_die(CLI_USAGE, "--known: more than %d lists", KNOWN_LISTS);
	k->list[k->n] = fx_hashset_load(path, &err);
	if (k->list[k->n] == NULL && err.code == FX_EIO)
		cli_die(CLI_FAIL, "%s: %s", path, err.msg);
	if (k->list[k->n] == NULL)
		cli_die(CLI_USAGE, "%s: line %" PRIu64 ": %s", path, err.off,
		    err.msg);
	if (fx_sha256_file(sum, path, &err) == -1)
		cli_die(CLI_FAIL, "%s: %s", path, err.msg);
	fx_hex(hex, sum, sizeof(sum));
	fx_buf_printf(&k->sums, "%s%s", k->n > 0 ? "," : "", hex);
	k->n++;
}

/* Does a list hold digests of that algorithm? */
static bool
wants(const struct known *k, enum fx_hash_alg alg)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (fx_hashset_holds(k->list[i], alg))
			return true;
	return false;
}

/* Bytes to digest: a stream of a map, or a whole image. */
struct content {
	struct fx_map *map;
	uint32_t stream;
	struct fx_image *img; /* NULL: the stream */
	uint64_t size;
	bool gaps; /* some of it could not be read */
};

static void
on_gap(const struct fx_gap *gap, void *arg)
{
	struct content *c = arg;

	(void)gap;
	c->gaps = true;
}

static ssize_t
read_some(struct content *c, uint64_t at, uint8_t *piece)
{
	struct fx_err err;

	if (c->img != NULL)
		return fx_image_read(c->img, at, piece, PIECE, on_gap, c, &err);
	return fx_map_read(c->map, c->stream, at, piece, PIECE, &err);
}

/* All of it into the digests. Returns false if it cannot be read. */
static bool
read_all(struct content *c, struct fx_hash **h)
{
	uint8_t *piece = malloc(PIECE);
	struct fx_err err;
	uint64_t at = 0;
	ssize_t n = 1;
	int alg;

	while (piece != NULL && at < c->size && n > 0) {
		n = read_some(c, at, piece);
		for (alg = 0; n > 0 && alg < FX_HASHES; alg++)
			if (h[alg] != NULL &&
			    fx_hash_add(h[alg], piece, (size_t)n, &err) == -1)
				n = -1;
		if (n > 0)
			at += (uint64_t)n;
	}
	free(piece);
	return at == c->size && !c->gaps;
}

static bool
has(const struct known *k, enum fx_hash_alg alg, const uint8_t *sum)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (fx_hashset_has(k->list[i], alg, sum))
			return true;
	return false;
}

static bool
look_up(const struct known *k, struct content *c)
{
	struct fx_hash *h[FX_HASHES] = { NULL };
	uint8_t sum[FX_HASH_MAX];
	struct fx_err err;
	bool read, yes = false;
	int alg;

	if (c->size > KNOWN_MOST)
		return false;
	for (alg = 0; alg < FX_HASHES; alg++)
		if (wants(k, (enum fx_hash_alg)alg))
			h[alg] = fx_hash_new((enum fx_hash_alg)alg, &err);
	read = read_all(c, h);
	for (alg = 0; alg < FX_HASHES; alg++) {
		if (h[alg] == NULL)
			continue;
		if (read && fx_hash_end(h[alg], sum, &err) == 0)
			yes = yes || has(k, (enum fx_hash_alg)alg, sum);
		fx_hash_free(h[alg]);
	}
	return yes;
}

bool
known_image(const struct known *k, struct fx_image *img)
{
	struct content c = { .img = img, .size = fx_image_info(img)->size };

	return k->n > 0 && look_up(k, &c);
}

bool
known_stream(struct known *k, struct fx_map *map, uint32_t i)
{
	struct content c = { .map = map, .stream = i };
	struct fx_map_stream s;

	if (k->n == 0)
		return false;
	if (k->seen == NULL) {
		k->nseen = fx_map_streams(map);
		if ((k->seen = calloc(k->nseen + 1, 1)) == NULL)
			cli_die(CLI_FAIL, "out of memory");
	}
	if (i >= k->nseen)
		return false;
	if (k->seen[i] == NOT_ASKED) {
		fx_map_stream(map, i, &s);
		c.size = s.size;
		k->seen[i] = look_up(k, &c) ? YES : NO;
	}
	return k->seen[i] == YES;
}

void
known_forget(struct known *k)
{
	free(k->seen);
	k->seen = NULL;
	k->nseen = 0;
}

void
known_free(struct known *k)
{
	size_t i;

	known_forget(k);
	for (i = 0; i < k->n; i++)
		fx_hashset_free(k->list[i]);
	fx_buf_done(&k->sums);
	k->n = 0;
}
