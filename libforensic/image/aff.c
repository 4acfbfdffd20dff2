/*
 * aff.c - which pages an AFF image has
 *
 * Where a page lacks, libtsk 4.11 gives zeros without a word, and for all that
 * is read behind it in order as well.  So it is never asked for one.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aff.h"
#include "forensic/bytes.h"

/* AFFLIB 3, afflib_i.h: struct af_segment_head and af_segment_tail. */
enum {
	FILE_HEADER = 8,
	HEAD = 16, /* "AFF\0", be32 lengths of name and data, be32 argument */
	TAIL = 8,  /* "ATT\0", be32 length of all */
	NAME = 64, /* most bytes of a name */
	PAGE_MOST = 1 << 28, /* bytes of a page */
};

struct walk {
	struct aff_map *m;
	int fd;
	uint64_t at, size; /* in the file */
	bool secret;       /* a segment is encrypted */
};

static bool
get(struct walk *w, uint64_t off, void *buf, size_t n)
{
	return off <= w->size && n <= w->size - off &&
	    pread(w->fd, buf, n, (off_t)off) == (ssize_t)n;
}

/* The number in a name that is prefix and digits; or false. */
static bool
numbered(const char *name, const char *prefix, uint64_t *n)
{
	size_t len = strlen(prefix);

	if (strncmp(name, prefix, len) != 0 || name[len] == '\0')
		return false;
	*n = 0;
	for (name += len; *name != '\0'; name++)
		if (*name < '0' || *name > '9' || !fx_mul(*n, 10, n) ||
		    !fx_add(*n, (uint64_t)(*name - '0'), n))
			return false;
	return true;
}

static int
page_add(struct aff_map *m, uint64_t n)
{
	uint64_t *v;

	if (m->n == AFF_PAGES)
		return -1;
	if ((m->n & (m->n - 1)) == 0) {
		v = realloc(m->page, (m->n == 0 ? 1 : m->n * 2) * sizeof(*v));
		if (v == NULL)
			return -1;
		m->page = v;
	}
	m->page[m->n++] = n;
	return 0;
}

/* A stored digest, if the segment is one. */
static void
digest(struct walk *w, const char *name, uint64_t data, uint32_t len)
{
	struct fx_stored_hash *h;
	enum fx_hash_alg alg;

	if (fx_hash_find(name, &alg) == -1 || fx_hash_len(alg) != len)
		return;
	h = &w->m->stored[alg];
	h->known = get(w, data, h->sum, len);
}

/* The segment of that name, with len bytes at data.  Returns 0, or -1. */
static int
segment(struct walk *w, const char *name, uint64_t data, uint32_t len,
    uint32_t arg)
{
	uint64_t n;

	if (numbered(name, "page", &n) || numbered(name, "seg", &n))
		return page_add(w->m, n);
	if (strcmp(name, "pagesize") == 0 || strcmp(name, "segsize") == 0)
		w->m->bytes = arg;
	else if (strcmp(name, "badflag") == 0 && len == AFF_FLAG)
		w->m->flagged = get(w, data, w->m->flag, AFF_FLAG);
	else if (strstr(name, "/aes256") != NULL)
		w->secret = true;
	else
		digest(w, name, data, len);
	return 0;
}

/* The segment at w->at.  Returns 1: go on; 0: no segment there; -1. */
static int
step(struct walk *w)
{
	uint8_t head[HEAD], tail[TAIL];
	char name[NAME + 1] = "";
	uint32_t len, data;
	uint64_t all;

	if (!get(w, w->at, head, HEAD) || memcmp(head, "AFF", 4) != 0)
		return 0;
	len = fx_be32(head + 4);
	data = fx_be32(head + 8);
	all = (uint64_t)HEAD + len + data + TAIL;
	if (len > NAME || !get(w, w->at + all - TAIL, tail, TAIL) ||
	    memcmp(tail, "ATT", 4) != 0 || fx_be32(tail + 4) != all)
		return 0;
	if (!get(w, w->at + HEAD, name, len))
		return 0;
	/* One without a name was deleted. */
	if (len > 0 &&
	    segment(w, name, w->at + HEAD + len, data, fx_be32(head + 12)) ==
		-1)
		return -1;
	w->at += all;
	return 1;
}

static int
by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

int
aff_map_open(struct aff_map *m, const struct segments *files,
    struct fx_err *err)
{
	struct walk w = { .m = m, .at = FILE_HEADER };
	int rc;

	memset(m, 0, sizeof(*m));
	w.size = files->v[0].size;
	if ((w.fd = segment_open(files, 0)) == -1)
		return fx_fail(err, FX_EIO, 0, "changed while it was opened");
	while ((rc = step(&w)) == 1)
		;
	close(w.fd);
	if (rc == -1)
		return fx_fail(err, FX_ENOMEM, 0,
		    "out of memory, or more than %d pages", AFF_PAGES);
	if (w.secret)
		return fx_fail(err, FX_EFORMAT, 0,
		    "is an encrypted AFF image: affcrypto decrypts it");
	if (m->bytes == 0 || m->bytes > PAGE_MOST)
		return fx_fail(err, FX_EFORMAT, 0,
		    "is an AFF image that does not say how large its pages "
		    "are");
	if (m->n > 1)
		qsort(m->page, m->n, sizeof(m->page[0]), by_number);
	return 0;
}

void
aff_map_done(struct aff_map *m)
{
	free(m->page);
	m->page = NULL;
	m->n = 0;
}

bool
aff_has(const struct aff_map *m, uint64_t off, uint64_t *left)
{
	uint64_t n = off / m->bytes;

	*left = m->bytes - off % m->bytes;
	return m->n > 0 &&
	    bsearch(&n, m->page, m->n, sizeof(n), by_number) != NULL;
}
