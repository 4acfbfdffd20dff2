/* pack.c - take an archive apart by libarchive */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "pack.h"

enum {
	BLOCK = 16 << 10,      /* bytes that the library is given at once */
	NAME = FX_MEMBER_MOST, /* bytes of a name that are told */
	NAMES_FIRST = 64,
};

/* How long an archive claims to be, to who asks for its end: longer than any.
 */
static const int64_t far = INT64_C(1) << 60;

enum phase { NEXT, TEXT, BEFORE, DATA, BEHIND, OVER };

/* A member's name, and where in the output it begins. */
struct name {
	uint64_t from;
	size_t n;
	char *p;
};

struct pack {
	struct archive *a;
	struct fx_decoding *d;
	locale_t utf8; /* names are, whatever the process has */
	int64_t pos;   /* from the start, where the library reads */
	uint64_t high; /* the end of what it was given */
	enum phase phase;
	size_t done, n; /* of the name, or of zeros */
	char name[NAME];
	uint64_t out;         /* bytes given */
	size_t zeros;         /* before the data */
	const uint8_t *block; /* of data, as the library gave it: */
	size_t block_n;       /* so much of it is left, */
	uint64_t block_off;   /* and lies there in the member */
	uint64_t given;       /* data of this member, */
	uint64_t size;        /* which has so much; 0: that is not told */
	bool secret;          /* this member is encrypted */
	int steps;
	bool damaged;       /* a member was, or the rest is */
	struct name *names; /* a ring, by number */
	uint64_t nnames;    /* so far */
	size_t room;   /* in the ring; full in order until it has its most */
	bool nameless; /* memory was refused: no name is known */
};

static la_ssize_t
give(struct archive *a, void *arg, const void **buf)
{
	struct pack *k = arg;
	size_t n;

	*buf = fx_in_at(&k->d->in, k->d->start + (uint64_t)k->pos, 1, &n);
	if (*buf == NULL && k->d->in.failed) {
		archive_set_error(a, EIO, "input");
		return ARCHIVE_FATAL;
	}
	if (n > BLOCK)
		n = BLOCK;
	k->pos += (int64_t)n;
	if (n > 0 && (uint64_t)k->pos > k->high)
		k->high = (uint64_t)k->pos;
	return (la_ssize_t)n;
}

static la_int64_t
seek(struct archive *a, void *arg, la_int64_t off, int whence)
{
	struct pack *k = arg;
	int64_t from = whence == SEEK_END ? far
	    : whence == SEEK_CUR          ? k->pos
					  : 0;

	(void)a;
	if (off < -from || off > far - from)
		return ARCHIVE_FATAL;
	k->pos = from + off;
	return k->pos;
}

static la_int64_t
skip(struct archive *a, void *arg, la_int64_t n)
{
	struct pack *k = arg;

	(void)a;
	if (n < 0 || n > far - k->pos)
		return 0;
	k->pos += n;
	return n;
}

