/*
 * tar.c - a member of a tar file: its name, and where its bytes lie
 *
 * They lie as they are: what is in them is found there, and needs a name only.
 * Each header is a start by itself, so that a tar file of which the beginning
 * is lost, or a member overwritten, still has the names of the others.
 */
#include <string.h>

#include "forensic/decode.h"

enum {
	BLOCK = 512,
	/* Fields of a header, and the bytes of each. */
	NAME = 0,
	NAME_N = 100,
	SIZE = 124,
	SIZE_N = 12,
	SUM = 148,
	SUM_N = 8,
	TYPE = 156,
	MAGIC = 257,
	PREFIX = 345,
	PREFIX_N = 155,
	CHAIN = 4, /* headers that belong to one member, at most */
};

/* What the headers of a member have told so far. */
struct head {
	uint64_t at;   /* of the next header, from p on */
	uint64_t size; /* by that which stands for all; UINT64_MAX: none */
	size_t n;
	char name[FX_MEMBER_MOST];
	bool named, lost; /* by a header of its own; which was too long */
	bool odd;         /* the size told for all is no number */
};

/* A number of n bytes: octal, blanks around it; or binary, by its first bit. */
static bool
number(const uint8_t *p, size_t n, uint64_t *v)
{
	size_t i = 0;

	*v = 0;
	if ((p[0] & 0x80) != 0) {
		if (p[0] != 0x80)
			return false;
		for (i = 1; i < n; i++) {
			if (*v >> 55 != 0)
				return false;
			*v = *v << 8 | p[i];
		}
		return true;
	}
	while (i < n && p[i] == ' ')
		i++;
	for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
		*v = *v << 3 | (uint64_t)(p[i] - '0');
	return i == n || p[i] == ' ' || p[i] == '\0';
}

/* Is the block at p a header, by its sum? */
static bool
sound(const uint8_t *p)
{
	uint64_t told, sum = 0;
	size_t i;

	if (memcmp(p + MAGIC, "ustar", 5) != 0 ||
	    !number(p + SUM, SUM_N, &told))
		return false;
	for (i = 0; i < BLOCK; i++)
		sum += i >= SUM && i < SUM + SUM_N ? ' ' : p[i];
	return sum == told;
}

/* A name that stands by itself, of n bytes; one that is too long is none. */
static void
name_put(struct head *h, const uint8_t *p, size_t n)
{
	const uint8_t *end = memchr(p, '\0', n);

	if (end != NULL)
		n = (size_t)(end - p);
	h->named = true;
	h->lost = n == 0 || n > sizeof(h->name);
	h->n = h->lost ? 0 : n;
	memcpy(h->name, p, h->n);
}

/* The name in the header at p: that of POSIX may have a part before it. */
static void
name_take(struct head *h, const uint8_t *p)
{
	size_t pre = 0, n = strnlen((const char *)p + NAME, NAME_N);

	if (memcmp(p + MAGIC, "ustar\0", 6) == 0)
		pre = strnlen((const char *)p + PREFIX, PREFIX_N);
	memcpy(h->name, p + PREFIX, pre);
	if (pre > 0)
		h->name[pre++] = '/';
	memcpy(h->name + pre, p + NAME, n);
	h->n = pre + n;
}

/*
 * The size of a member, n bytes at p.  What is no decimal number to its last
 * byte leaves open how much the member has: nothing is told of it then.
 */
static void
size_put(struct head *h, const uint8_t *p, size_t n)
{
	size_t i;

	h->size = 0;
	h->odd = false;
	for (i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9' || h->size >> 58 != 0) {
			h->odd = true;
			return;
		}
		h->size = 10 * h->size + (uint64_t)(p[i] - '0');
	}
}

/* One record "25 path=a/b.txt\n" of n bytes at p; how long it is, or 0. */
static size_t
record(struct head *h, const uint8_t *p, size_t n)
{
	size_t len = 0, i = 0;

	for (; i < n && i < 6 && p[i] >= '0' && p[i] <= '9'; i++)
		len = 10 * len + (size_t)(p[i] - '0');
	if (i == 0 || len > n || len < i + 2 || p[i] != ' ' ||
	    p[len - 1] != '\n')
		return 0;
	i++;
	if (len - i > 6 && memcmp(p + i, "path=", 5) == 0)
		name_put(h, p + i + 5, len - 1 - (i + 5));
	if (len - i > 6 && memcmp(p + i, "size=", 5) == 0)
		size_put(h, p + i + 5, len - 1 - (i + 5));
	return len;
}

static void
records(struct head *h, const uint8_t *p, size_t n)
{
	size_t len;

	for (; n > 0 && (len = record(h, p, n)) > 0; n -= len)
		p += len;
}

/*
 * The data of a header that tells of the next one, n bytes of them at p.
 * Returns false: more than that.
 */
static bool
aside(struct head *h, const uint8_t *p, size_t n, uint64_t size, uint8_t type)
{
	uint64_t room = (size + BLOCK - 1) / BLOCK * BLOCK;

	if (size > n || room > n)
		return false;
	if (type == 'L')
		name_put(h, p, (size_t)size);
	else if (type == 'x')
		records(h, p, (size_t)size);
	h->at += room;
	return true;
}

/* The header of the member itself, at p. */
static bool
member(struct head *h, const uint8_t *p, uint64_t size, struct fx_hold *out)
{
	if (h->size == UINT64_MAX)
		h->size = size;
	if (!h->named)
		name_take(h, p);
	if (h->odd || h->size == 0 || !fx_add(h->at, h->size, &out->to))
		return false;
	out->from = h->at;
	out->n = h->n;
	memcpy(out->name, h->name, h->n);
	return true;
}

/* The headers from l->at on, to that of a file that has bytes. */
static bool
hold(const struct fx_look *l, struct fx_hold *out)
{
	struct head h = { .size = UINT64_MAX };
	const uint8_t *p;
	uint64_t size;
	size_t left, i;

	for (i = 0; i < CHAIN; i++) {
		if (h.at > l->n - l->at || l->n - l->at - h.at < BLOCK)
			return false;
		p = l->p + l->at + h.at;
		left = l->n - l->at - (size_t)h.at - BLOCK;
		if (!sound(p) || !number(p + SIZE, SIZE_N, &size) ||
		    size > INT64_MAX)
			return false;
		h.at += BLOCK;
		switch (p[TYPE]) {
		case '\0':
		case '0':
		case '7':
			return member(&h, p, size, out);
		case 'L':
		case 'K':
		case 'x':
			if (!aside(&h, p + BLOCK, left, size, p[TYPE]))
				return false;
			break;
		default:
			return false;
		}
	}
	return false;
}

static bool
look(const struct fx_look *l)
{
	return l->n - l->at >= BLOCK && sound(l->p + l->at);
}

const struct fx_decoder hold_tar = {
	.name = "TAR",
	.about = "the name of a member of a tar file",
	.version = 2,
	.marks = { { FX_MARK_BYTES, 5, { 'u', 's', 't', 'a', 'r' }, MAGIC,
	    0 } },
	.look = look,
	.hold = hold,
};
