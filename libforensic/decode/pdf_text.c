/*
 * pdf_text.c - what the operators of a content stream show, as lines of text
 *
 * Strings are given as they are written, escapes and hexadecimal undone: which
 * character a code stands for is the font's to say, and that is another object.
 * Codes of two bytes that are Unicode come out as UTF-16BE.
 *
 * Text goes on in its line while it stays on its base line and moves right; a
 * gap of more than a fifth of the font's size makes a space.  For widths there
 * is only a guess, that of digits: 0.556 of the size.  A number of a TJ array
 * makes a space from -200 on.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "pdf.h"

enum {
	OPERANDS = 64 << 10, /* bytes of strings before an operator */
	NUMBERS = 6,         /* the last ones before an operator */
	WORD = 16,           /* longest operator that means anything here */
	MILLI = 1000,        /* numbers are in thousandths */
	DIGIT_WIDTH = 556,   /* thousandths of the size */
	GAP = 5,             /* one part in so many of the size is a space */
	KERN_SPACE = -200 * MILLI,
	NUMBER_MOST = 1000000,     /* before its point; more is cut */
	SCALE_MOST = 1000 * MILLI, /* these are cut as well: nothing that */
	SIZE_MOST = 10000 * MILLI, /* can be seen is beyond */
	CHARS_MOST = 100000,
	PLACES_MOST = 64 << 20, /* bytes of struct place */
};

#define FAR_MOST (INT64_C(1) << 50)

enum lexer { PLAIN, IN_WORD, IN_STRING, ESCAPE, OCTAL, IN_HEX, COMMENT, IMAGE };

/* Where text lies and where it lies so in the stream: one string's bytes. */
struct place {
	uint64_t from;
	bool as_is;
};

struct pdf_text {
	struct fx_buf ready;
	uint64_t given; /* text before `ready` */
	bool shown, places;
	struct fx_buf place; /* struct place, by place in the text */

	enum lexer lexer;
	int last; /* the byte before */
	char word[WORD];
	size_t nword;
	unsigned depth;         /* of parentheses */
	unsigned octal, noctal; /* digits of \ddd so far */
	int nibble;             /* first half of a hex byte, or -1 */
	unsigned image;         /* letters seen of what ends an image */
	bool begun_image, array;

	uint8_t operand[OPERANDS]; /* strings, and spaces between them */
	size_t noperand;
	size_t start;   /* of the string that is being read */
	size_t pieces;  /* strings in operand */
	bool all_as_is; /* and all are written as they read */

	int64_t number[NUMBERS]; /* the last ones, the newest first */
	bool moved;              /* a line begins whatever the places are */
	bool placed;             /* it is elsewhere than behind the last text */
	bool wide;               /* that was codes of two bytes */
	int64_t size, leading, scale;    /* thousandths, like all that */
	int64_t x, y;                    /* follows: where the line is, */
	int64_t old_x, old_y, old_scale; /* where text was placed last */
	int64_t chars;                   /* and how much since then */
};

struct pdf_text *
pdf_text_new(bool places)
{
	struct pdf_text *t = malloc(sizeof(*t));

	if (t == NULL)
		return NULL;
	memset(t, 0, offsetof(struct pdf_text, operand));
	memset((char *)t + offsetof(struct pdf_text, noperand), 0,
	    sizeof(*t) - offsetof(struct pdf_text, noperand));
	t->places = places;
	t->place.max = PLACES_MOST;
	t->scale = t->old_scale = MILLI;
	t->size = MILLI;
	t->all_as_is = true;
	return t;
}

void
pdf_text_free(struct pdf_text *t)
{
	if (t == NULL)
		return;
	fx_buf_done(&t->ready);
	fx_buf_done(&t->place);
	free(t);
}

const struct fx_buf *
pdf_text_ready(const struct pdf_text *t)
{
	return &t->ready;
}

void
pdf_text_taken(struct pdf_text *t)
{
	t->given += t->ready.len;
	fx_buf_reset(&t->ready);
}

bool
pdf_text_shown(const struct pdf_text *t)
{
	return t->shown;
}