locale_t
pack_locale(void)
{
	return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

void
pack_close(struct fx_decoding *d)
{
	struct pack *k = d->own;
	size_t i;

	for (i = 0; i < k->room; i++)
		free(k->names[i].p);
	free(k->names);

	archive_read_free(k->a);
	if (k->utf8 != (locale_t)0)
		freelocale(k->utf8);
	free(k);
}

int
pack_open(struct fx_decoding *d, int (*support)(struct archive *a),
    struct fx_err *err)
{
	struct fx_look l = { .off = d->start };
	struct pack *k;

	l.p = fx_in_at(&d->in, d->start, FX_DECODE_LOOK, &l.n);
	if (l.p == NULL || !d->decoder->look(&l))
		return fx_fail(err, FX_EFORMAT, d->start, "no archive");
	k = calloc(1, sizeof(*k));
	if (k == NULL || (k->a = archive_read_new()) == NULL) {
		free(k);
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	}
	k->d = d;
	k->utf8 = pack_locale();
	d->own = k;
	if (support(k->a) == ARCHIVE_OK &&
	    archive_read_set_seek_callback(k->a, seek) == ARCHIVE_OK &&
	    archive_read_open2(k->a, k, NULL, give, skip, NULL) == ARCHIVE_OK)
		return 0;
	pack_close(d);
	d->own = NULL;
	return fx_fail(err, FX_EFORMAT, d->start, "no archive");
}

/* What the library would not do; NULL: it found damage. */
static const char *
refusal(struct archive *a)
{
	const char *s = archive_error_string(a);

	if (archive_read_has_encrypted_entries(a) == 1)
		return "encrypted";
	if (archive_errno(a) == ENOMEM)
		return "memory";
	if (s == NULL)
		return NULL;
	if (strstr(s, "ncrypt") != NULL || strstr(s, "assphrase") != NULL)
		return "encrypted";
	if (strstr(s, "nsupported") != NULL ||
	    strstr(s, "not support") != NULL ||
	    strstr(s, "Unknown codec") != NULL)
		return "method";
	return NULL;
}

/* The library failed: note why. */
static void
failed(struct pack *k)
{
	const char *why = k->d->in.failed ? NULL : refusal(k->a);

	if (why == NULL)
		k->damaged = true;
	else if (k->d->limit == NULL)
		k->d->limit = why;
}

/* The library converts names to the locale's characters. */
static int
header(struct pack *k, struct archive_entry **e)
{
	locale_t was = (locale_t)0;
	int rc;

	if (k->utf8 != (locale_t)0)
		was = uselocale(k->utf8);
	rc = archive_read_next_header(k->a, e);
	if (was != (locale_t)0)
		uselocale(was);
	return rc;
}

/* Zeros from the end of a name, which is at `end`, to the data's place. */
static size_t
zeros_to_place(uint64_t end, struct archive_entry *e)
{
	bool small = archive_entry_size_is_set(e) != 0 &&
	    archive_entry_size(e) < PACK_PAGE;
	uint64_t place = small ? PACK_SECTOR : PACK_PAGE;

	end += PACK_GAP;
	return PACK_GAP + (size_t)((place - end % place) % place);
}

static bool
names_grow(struct pack *k)
{
	size_t room = k->room == 0 ? NAMES_FIRST : 2 * k->room;
	struct name *more;

	if (k->nnames < k->room || k->room == PACK_NAMES)
		return true;
	if ((more = realloc(k->names, room * sizeof(*more))) == NULL)
		return false;
	memset(more + k->room, 0, (room - k->room) * sizeof(*more));
	k->names = more;
	k->room = room;
	return true;
}

/*
 * Keep the name of the member that begins; none for one that is cut.
 */
static void
names_put(struct pack *k, bool whole)
{
	struct name *e;

	k->nameless = k->nameless || !names_grow(k);
	if (k->nameless)
		return;
	e = &k->names[k->nnames++ % k->room];
	free(e->p);
	*e = (struct name){ .from = k->out };
	if (whole && k->n > 0 && (e->p = malloc(k->n)) != NULL) {
		memcpy(e->p, k->name, k->n);
		e->n = k->n;
	}
}

size_t
pack_name(const struct fx_decoding *d, uint64_t at, char *name)
{
	const struct pack *k = d->own;
	uint64_t lo = k->nnames > k->room ? k->nnames - k->room : 0;
	uint64_t hi = k->nnames, mid;
	const uint64_t oldest = lo;
	const struct name *e;

	/* The first that begins behind it. */
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (k->names[mid % k->room].from <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (k->nameless || lo == oldest)
		return 0;
	e = &k->names[(lo - 1) % k->room];
	if (e->n > 0)
		memcpy(name, e->p, e->n);
	return e->n;
}

/* Go to the next member. */
static void
next(struct pack *k)
{
	struct archive_entry *e;
	const char *name;
	int rc;

	k->phase = OVER;
	if (++k->steps > FX_DECODE_STEPS) {
		k->d->limit = "steps";
		return;
	}
	rc = header(k, &e);
	if (rc == ARCHIVE_EOF)
		return;
	if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
		failed(k);
		return;
	}
	name = archive_entry_pathname(e);
	k->n = name != NULL ? strnlen(name, NAME) : 0;
	if (k->n > 0)
		memcpy(k->name, name, k->n);
	names_put(k, name != NULL && name[k->n] == '\0');
	k->done = 0;
	k->zeros = zeros_to_place(k->out + k->n, e);
	k->block_n = 0;
	k->given = 0;
	k->size = archive_entry_size_is_set(e) != 0
	    ? (uint64_t)archive_entry_size(e)
	    : 0;
	k->secret = archive_entry_is_data_encrypted(e) != 0;
	k->phase = TEXT;
}

/* Give some of n bytes at p, or zeros; then comes the phase that follows. */
static size_t
some(struct pack *k, const char *p, size_t n, uint8_t *out, size_t cap)
{
	if (cap > n - k->done)
		cap = n - k->done;
	if (p != NULL)
		memcpy(out, p + k->done, cap);
	else
		memset(out, 0, cap);
	k->done += cap;
	if (k->done == n) {
		k->done = 0;
		k->phase = k->phase == BEHIND ? NEXT : k->phase + 1;
	}
	return cap;
}

/* Have the library give a block.  What it gave before an error stands. */
static void
block(struct pack *k)
{
	const void *p = NULL;
	la_int64_t off = 0;
	size_t n = 0;
	int rc;

	if (k->secret) {
		k->d->limit = "encrypted";
		k->phase = BEHIND;
		return;
	}
	rc = archive_read_data_block(k->a, &p, &n, &off);
	if (rc == ARCHIVE_EOF) {
		k->damaged |= k->given < k->size;
		k->phase = BEHIND;
	} else if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
		failed(k);
		k->phase = rc == ARCHIVE_FATAL ? OVER : BEHIND;
	} else if (n > 0 && (off < 0 || (uint64_t)off < k->given)) {
		k->damaged = true;
		k->phase = OVER;
	} else if (++k->steps > FX_DECODE_STEPS && n == 0) {
		k->d->limit = "steps";
		k->phase = OVER;
	} else {
		k->block = p;
		k->block_n = n;
		k->block_off = (uint64_t)off;
	}
}

