/* list.c - a list of values: read it, sort it, look values up */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/buf.h"
#include "forensic/hash.h"
#include "list.h"

/* FX_LIST_CONTEXTS is 2^28: places in the contexts fit in 32 bits. */
enum { DIGEST = 16, NO_CONTEXT = 0, PIECE = 64 << 10, ENTRIES_FIRST = 1024 };

/* A value is known by the first bytes of its SHA-256: none is made to match. */
struct entry {
	uint8_t digest[DIGEST];
	uint32_t line;
	uint32_t context; /* place in the contexts, from 1; or NO_CONTEXT */
};

struct expression {
	struct list_regex *regex;
	uint32_t line, context;
};

struct fx_list {
	struct entry *entry; /* in order, when ended */
	size_t n, cap;
	struct expression regex[FX_LIST_REGEXES]; /* by line */
	size_t nregex;
	struct fx_buf contexts; /* each its length, then itself */
	uint64_t count, ncontext;
	uint8_t sum[FX_SHA256_LEN];

	/* While it is read. */
	struct fx_hash *hash;
	uint64_t number; /* lines so far */
	size_t len;      /* of the line at hand */
	char line[FX_LIST_LINE];
};

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Are there letters of both cases in it?  Then the case counts. */
static bool
is_mixed(const char *p, size_t n)
{
	bool upper = false, lower = false;

	for (; n > 0; p++, n--) {
		upper |= is_upper(*p);
		lower |= is_lower(*p);
	}
	return upper && lower;
}

static void
lower(char *p, size_t n)
{
	for (; n > 0; p++, n--)
		if (is_upper(*p))
			*p = (char)(*p - 'A' + 'a');
}

/* Is each character a digit, a letter (if these are allowed) or in other? */
static bool
is_made_of(const char *p, size_t n, bool letters, const char *other)
{
	bool digit = false;

	for (; n > 0; p++, n--) {
		digit |= is_digit(*p);
		if (!is_digit(*p) && strchr(other, *p) == NULL &&
		    !(letters && (is_upper(*p) || is_lower(*p))))
			return false;
	}
	return digit;
}

/* Leave out what is neither a letter nor a digit. Returns how much is left. */
static size_t
compact(char *p, size_t n)
{
	size_t i, len = 0;

	for (i = 0; i < n; i++)
		if (is_digit(p[i]) || is_upper(p[i]) || is_lower(p[i]))
			p[len++] = p[i];
	return len;
}

static int
no_memory(struct fx_err *err)
{
	return fx_fail(err, FX_ENOMEM, 0, "out of memory for a list");
}

static int
grow(struct fx_list *l, struct fx_err *err)
{
	size_t cap = l->cap != 0 ? 2 * l->cap : ENTRIES_FIRST;
	struct entry *more;

	if (l->n < l->cap)
		return 0;
	if (l->n == FX_LIST_ENTRIES)
		return fx_fail(err, FX_ELIMIT, 0,
		    "more than %d spellings of values", FX_LIST_ENTRIES);
	if ((more = reallocarray(l->entry, cap, sizeof(*more))) == NULL)
		return no_memory(err);
	l->entry = more;
	l->cap = cap;
	return 0;
}

static int
add_digest(struct fx_list *l, const char *p, size_t n, uint32_t context,
    struct fx_err *err)
{
	uint8_t sum[FX_SHA256_LEN];
	struct entry *e;

	if (grow(l, err) == -1)
		return -1;
	if (fx_sha256(sum, p, n) == -1)
		return no_memory(err);
	e = &l->entry[l->n++];
	memcpy(e->digest, sum, DIGEST);
	e->line = (uint32_t)l->number;
	e->context = context;
	return 0;
}

/* As it is spelled, for values whose case counts, and in lower case. */
static int
add_spelling(struct fx_list *l, char *p, size_t n, uint32_t context,
    struct fx_err *err)
{
	if (is_mixed(p, n) && add_digest(l, p, n, context, err) == -1)
		return -1;
	lower(p, n);
	return add_digest(l, p, n, context, err);
}

/*
 * A number may be written in groups, and so may an account that has letters in
 * it; but a blank may also belong to the value.
 */
static int
add_value(struct fx_list *l, const struct list_line *line, uint32_t context,
    struct fx_err *err)
{
	char copy[FX_LIST_LINE];
	size_t n = line->n;

	memcpy(copy, line->value, n);
	if (is_made_of(copy, n, false, " -."))
		return add_spelling(l, copy, compact(copy, n), context, err);
	if (memchr(copy, ' ', n) != NULL && is_made_of(copy, n, true, " ") &&
	    add_spelling(l, copy, compact(copy, n), context, err) == -1)
		return -1;
	memcpy(copy, line->value, n);
	return add_spelling(l, copy, n, context, err);
}