/* What is put next is one string as it lies in the stream, or is not. */
static void
note_place(struct pdf_text *t, bool as_is)
{
	struct place p = { t->given + t->ready.len, as_is };

	if (t->places)
		fx_buf_put(&t->place, &p, sizeof(p));
}

bool
pdf_text_as_is(const struct pdf_text *t, uint64_t from, uint64_t to)
{
	size_t low = 0, high = t->place.len / sizeof(struct place), mid;
	struct place p;

	/* The last place that begins at or before from. */
	while (low < high) {
		mid = low + (high - low) / 2;
		memcpy(&p, t->place.p + mid * sizeof(p), sizeof(p));
		if (p.from <= from)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0 || t->place.failed)
		return false;
	memcpy(&p, t->place.p + (low - 1) * sizeof(p), sizeof(p));
	if (!p.as_is)
		return false;
	if (low == t->place.len / sizeof(p))
		return true;
	memcpy(&p, t->place.p + low * sizeof(p), sizeof(p));
	return to <= p.from;
}

/* Codes of two bytes, the first of each 0? A space must be as wide. */
static bool
is_wide(const uint8_t *p, size_t n)
{
	return n >= 2 && n % 2 == 0 && p[0] == 0 && p[n - 2] == 0;
}

static void
put_between(struct pdf_text *t, char c)
{
	note_place(t, false);
	if (t->wide)
		fx_buf_byte(&t->ready, 0);
	fx_buf_byte(&t->ready, c);
}

static int64_t
clamp(int64_t v, int64_t most)
{
	if (v > most)
		return most;
	return v < -most ? -most : v;
}

/* Begin a line, or a word, or nothing, by where the last text ended. */
static void
separate(struct pdf_text *t)
{
	int64_t size = llabs(t->size * t->scale / MILLI);
	int64_t wide = t->chars * size * DIGIT_WIDTH / MILLI;
	int64_t gap = t->x - t->old_x - wide;

	if (!t->shown)
		return;
	if (t->moved || t->y != t->old_y || t->scale != t->old_scale ||
	    gap < -wide / 2 - size / GAP / 2)
		put_between(t, '\n');
	else if (gap > size / GAP)
		put_between(t, ' ');
}

/* Show the strings that were read. */
static void
show(struct pdf_text *t)
{
	size_t n = t->noperand;

	if (n == 0)
		return;
	if (t->moved || t->placed) {
		separate(t);
		t->chars = 0;
		t->old_x = t->x;
		t->old_y = t->y;
		t->old_scale = t->scale;
	}
	note_place(t, t->pieces == 1 && t->all_as_is);
	fx_buf_put(&t->ready, t->operand, n);
	t->wide = is_wide(t->operand, n);
	t->chars += (int64_t)(t->wide ? n / 2 : n);
	t->chars = clamp(t->chars, CHARS_MOST);
	t->moved = t->placed = false;
	t->shown = true;
}

static void
forget(struct pdf_text *t)
{
	t->noperand = t->pieces = 0;
	t->all_as_is = true;
	memset(t->number, 0, sizeof(t->number));
}

/* Td: dx and dy are of the font's space, which Tm may have scaled. */
static void
move(struct pdf_text *t, int64_t dx, int64_t dy)
{
	t->x = clamp(t->x + dx * t->scale / MILLI, FAR_MOST);
	t->y = clamp(t->y + dy * t->scale / MILLI, FAR_MOST);
	t->placed = true;
}

static void
set_matrix(struct pdf_text *t)
{
	/* a b c d e f: turned text is told from other by its scale */
	int64_t scale = t->number[5] != 0 ? t->number[5] : t->number[4];

	t->scale = clamp(scale, SCALE_MOST);
	t->x = t->number[1];
	t->y = t->number[0];
	t->placed = true;
}

static void
next_line(struct pdf_text *t)
{
	move(t, 0, -t->leading);
	t->moved = true;
}