/* Of a member that has holes, these are zeros. */
static size_t
data(struct pack *k, uint8_t *out, size_t cap)
{
	uint64_t hole;

	if (k->block_n == 0) {
		block(k);
		if (k->block_n == 0)
			return 0;
	}
	hole = k->block_off - k->given;
	if (hole > 0) {
		if (cap > hole)
			cap = (size_t)hole;
		memset(out, 0, cap);
	} else {
		if (cap > k->block_n)
			cap = k->block_n;
		memcpy(out, k->block, cap);
		k->block += cap;
		k->block_n -= cap;
		k->block_off += cap;
	}
	k->given += cap;
	return cap;
}

ssize_t
pack_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct pack *k = d->own;
	size_t n = 0;

	while (n == 0 && k->phase != OVER) {
		if (k->phase == NEXT)
			next(k);
		else if (k->phase == TEXT)
			n = some(k, k->name, k->n, out, cap);
		else if (k->phase == DATA)
			n = data(k, out, cap);
		else
			n = some(k, NULL,
			    k->phase == BEFORE ? k->zeros : PACK_GAP, out, cap);
		d->used = k->high;
		d->at = (uint64_t)k->pos < k->high ? (uint64_t)k->pos : k->high;
	}
	k->out += n;
	if (n > 0 || !k->damaged)
		return (ssize_t)n;
	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	return fx_fail(err, FX_EFORMAT, d->start + k->high,
	    "the archive is damaged");
}
