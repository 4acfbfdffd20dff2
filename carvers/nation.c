/* nation.c - read numbers of persons and documents in the forms of nation.def
 */
#include "nation.h"

#include <pthread.h>
#include <string.h>

#include "chars.h"
#include "score.h"

#define SET(kind) (1u << (unsigned int)WORD_##kind)
#define PERSON_ SET(PERSON)
#define TAX_ SET(TAX)
#define SOCIAL_ SET(SOCIAL)
#define PASSPORT_ SET(PASSPORT)
#define CARDID_ SET(CARDID)
#define LICENCE_ SET(LICENCE)

const struct nation nations[] = {
#define NATION(country, scheme, document, kinds, langs, forms) \
	{ country, scheme, document, kinds, langs, forms },
#include "nation.def"
#undef NATION
};
const size_t nations_n = FX_LEN(nations);

enum {
	RUN_MOST = 17, /* digits or letters that a form begins with */
	KINDS = 3,     /* begins with digits, letters, or either */
	EITHER = 2,
};

/*
 * The forms, by what they begin with, and by how many characters stand in one
 * piece there; those of which that is not known are under 0.
 */
static struct {
	size_t n;
	struct head {
		uint16_t first;     /* + 1; 0: end */
		unsigned int kinds; /* of words for them, and NATION_ALONE */
	} head[KINDS][RUN_MOST + 1][NATION_MOST + 2];
	struct form {
		const struct nation *row;
		const struct fx_scheme *scheme;
		const char *text;
		uint16_t next;
		bool digits; /* some of its first piece must be */
		bool alone;
	} form[NATION_FORMS];
} table;

/* A count of a form; its class is at the new *form. */
static size_t
count(const char **form)
{
	size_t n = 0;

	while (**form >= '0' && **form <= '9')
		n = n * 10 + (size_t)(*(*form)++ - '0');
	return n;
}

/*
 * Where a form belongs, by digits before its first letter, or the reverse: a
 * head for each length of its first piece.
 */
static struct head *
place(const char *form)
{
	size_t n = 0;
	char class = '\0';
	bool letter;

	while (*form >= '0' && *form <= '9') {
		size_t more = count(&form);

		if (strchr("cdgeh", *form) != NULL) /* digits as well */
			break;
		letter = *form != 'n';
		if (class != '\0' && letter != (class != 'n'))
			return table.head[class != 'n'][n];
		class = *form++;
		n += more;
	}
	if (class != '\0' &&
	    (*form == '\0' || strchr("|h", *form) != NULL ||
		strchr(" -./+", *form) != NULL))
		return table.head[class != 'n'][n];
	return table.head[EITHER][0];
}

/*
 * Characters of a form that stand in one piece at its beginning; 0: not known.
 * *digits: must some of them be digits?
 */
static size_t
solid(const char *form, bool *digits)
{
	size_t n = 0;

	for (*digits = false; *form >= '0' && *form <= '9'; form++) {
		n += count(&form);
		*digits = *digits || *form == 'n';
		if (*form == 'h') /* a sign or a letter */
			return 0;
	}
	return n <= NATION_MOST ? n : 0;
}

static void
add(const struct nation *row, const char *text)
{
	struct form *f = &table.form[table.n];
	struct head *head;
	size_t piece;

	if (table.n == NATION_FORMS) /* the tests see to it that it is not */
		return;
	f->alone = *text == '!';
	f->text = text + f->alone;
	f->row = row;
	if (row->scheme != NULL)
		f->scheme = fx_scheme_find(fx_schemes, row->scheme);
	piece = solid(f->text, &f->digits);
	head = &place(f->text)[piece];
	f->next = head->first;
	head->first = (uint16_t)++table.n;
	head->kinds |= row->kinds | (f->alone ? NATION_ALONE : 0);
}

static void
make(void)
{
	const char *p;
	size_t i;

	for (i = nations_n; i-- > 0;)
		for (p = nations[i].forms; p != NULL;) {
			add(&nations[i], p);
			if ((p = strchr(p, '|')) != NULL)
				p++;
		}
}

static bool
in_class(char class, uint8_t c)
{
	bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z';

	switch (class) {
	case 'n':
		return digit;
	case 'a':
		return upper;
	case 'c':
		return digit || upper;
	case 'x':
		return c >= 'X' && c <= 'Z';
	case 'd':
		return digit || (c >= 'L' && c <= 'V' && c != 'O');
	case 'e':
		return upper || c == '9';
	case 'g':
		return digit || (upper && strchr("ABDEIOQSU", c) == NULL);
	case 'h':
		return c == '-' || c == '+' || (c >= 'A' && c <= 'F') ||
		    (c >= 'U' && c <= 'Y');
	default: /* m */
		return upper && strchr("MGAPLHBZ", c) != NULL;
	}
}

/* Does the sign between two groups stand at i?  Returns its characters. */
static size_t
sign_at(const struct fx_window *w, size_t i, char sign)
{
	if (i >= w->len)
		return 0;
	if (sign == ' ' && w->p[i] == 0xa0)
		return 1;
	if (sign == ' ' && w->p[i] == 0xc2 && i + 1 < w->len &&
	    w->p[i + 1] == 0xa0 && w->unit == 1)
		return 2;
	return w->p[i] == (uint8_t)sign;
}

/* Does a number go on across the sign at i, one way or the other? */
static bool
goes_on(const struct fx_window *w, size_t sign, size_t beyond)
{
	return sign < w->len &&
	    (w->p[sign] == '-' || w->p[sign] == '.' || w->p[sign] == '/' ||
		w->p[sign] == ',') &&
	    char_digit(w, beyond);
}