/* Operators that move; false if it is none of them. */
static bool
moves(struct pdf_text *t, const char *op)
{
	if (strcmp(op, "Td") == 0 || strcmp(op, "TD") == 0) {
		if (op[1] == 'D')
			t->leading = -t->number[0];
		move(t, t->number[1], t->number[0]);
	} else if (strcmp(op, "T*") == 0) {
		next_line(t);
	} else if (strcmp(op, "Tm") == 0) {
		set_matrix(t);
	} else if (strcmp(op, "TL") == 0) {
		t->leading = t->number[0];
	} else if (strcmp(op, "Tf") == 0) {
		t->size = clamp(t->number[0], SIZE_MOST);
	} else if (strcmp(op, "BT") == 0) {
		t->scale = MILLI;
		t->x = t->y = 0;
		t->placed = true;
	} else if (strcmp(op, "cm") == 0 || strcmp(op, "Do") == 0) {
		t->moved = true;
	} else {
		return false;
	}
	return true;
}

static void
operate(struct pdf_text *t)
{
	const char *op = t->word;

	if (strcmp(op, "BI") == 0) {
		t->begun_image = true;
	} else if (strcmp(op, "ID") == 0 && t->begun_image) {
		t->begun_image = false;
		t->lexer = IMAGE;
		t->image = 0;
	} else if (strcmp(op, "Tj") == 0 || strcmp(op, "TJ") == 0) {
		show(t);
	} else if (strcmp(op, "'") == 0 || strcmp(op, "\"") == 0) {
		next_line(t);
		show(t);
	} else if (!moves(t, op) && t->noperand > 0 &&
	    (t->shown || strcmp(op, "BDC") == 0 || strcmp(op, "DP") == 0)) {
		/* Words of an aid for readers, say: a line by themselves. */
		t->moved = true;
		show(t);
		t->moved = true;
	}
	forget(t);
}

/* A number, in thousandths; false if the word is none. */
static bool
number(const char *s, int64_t *v)
{
	int64_t sign = 1, unit = MILLI;
	bool any = false;

	if (*s == '-' || *s == '+')
		sign = *s++ == '-' ? -1 : 1;
	for (*v = 0; *s >= '0' && *s <= '9'; s++, any = true)
		if (*v < NUMBER_MOST)
			*v = *v * 10 + (*s - '0');
	*v *= MILLI;
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++, any = true) {
			unit /= 10;
			*v += (*s - '0') * unit;
		}
	*v *= sign;
	return any && *s == '\0';
}

static void
end_word(struct pdf_text *t)
{
	int64_t v;

	t->lexer = PLAIN;
	if (t->nword == WORD || t->word[0] == '/')
		return;
	t->word[t->nword] = '\0';
	if (number(t->word, &v)) {
		memmove(t->number + 1, t->number,
		    (NUMBERS - 1) * sizeof(t->number[0]));
		t->number[0] = v;
		if (t->array && v <= KERN_SPACE && t->noperand > 0 &&
		    t->noperand + 2 <= OPERANDS) {
			if (is_wide(t->operand + t->noperand - 2,
				t->noperand > 1 ? 2 : 0))
				t->operand[t->noperand++] = 0;
			t->operand[t->noperand++] = ' ';
			t->all_as_is = false;
		}
	} else if (!t->array || isalpha((unsigned char)t->word[0])) {
		operate(t);
	}
}

static void
add(struct pdf_text *t, int c)
{
	if (t->noperand == OPERANDS) { /* no operator will come: out with it */
		show(t);
		t->noperand = 0;
		t->all_as_is = false;
	}
	t->operand[t->noperand++] = (uint8_t)c;
}

static void
begin_string(struct pdf_text *t, enum lexer lexer)
{
	t->lexer = lexer;
	t->depth = 1;
	t->nibble = -1;
	t->start = t->noperand;
	t->pieces++;
	if (lexer == IN_HEX)
		t->all_as_is = false;
}

static void
end_string(struct pdf_text *t)
{
	if (t->nibble >= 0)
		add(t, t->nibble << 4);
	t->lexer = PLAIN;
}

/* A byte outside of words and strings. */
static void
plain(struct pdf_text *t, int c)
{
	if (c == '(') {
		begin_string(t, IN_STRING);
	} else if (c == '<') {
		begin_string(t, IN_HEX);
	} else if (c == '%') {
		t->lexer = COMMENT;
	} else if (c == '[' || c == ']') {
		t->array = c == '[';
	} else if (c == '/' || pdf_is_regular(c)) {
		t->word[0] = (char)c;
		t->nword = 1;
		t->lexer = IN_WORD;
	}
}