static int
add_regex(struct fx_list *l, const struct list_line *line, uint32_t context,
    struct fx_err *err)
{
	struct expression *e = &l->regex[l->nregex];

	if (l->nregex == FX_LIST_REGEXES)
		return fx_fail(err, FX_ELIMIT, 0,
		    "more than %d regular expressions", FX_LIST_REGEXES);
	e->regex = list_regex_new(line->value, line->n, line->nocase, err);
	if (e->regex == NULL)
		return -1;
	e->line = (uint32_t)l->number;
	e->context = context;
	l->nregex++;
	return 0;
}

static int
add_context(struct fx_list *l, const struct list_line *line, uint32_t *place,
    struct fx_err *err)
{
	uint32_t n = (uint32_t)line->ncontext;

	*place = NO_CONTEXT;
	if (line->context == NULL)
		return 0;
	if (l->contexts.len + sizeof(n) + n > FX_LIST_CONTEXTS)
		return fx_fail(err, FX_ELIMIT, 0,
		    "more than %d bytes of contexts", FX_LIST_CONTEXTS);
	*place = (uint32_t)l->contexts.len + 1;
	fx_buf_put(&l->contexts, &n, sizeof(n));
	fx_buf_put(&l->contexts, line->context, n);
	l->ncontext++;
	return fx_buf_check(&l->contexts, err);
}

/* The line at hand is whole. */
static int
add_line(struct fx_list *l, struct fx_err *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	enum { BOM = sizeof(bom) - 1 };
	struct list_line line;
	uint32_t context;
	size_t from = 0;
	int rc;

	if (++l->number == UINT32_MAX)
		return fx_fail(err, FX_ELIMIT, 0, "too many lines");
	if (l->number == 1 && l->len >= BOM && memcmp(l->line, bom, BOM) == 0)
		from = BOM;
	rc = list_line_read(&line, l->line + from, l->len - from, err);
	l->len = 0;
	if (rc == -1 || line.what == LIST_NOTHING)
		return rc;
	l->count++;
	if (add_context(l, &line, &context, err) == -1)
		return -1;
	return line.what == LIST_REGEX ? add_regex(l, &line, context, err)
				       : add_value(l, &line, context, err);
}

/* Take n bytes more of the line at hand. */
static int
take(struct fx_list *l, const char *p, size_t n, struct fx_err *err)
{
	if (n > sizeof(l->line) - l->len) {
		l->number++;
		return fx_fail(err, FX_ELIMIT, 0,
		    "a line of more than %d bytes", FX_LIST_LINE);
	}
	memcpy(l->line + l->len, p, n);
	l->len += n;
	return 0;
}

struct fx_list *
fx_list_new(struct fx_err *err)
{
	struct fx_list *l = calloc(1, sizeof(*l));

	if (l == NULL)
		no_memory(err);
	else if ((l->hash = fx_hash_new(FX_SHA256, err)) != NULL)
		return l;
	free(l);
	return NULL;
}

/* What is wrong is so in the line that was read last. */
static int
at_line(const struct fx_list *l, struct fx_err *err)
{
	err->off = l->number;
	return -1;
}

int
fx_list_add(struct fx_list *l, const void *text, size_t n, struct fx_err *err)
{
	const char *p = text, *end;
	size_t len;

	if (fx_hash_add(l->hash, text, n, err) == -1)
		return -1;
	for (; n > 0; p += len, n -= len) {
		end = memchr(p, '\n', n);
		len = end != NULL ? (size_t)(end - p) : n;
		if (take(l, p, len, err) == -1)
			return at_line(l, err);
		if (end == NULL)
			continue;
		len++;
		if (add_line(l, err) == -1)
			return at_line(l, err);
	}
	return 0;
}

static int
by_digest(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int d = memcmp(x->digest, y->digest, DIGEST);

	return d != 0 ? d : (x->line > y->line) - (x->line < y->line);
}

int
fx_list_end(struct fx_list *l, struct fx_err *err)
{
	if (l->len > 0 && add_line(l, err) == -1)
		return at_line(l, err);
	if (fx_hash_end(l->hash, l->sum, err) == -1)
		return -1;
	if (l->n > 0)
		qsort(l->entry, l->n, sizeof(*l->entry), by_digest);
	return 0;
}

void
fx_list_free(struct fx_list *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->nregex; i++)
		list_regex_free(l->regex[i].regex);
	fx_hash_free(l->hash);
	fx_buf_done(&l->contexts);
	free(l->entry);
	free(l);
}

