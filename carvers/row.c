/* row.c - numbers that stand in a row, and what neighbours are worth */
#include "near.h"
#include "score.h"

enum {
	GAP = 4,
	SIDE = 5, /* numbers on each side that count: as many as can add bits */
	ROW = 2 * SIDE + 1,
};

struct row {
	uint64_t seen[ROW]; /* distinct values */
	size_t n;
	struct fx_near near;
};

/* Signs between two numbers: how many stand from i on, GAP at most. */
static size_t
gap_at(const struct fx_window *w, size_t i)
{
	size_t n = 0;
	uint8_t c;

	for (; n <= GAP && i + n < w->len; n++) {
		c = w->p[i + n];
		if (c >= 0x80 || char_digit(w, i + n) ||
		    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			break;
	}
	return n;
}

static bool
same_gap(const struct fx_window *w, size_t a, size_t b, size_t n)
{
	while (n-- > 0)
		if (w->p[a + n] != w->p[b + n])
			return false;
	return true;
}

/* Count a number of another shape than the hit's, once. */
static void
count(const struct fx_window *w, const struct pan *pan, uint32_t shape,
    struct row *row)
{
	uint64_t value = pan_value(pan);
	size_t i;

	for (i = 0; i < row->n; i++)
		if (row->seen[i] == value)
			return;
	if (row->n == ROW)
		return;
	row->seen[row->n++] = value;
	if (pan_shape(w, pan) == shape)
		return; /* the neighbourhood has it */
	row->near.others++;
	if (pan->luhn && pan->iin != NULL)
		row->near.pass++;
}

static void
forward(const struct fx_window *w, const struct pan *pan, uint32_t shape,
    struct row *row)
{
	size_t first = pan->at + pan->len, n = gap_at(w, first), at = first, k;
	struct pan next;

	for (k = 0; k < SIDE && n > 0 && n <= GAP && at + n < w->len &&
	     same_gap(w, first, at, n) && pan_read(w, at + n, &next);
	     k++) {
		count(w, &next, shape, row);
		at = next.at + next.len;
	}
}

/* The number that ends right before end; most are as long as the one before. */
static bool
read_back(const struct fx_window *w, size_t end, size_t len, struct pan *pan)
{
	size_t at = end, groups;

	if (end >= len && pan_read(w, end - len, pan) &&
	    pan->at + pan->len == end)
		return true;
	for (groups = 0; groups < PAN_GROUPS; groups++) {
		if (!pan_digit_before(w, at))
			return false;
		while (pan_digit_before(w, at))
			at--;
		if (pan_read(w, at, pan) && pan->at + pan->len == end)
			return true;
		if (at == 0)
			return false;
		at--; /* a separator of one character */
	}
	return false;
}

static void
backward(const struct fx_window *w, const struct pan *pan, uint32_t shape,
    struct row *row)
{
	size_t at = pan->at, n = 0, first, k;
	struct pan last;

	while (n <= GAP && n < at && !char_digit(w, at - n - 1))
		n++;
	if (n == 0 || n > GAP || n >= at || gap_at(w, at - n) != n)
		return;
	first = at - n;
	for (k = 0; k < SIDE && at >= n && same_gap(w, first, at - n, n) &&
	     read_back(w, at - n, pan->len, &last);
	     k++) {
		count(w, &last, shape, row);
		at = last.at;
	}
}

void
near_row(const struct fx_window *w, const struct pan *pan, struct fx_hit *hit)
{
	struct row row = { .n = 1 };

	row.seen[0] = pan_value(pan);
	forward(w, pan, hit->shape, &row);
	backward(w, pan, hit->shape, &row);
	if (row.near.others > 1) /* one beside it is no list */
		near_weigh(&row.near, "row", hit);
}

void
near_weigh(const struct fx_near *near, const char *name, struct fx_hit *hit)
{
	int others = (int)near->others, pass = (int)near->pass;
	int bits = TENTHS_NEIGHBOUR * (2 * pass - others) / 10;

	if (others == 0)
		return;
	if (bits > BITS_NEAR_MOST)
		bits = BITS_NEAR_MOST;
	if (bits < BITS_NEAR_LEAST)
		bits = BITS_NEAR_LEAST;
	/* A list of numbers that pass is one of cards if they are a card's. */
	if (bits > 0 && fx_hit_get(hit, "scheme") == NULL)
		bits = 0;
	if (others - 2 * pass >= NEAR_AGAINST && hit->score + bits > NEAR_CAP)
		bits = NEAR_CAP - hit->score;
	fx_hit_why(hit, bits, "%s:%d/%d", name, pass, others);
}
