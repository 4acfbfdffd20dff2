/* sqlrow.c - the row of a known SQLite table around one of its columns */
#include "sqlrow.h"

#include <string.h>

#include "chars.h"

enum {
	TEXT_OF_UUID = 85, /* the type of a text of 36 bytes */
	FIRST_BLOB = 12,   /* from here on types are blobs and texts by turns */
	VARINT_MOST = 4,   /* bytes of a type or length that is looked at, */
	ROWID_MOST = 9,    /* of a rowid */
};

/* A varint at i: bytes it takes, at most `most`; 0 if it ends before. */
static size_t
varint(const struct fx_window *w, size_t i, size_t most, uint64_t *v)
{
	uint64_t x = 0;
	size_t n;

	for (n = 0; n < most && i + n < w->len; n++) {
		if (n + 1 == ROWID_MOST) {
			*v = x << 8 | w->p[i + n];
			return n + 1;
		}
		x = x << 7 | (w->p[i + n] & 0x7f);
		if (w->p[i + n] < 0x80) {
			*v = x;
			return n + 1;
		}
	}
	return 0;
}

static uint64_t
size_of(uint64_t type)
{
	static const uint8_t small[FIRST_BLOB] = { 0, 1, 2, 3, 4, 6, 8, 8 };

	return type < FIRST_BLOB ? small[type] : (type - FIRST_BLOB) / 2;
}

uint64_t
sqlrow_size(const struct sqlrow *row, size_t i)
{
	return size_of(row->type[i]);
}

static bool
is_text(uint64_t type)
{
	return type > FIRST_BLOB && (type & 1) == 1;
}

static bool
is_integer(uint64_t type)
{
	return (type >= 1 && type <= 6) || type == 8 || type == 9;
}

static bool
fits(char kind, uint64_t type)
{
	switch (kind) {
	case 'g':
		return type == TEXT_OF_UUID;
	case 'T':
		return is_text(type) && size_of(type) > 0;
	case 't':
		return type == 0 || is_text(type);
	case 'i':
		return type == 0 || is_integer(type);
	case 'b':
		return type >= FIRST_BLOB && (type & 1) == 0;
	case 'n':
		return type == 0;
	default:
		return false;
	}
}

/*
 * Read types from i on into row, which has some.  They end at end; or if that
 * is 0 where the columns before the key at `at` begin.
 */
static bool
read_types(const struct fx_window *w, struct sqlrow *row, size_t i, size_t end,
    size_t at)
{
	const struct sqlrow_form *f = row->form;
	uint64_t before = row->n > 0 ? size_of(row->type[0]) : 0, type;
	size_t used;

	while (end != 0 ? i < end : row->n < f->least || at - i != before) {
		used = varint(w, i, VARINT_MOST, &type);
		if (used == 0 || i + used > at || row->n == f->most ||
		    type == 10 || type == 11 || /* not in files */
		    (row->n < f->least && !fits(f->kinds[row->n], type)))
			return false;
		if (row->n < f->key)
			before += size_of(type);
		if (before > at - i)
			return false;
		row->type[row->n++] = type;
		i += used;
	}
	return row->n >= f->least && (end == 0 || i == end) && at - i == before;
}

/* Where the columns lie, the key at `at`.  Returns bytes of them all. */
static uint64_t
place(const struct fx_window *w, struct sqlrow *row, size_t at)
{
	uint64_t off, sum = 0;
	size_t i;

	for (i = row->form->key; i > 0; i--)
		at -= (size_t)size_of(row->type[i - 1]);
	for (i = 0, off = at; i < row->n; i++) {
		row->at[i] = off < w->len ? (size_t)off : w->len;
		off += size_of(row->type[i]);
		sum += size_of(row->type[i]);
	}
	return sum;
}

/* Do a length of so many bytes and a rowid stand right before i? */
static bool
is_cell(const struct fx_window *w, size_t i, uint64_t length, uint64_t *rowid)
{
	uint64_t v;
	size_t r, n;

	for (r = 1; r <= ROWID_MOST && r < i; r++) {
		if (varint(w, i - r, ROWID_MOST, rowid) != r)
			continue;
		for (n = 1; n <= VARINT_MOST && r + n <= i; n++)
			if (varint(w, i - r - n, VARINT_MOST, &v) == n &&
			    v == length)
				return true;
	}
	return false;
}