static void
in_string(struct pdf_text *t, int c)
{
	if (c == '\\') {
		t->lexer = ESCAPE;
		t->all_as_is = false;
		return;
	}
	if (c == '(')
		t->depth++;
	if (c == ')' && --t->depth == 0) {
		end_string(t);
		return;
	}
	add(t, c);
}

static void
escape(struct pdf_text *t, int c)
{
	static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
	const char *p = c != 0 ? strchr(names, c) : NULL;

	t->lexer = IN_STRING;
	if (c >= '0' && c <= '7') {
		t->octal = (unsigned)(c - '0');
		t->noctal = 1;
		t->lexer = OCTAL;
	} else if (p != NULL) {
		add(t, values[p - names]);
	} else if (c == '\r') {
		t->lexer = ESCAPE; /* the line goes on; a \n may follow */
	} else if (c != '\n') {
		add(t, c);
	}
}

/* More digits of \ddd; false if c is none and is to be read again. */
static bool
octal(struct pdf_text *t, int c)
{
	bool digit = c >= '0' && c <= '7';

	if (digit) {
		t->octal = t->octal * 8 + (unsigned)(c - '0');
		t->noctal++;
	}
	if (!digit || t->noctal == 3) {
		add(t, (int)(t->octal & 0xFF));
		t->lexer = IN_STRING;
	}
	return digit;
}

static void
in_hex(struct pdf_text *t, int c)
{
	int v = -1;

	if (c >= '0' && c <= '9')
		v = c - '0';
	else if (c >= 'a' && c <= 'f')
		v = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		v = c - 'A' + 10;
	if (c == '<' && t->last == '<' && t->noperand == t->start &&
	    t->nibble == -1) {
		t->lexer = PLAIN; /* a dictionary, not a string */
	} else if (c == '>') {
		end_string(t);
	} else if (v < 0) {
		return; /* white space, and what does not belong there */
	} else if (t->nibble >= 0) {
		add(t, t->nibble << 4 | v);
		t->nibble = -1;
	} else {
		t->nibble = v;
	}
}

/* The bytes of an image in the stream end with white space, EI and more. */
static void
image(struct pdf_text *t, int c)
{
	static const char end[] = "EI";

	if (t->image > 0 && t->image <= 2 && c == end[t->image - 1])
		t->image++;
	else if (t->image == 3 && pdf_is_space(c))
		t->lexer = PLAIN;
	else
		t->image = pdf_is_space(c) ? 1 : 0;
}

/* One byte; false if it is to be read again. */
static bool
lex(struct pdf_text *t, int c)
{
	switch (t->lexer) {
	case PLAIN:
		plain(t, c);
		break;
	case IN_WORD:
		if (!pdf_is_regular(c)) {
			end_word(t);
			return t->lexer == IMAGE;
		}
		if (t->nword < WORD)
			t->word[t->nword++] = (char)c;
		break;
	case IN_STRING:
		in_string(t, c);
		break;
	case ESCAPE:
		/* \ and CR LF are one end of a line */
		if (t->last == '\r' && c != '\n') {
			t->lexer = IN_STRING;
			return false;
		}
		escape(t, c);
		break;
	case OCTAL:
		return octal(t, c);
	case IN_HEX:
		in_hex(t, c);
		break;
	case COMMENT:
		if (c == '\n' || c == '\r')
			t->lexer = PLAIN;
		break;
	case IMAGE:
		image(t, c);
		break;
	}
	return true;
}

void
pdf_text_feed(struct pdf_text *t, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		while (!lex(t, p[i]))
			;
		t->last = p[i];
	}
}

void
pdf_text_end(struct pdf_text *t)
{
	if (t->lexer == IN_WORD)
		end_word(t);
	else if (t->lexer != PLAIN && t->lexer != COMMENT && t->lexer != IMAGE)
		end_string(t);
	if (t->noperand > 0 && t->shown)
		show(t); /* cut before its operator */
}