static bool
begins(const struct fx_window *w, size_t at)
{
	return char_begins_number(w, at) &&
	    (at <= 1 || !goes_on(w, at - 1, at - 2));
}

static bool
ends(const struct fx_window *w, size_t end)
{
	return !char_alnum(w, end) && !goes_on(w, end, end + 1);
}

/* Read one form. Returns its characters in the window, or 0. */
static size_t
read_form(const struct fx_window *w, size_t at, const char *form,
    struct nation_read *r)
{
	size_t i = at, n = 0, left, len;

	r->grouped = false;
	while (*form != '\0' && *form != '|') {
		if (*form < '0' || *form > '9') {
			if ((len = sign_at(w, i, *form)) == 0)
				return 0;
			if (*form++ == '+') /* it says a century */
				r->value[n++] = '+';
			i += len;
			r->grouped = true;
			continue;
		}
		for (left = count(&form); left > 0; left--) {
			if (i >= w->len || n == NATION_MOST ||
			    !in_class(*form, w->p[i]))
				return 0;
			r->value[n++] = (char)w->p[i++];
		}
		form++;
	}
	r->value[n] = '\0';
	return ends(w, i) ? i - at : 0;
}

/* Are there digits and letters in what may be either? */
static bool
mixed(const char *value)
{
	size_t n = strlen(value), digits = strspn(value, "0123456789");
	bool more = strpbrk(value, "0123456789") != NULL;

	return more && digits < n;
}

/* Does the check hold? Fills what it says. */
static bool
check(const struct form *f, struct nation_read *r)
{
	struct fx_checked c;
	enum fx_answer got;
	const char *birth;

	r->bits = 0;
	r->unsure = false;
	r->birth[0] = '\0';
	if (f->scheme == NULL)
		return f->text[1] == 'n' || mixed(r->value);
	got = fx_scheme_check(f->scheme, r->value, strlen(r->value), &c);
	if ((got != FX_VALID && got != FX_NOT_CHECKABLE) || c.n > NATION_MOST)
		return false;
	r->unsure = got != FX_VALID;
	r->bits = r->unsure ? BITS_ID_PREFIX : (int)c.tenths / 10;
	memcpy(r->value, c.value, c.n + 1);
	birth = fx_checked_part(&c, "birth");
	if (birth == NULL)
		return true;
	/* Nobody who lives now was born before 1890, nor is after 2035. */
	if (strcmp(birth, "1890") < 0 || strcmp(birth, "2035") > 0)
		return false;
	memcpy(r->birth, birth, sizeof r->birth);
	return true;
}

/* Read the forms of a list. letters: no digit is in the first piece. */
static size_t
read_list(const struct fx_window *w, size_t at, uint16_t list, bool letters,
    unsigned int kinds, struct nation_read reads[NATION_READS], size_t n)
{
	const struct form *f;

	for (; list != 0 && n < NATION_READS; list = f->next) {
		f = &table.form[list - 1];
		if ((letters && f->digits) ||
		    (!f->alone && (f->row->kinds & kinds) == 0))
			continue;
		reads[n].row = f->row;
		reads[n].alone = f->alone;
		reads[n].len = read_form(w, at, f->text, &reads[n]);
		n += reads[n].len != 0 && check(f, &reads[n]);
	}
	return n;
}

/* What stands at a place, as far as it tells which forms may. */
struct start {
	bool letters; /* and no digit, in its first piece */
	const struct head *list[4];
};

static bool
start_read(const struct fx_window *w, size_t at, struct start *s)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	bool letter = char_upper(w, at);
	size_t run = 0, piece;
	const struct head *own;

	if (!begins(w, at))
		return false;
	pthread_once(&once, make);
	while (run <= RUN_MOST &&
	    (letter ? char_upper(w, at + run) : char_digit(w, at + run)))
		run++;
	if (run == 0 || run > RUN_MOST)
		return false;
	for (piece = run; piece <= NATION_MOST &&
	     (char_digit(w, at + piece) || char_upper(w, at + piece));)
		piece++;
	s->letters = letter && piece == run;
	own = table.head[letter][run];
	s->list[0] = &own[piece];
	s->list[1] = &own[0];
	own = table.head[EITHER][0];
	s->list[2] = &own[piece];
	s->list[3] = &own[0];
	return true;
}

unsigned int
nation_may(const struct fx_window *w, size_t at)
{
	struct start s;
	const struct form *f;
	unsigned int kinds = 0;
	uint16_t form;
	size_t i;

	if (!start_read(w, at, &s))
		return 0;
	for (i = 0; i < FX_LEN(s.list); i++) {
		if (!s.letters)
			kinds |= s.list[i]->kinds;
		for (form = s.letters ? s.list[i]->first : 0; form != 0;
		     form = f->next) {
			f = &table.form[form - 1];
			if (!f->digits)
				kinds |= f->row->kinds |
				    (f->alone ? NATION_ALONE : 0);
		}
	}
	return kinds;
}

size_t
nation_read(const struct fx_window *w, size_t at, unsigned int kinds,
    struct nation_read reads[NATION_READS])
{
	struct start s;
	size_t n = 0, i;

	if (!start_read(w, at, &s))
		return 0;
	for (i = 0; i < FX_LEN(s.list); i++)
		n = read_list(w, at, s.list[i]->first, s.letters, kinds, reads,
		    n);
	return n;
}