/* A UUID where there must be one; and no control in a text before the key. */
static bool
is_sound(const struct fx_window *w, const struct sqlrow *row)
{
	static const char uuid[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i, k, end;

	for (i = 0; row->form->kinds[0] == 'g' && uuid[i] != '\0'; i++) {
		k = row->at[0] + i;
		if (uuid[i] == '-' ? k >= w->len || w->p[k] != '-'
				   : !char_alnum(w, k))
			return false;
	}
	for (i = 0; i < row->form->key; i++) {
		if (!is_text(row->type[i]))
			continue;
		end = row->at[i] + (size_t)size_of(row->type[i]);
		for (k = row->at[i]; k < end && k < w->len; k++)
			if (w->p[k] < ' ' || w->p[k] == 0x7f)
				return false;
	}
	return true;
}

/* Does a row whose header begins at i have its key at `at`? */
static bool
try_header(const struct fx_window *w, struct sqlrow *row, size_t i, size_t at)
{
	enum { HEADER_MOST = 0x80 };
	const size_t head = w->p[i];
	uint64_t length;

	row->n = 0;
	if (head <= row->form->least || head >= HEADER_MOST || head > at - i ||
	    !read_types(w, row, i + 1, i + head, at))
		return false;
	length = head + place(w, row, at);
	row->state = is_cell(w, i, length, &row->rowid) ? SQLROW_CELL
							: SQLROW_HEADER;
	return (row->state == SQLROW_CELL || !row->form->whole) &&
	    is_sound(w, row);
}

/* The same of one whose types begin at i, all but the first if that is lost. */
static bool
try_types(const struct fx_window *w, struct sqlrow *row, size_t i, size_t at,
    enum sqlrow_state state)
{
	row->n = 0;
	if (state == SQLROW_REST)
		row->type[row->n++] = TEXT_OF_UUID;
	row->state = state;
	if (!read_types(w, row, i, 0, at))
		return false;
	place(w, row, at);
	return is_sound(w, row);
}

/*
 * Of what kinds a column may be whose type begins with each of the bytes before
 * the key, a bit for each letter of `letters`; and whether the type goes on.
 */
enum { LOOKED = FX_WINDOW_MOST, GOES_ON = 0x80, FIRST = 6 };
static const char letters[] = "gTtibn";

static uint8_t
kinds_of(uint8_t c)
{
	enum {
		UUID = 1,
		TEXT = 2,
		MAY_TEXT = 4,
		INTEGER = 8,
		BLOB = 16,
		NUL = 32
	};

	if (c >= 0x80)
		return TEXT | MAY_TEXT | BLOB | GOES_ON;
	if (c == TEXT_OF_UUID)
		return UUID | TEXT | MAY_TEXT;
	if (c > FIRST_BLOB + 1)
		return (c & 1) != 0 ? TEXT | MAY_TEXT : BLOB;
	if (c >= FIRST_BLOB)
		return (c & 1) != 0 ? MAY_TEXT : BLOB;
	if (c == 0)
		return MAY_TEXT | INTEGER | NUL;
	return is_integer(c) ? INTEGER : 0;
}

static uint8_t
kind_bit(char kind)
{
	return (uint8_t)(1U << (strchr(letters, kind) - letters));
}

/* May the types at p be those of kinds, as far as the first bytes tell? */
static inline bool
may_begin(const uint8_t *p, const uint8_t want[FIRST])
{
	size_t k;

	for (k = 0; k < FIRST && want[k] != 0; k++) {
		if ((p[k] & want[k]) == 0)
			return false;
		if ((p[k] & GOES_ON) != 0)
			return true;
	}
	return true;
}

/* Rows of one form: the nearest of that state, not before `from`. */
static bool
find_form(const struct fx_window *w, size_t from, size_t at,
    const uint8_t *kinds, enum sqlrow_state state, struct sqlrow *row)
{
	const struct sqlrow_form *f = row->form;
	const size_t header = state == SQLROW_HEADER;
	const char *first = f->kinds + (state == SQLROW_REST);
	uint8_t want[FIRST] = { 0 };
	size_t i;

	if ((f->whole && !header) ||
	    (state == SQLROW_REST && f->kinds[0] != 'g'))
		return false;
	for (i = 0; i < FIRST && first[i] != '\0'; i++)
		want[i] = kind_bit(first[i]);
	for (i = at > from + 3 ? at - 3 : from; i-- > from;)
		/* of nearly all places the first types say that it is none */
		if (may_begin(kinds + (i + header - from), want) &&
		    (header ? try_header(w, row, i, at)
			    : try_types(w, row, i, at, state)))
			return true;
	return false;
}

bool
sqlrow_find(const struct fx_window *w, size_t at,
    const struct sqlrow_form *forms, size_t n, struct sqlrow *row)
{
	static const enum sqlrow_state states[] = { SQLROW_HEADER, SQLROW_TYPES,
		SQLROW_REST };
	const size_t from = at > LOOKED ? at - LOOKED : 0;
	uint8_t kinds[LOOKED + FIRST + 1] = { 0 }, any = 0;
	size_t s, k;

	for (k = from; k < at; k++) {
		kinds[k - from] = kinds_of(w->p[k]);
		any |= kinds[k - from];
	}
	if (at - from < 4 || (any & kind_bit('i')) == 0)
		return false; /* each form has an integer: it is text */
	for (s = 0; s < FX_LEN(states); s++)
		for (k = 0; k < n; k++) {
			row->form = &forms[k];
			if (find_form(w, from, at, kinds, states[s], row))
				return true;
		}
	return false;
}

bool
sqlrow_text(const struct fx_window *w, const struct sqlrow *row, size_t i,
    char *out, size_t cap)
{
	uint64_t n;

	out[0] = '\0';
	if (i >= row->n || !is_text(row->type[i]))
		return false;
	n = size_of(row->type[i]);
	return n > 0 && n <= w->len - row->at[i] &&
	    fx_window_text(w, row->at[i], row->at[i] + (size_t)n, out, cap);
}

bool
sqlrow_integer(const struct fx_window *w, const struct sqlrow *row, size_t i,
    int64_t *v)
{
	uint64_t x = 0;
	size_t n, k;

	if (i >= row->n || !is_integer(row->type[i]))
		return false;
	if (row->type[i] == 8 || row->type[i] == 9) {
		*v = (int64_t)row->type[i] - 8;
		return true;
	}
	n = (size_t)size_of(row->type[i]);
	if (n > w->len - row->at[i])
		return false;
	x = (w->p[row->at[i]] & 0x80) != 0 ? UINT64_MAX : 0;
	for (k = 0; k < n; k++)
		x = x << 8 | w->p[row->at[i] + k];
	*v = (int64_t)x;
	return true;
}
