/* set.c - digests of known files: read, sort, look up */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/hashset.h"

/* Digests of one algorithm, one behind the other. */
struct sums {
	uint8_t *p;
	size_t n, cap; /* in digests */
};

struct fx_hashset {
	struct sums sums[FX_HASHES];
	char line[FX_HASHSET_LINE + 2]; /* newline and NUL, too */
};

static const char between[] = ", \t\r\n\"";

/* The algorithm whose digests have so many hexadecimal digits; or none. */
static enum fx_hash_alg
alg_of(size_t digits)
{
	int alg;

	for (alg = 0; alg < FX_HASHES; alg++)
		if (digits == 2 * fx_hash_len((enum fx_hash_alg)alg))
			break;
	return (enum fx_hash_alg)alg;
}

static int
add(struct sums *s, const uint8_t *sum, size_t len, struct fx_err *err)
{
	size_t cap = s->cap != 0 ? 2 * s->cap : 1024;
	uint8_t *more;

	if (s->n == s->cap) {
		if ((more = reallocarray(s->p, cap, len)) == NULL)
			return fx_fail(err, FX_ENOMEM, 0,
			    "out of memory for %zu digests", s->n);
		s->p = more;
		s->cap = cap;
	}
	memcpy(s->p + s->n++ * len, sum, len);
	return 0;
}

/* Both cases are in use; our own reader of digits takes one. */
static void
lower(char *p, size_t n)
{
	for (; n > 0; p++, n--)
		if (*p >= 'A' && *p <= 'F')
			*p = (char)(*p + ('a' - 'A'));
}

/* Add the digests of a line.  Returns how many; or -1 and err. */
static int
add_line(struct fx_hashset *set, struct fx_err *err)
{
	uint8_t sum[FX_HASH_MAX];
	char *p = set->line;
	enum fx_hash_alg alg;
	int found = 0;
	size_t n;

	for (p += strspn(p, between); *p != '\0'; p += strspn(p, between)) {
		n = strcspn(p, between);
		alg = alg_of(n);
		if (alg < FX_HASHES) {
			lower(p, n);
			if (fx_unhex(sum, p, n / 2) == 0) {
				if (add(&set->sums[alg], sum, n / 2, err) == -1)
					return -1;
				found++;
			}
		}
		p += n;
	}
	return found;
}

static int
read_lines(struct fx_hashset *set, FILE *f, struct fx_err *err)
{
	uint64_t number = 0, headings = 0, digests = 0;
	size_t len;
	int n;

	while (fgets(set->line, sizeof(set->line), f) != NULL) {
		number++;
		len = strlen(set->line);
		if (len > FX_HASHSET_LINE && set->line[len - 1] != '\n')
			return fx_fail(err, FX_ELIMIT, number,
			    "a line of more than %d bytes", FX_HASHSET_LINE);
		if (set->line[0] == '#' || set->line[0] == '%' ||
		    set->line[strspn(set->line, between)] == '\0')
			continue;
		if ((n = add_line(set, err)) == -1)
			return -1;
		if (n == 0 && number > 1)
			return fx_fail(err, FX_EFORMAT, number,
			    "a line without a digest");
		headings += n == 0;
		digests += (uint64_t)n;
	}
	if (ferror(f))
		return fx_fail_sys(err, number, "cannot be read");
	if (headings > 0 && digests == 0) /* it is no list at all */
		return fx_fail(err, FX_EFORMAT, 1, "a line without a digest");
	return 0;
}

/* qsort(3) knows only the elements, so each length has its order. */
static int
order_md5(const void *a, const void *b)
{
	return memcmp(a, b, FX_MD5_LEN);
}

static int
order_sha1(const void *a, const void *b)
{
	return memcmp(a, b, FX_SHA1_LEN);
}

static int
order_sha256(const void *a, const void *b)
{
	return memcmp(a, b, FX_SHA256_LEN);
}

static int (*const order[FX_HASHES])(const void *, const void *) = {
	[FX_MD5] = order_md5,
	[FX_SHA1] = order_sha1,
	[FX_SHA256] = order_sha256,
};

struct fx_hashset *
fx_hashset_load(const char *path, struct fx_err *err)
{
	struct fx_hashset *set = NULL;
	struct sums *s;
	FILE *f;
	int alg, rc = -1;

	if ((f = fopen(path, "re")) == NULL) {
		fx_fail_sys(err, 0, "cannot be opened");
		return NULL;
	}
	if ((set = calloc(1, sizeof(*set))) == NULL)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else
		rc = read_lines(set, f, err);
	fclose(f);
	if (rc == -1) {
		fx_hashset_free(set);
		return NULL;
	}
	for (alg = 0; alg < FX_HASHES; alg++) {
		s = &set->sums[alg];
		if (s->n > 0)
			qsort(s->p, s->n, fx_hash_len((enum fx_hash_alg)alg),
			    order[alg]);
	}
	return set;
}

void
fx_hashset_free(struct fx_hashset *set)
{
	int alg;

	if (set == NULL)
		return;
	for (alg = 0; alg < FX_HASHES; alg++)
		free(set->sums[alg].p);
	free(set);
}

bool
fx_hashset_holds(const struct fx_hashset *set, enum fx_hash_alg alg)
{
	return set->sums[alg].n > 0;
}

uint64_t
fx_hashset_count(const struct fx_hashset *set)
{
	uint64_t n = 0;
	int alg;

	for (alg = 0; alg < FX_HASHES; alg++)
		n += set->sums[alg].n;
	return n;
}

bool
fx_hashset_has(const struct fx_hashset *set, enum fx_hash_alg alg,
    const uint8_t *sum)
{
	const struct sums *s = &set->sums[alg];

	return s->n > 0 &&
	    bsearch(sum, s->p, s->n, fx_hash_len(alg), order[alg]) != NULL;
}