static int
read_all(struct fx_list *l, int fd, struct fx_err *err)
{
	char piece[PIECE];
	ssize_t got;

	do {
		got = read(fd, piece, sizeof(piece));
		if (got == -1 && errno != EINTR)
			return fx_fail_sys(err, 0, "cannot be read");
		if (got > 0 && fx_list_add(l, piece, (size_t)got, err) == -1)
			return -1;
	} while (got != 0);
	return fx_list_end(l, err);
}

struct fx_list *
fx_list_load(const char *path, struct fx_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct fx_list *l = NULL;

	if (fd == -1) {
		fx_fail_sys(err, 0, "cannot be opened");
		return NULL;
	}
	if ((l = fx_list_new(err)) != NULL && read_all(l, fd, err) == -1) {
		fx_list_free(l);
		l = NULL;
	}
	close(fd);
	return l;
}

const uint8_t *
fx_list_sum(const struct fx_list *l)
{
	return l->sum;
}

uint64_t
fx_list_count(const struct fx_list *l)
{
	return l->count;
}

uint64_t
fx_list_contexts(const struct fx_list *l)
{
	return l->ncontext;
}

/* Does a context stand around the item: over it, or beside it? */
static bool
stands(const struct fx_list *l, uint32_t place, const struct fx_list_item *it)
{
	size_t behind = it->at + it->len, from, to;
	const char *p;
	uint32_t n;

	if (place == NO_CONTEXT)
		return true;
	if (it->text == NULL)
		return false;
	p = l->contexts.p + place - 1;
	memcpy(&n, p, sizeof(n));
	p += sizeof(n);
	if (n <= it->at && memcmp(it->text + it->at - n, p, n) == 0)
		return true;
	if (n <= it->n - behind && memcmp(it->text + behind, p, n) == 0)
		return true;
	from = behind > n ? behind - n : 0;
	to = n < it->n - it->at ? it->at + n : it->n;
	return n >= it->len && memmem(it->text + from, to - from, p, n) != NULL;
}

/* The first of those with the digest that holds, or UINT32_MAX. */
static uint32_t
first(const struct fx_list *l, const uint8_t *digest,
    const struct fx_list_item *it)
{
	size_t lo = 0, hi = l->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (memcmp(l->entry[mid].digest, digest, DIGEST) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < l->n && memcmp(l->entry[lo].digest, digest, DIGEST) == 0;
	     lo++)
		if (stands(l, l->entry[lo].context, it))
			return l->entry[lo].line;
	return UINT32_MAX;
}

static uint32_t
find_value(const struct fx_list *l, const char *value,
    const struct fx_list_item *it)
{
	uint8_t sum[FX_SHA256_LEN];
	char copy[FX_LIST_LINE];
	size_t n = strlen(value);

	if (l->n == 0 || n > sizeof(copy))
		return UINT32_MAX;
	memcpy(copy, value, n);
	if (!is_mixed(copy, n))
		lower(copy, n);
	return fx_sha256(sum, copy, n) == 0 ? first(l, sum, it) : UINT32_MAX;
}

/* Expressions before the line that is known to hold. */
static uint32_t
find_regex(const struct fx_list *l, const struct fx_list_item *it,
    uint32_t before, bool *open)
{
	const struct expression *e;
	struct list_match *m = NULL;
	enum fx_listed listed;
	size_t n = strlen(it->value);
	uint32_t line = UINT32_MAX;
	unsigned int tries = 0;

	for (e = l->regex; e < l->regex + l->nregex && e->line < before; e++) {
		if (!stands(l, e->context, it))
			continue;
		listed = list_regex_find(e->regex, &m, it->value, n);
		if (listed == FX_LISTED)
			line = e->line;
		else if (listed == FX_LISTED_OPEN)
			tries++;
		if (listed == FX_LISTED || tries == FX_LIST_TRIES)
			break;
	}
	list_match_free(m);
	*open = tries > 0;
	return line;
}

enum fx_listed
fx_list_find(const struct fx_list *l, const struct fx_list_item *item,
    uint32_t *line)
{
	uint32_t best = find_value(l, item->value, item), other;
	bool open = false;
	size_t i;

	for (i = 0; i < item->nalso; i++) {
		other = find_value(l, item->also[i], item);
		best = other < best ? other : best;
	}
	other = find_regex(l, item, best, &open);
	best = other < best ? other : best;
	if (best == UINT32_MAX)
		return open ? FX_LISTED_OPEN : FX_LISTED_NOT;
	*line = best;
	return FX_LISTED;
}
