/*
 * scheme.h - what a number scheme is: one const descriptor and a pure function
 *
 * A scheme looks at one value by itself: its form, its parts, its check digits.
 * It searches nothing, allocates nothing and keeps no state, so that carvers,
 * tools and tests ask the same code.  A folder of others' schemes is one more
 * NULL-ended set.
 */
#ifndef FORENSIC_SCHEME_H
#define FORENSIC_SCHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is said of a value.  FX_NOT_CHECKABLE is neither yes nor no: the form is
 * right, but what would decide is not at hand, as a sort code that the table of
 * its bank's rules does not have.  It is never told as an error of the value.
 */
enum fx_answer {
	FX_VALID,
	FX_BAD_CHECKSUM,  /* the check digits are not those of the rest */
	FX_BAD_LENGTH,    /* too long or too short, or nothing at all */
	FX_BAD_FORMAT,    /* a character that cannot stand there */
	FX_BAD_COMPONENT, /* a part that does not exist: country, date, bank */
	FX_NOT_CHECKABLE,
	FX_ANSWERS
};

enum {
	FX_CHECKED_LEN = 256, /* a canonical value with its NUL */
	FX_CHECKED_PARTS = 12,
	FX_CHECKED_PART = 64, /* a part with its NUL */
};

/* What a value is made of. Text is printable ASCII with a NUL. */
struct fx_checked {
	size_t n; /* characters of value */
	/*
	 * The canonical form, itself valid and its own: of numbers capitals
	 * with nothing between; addresses of coins keep their case, words a
	 * space between, the lines of a document's zone "|".  For an answer
	 * other than FX_VALID as far as it was read; "" if that is not ASCII.
	 */
	char value[FX_CHECKED_LEN];
	unsigned int tenths; /* bits of evidence, in tenths, if FX_VALID */
	size_t nparts;
	struct {
		const char *key; /* "country", "bank": stays valid */
		char value[FX_CHECKED_PART];
	} parts[FX_CHECKED_PARTS];
};

/*
 * Look at the n bytes at text: any bytes, NUL and bad UTF-8 too.  Which
 * separators are passed over is the scheme's to say.  out comes empty, but for
 * tenths, which is the scheme's and may be raised. Pure.
 */
typedef enum fx_answer fx_check_fn(const char *text, size_t n,
    struct fx_checked *out);

struct fx_scheme {
	const char *name;     /* "iban", "bank:us.rtn", "id:pl.pesel" */
	const char *about;    /* one line: what the value is */
	const char *standard; /* what defines it, with the clause or source */
	/*
	 * -log2 of the share of random values of the right form (characters and
	 * length) that are FX_VALID, in tenths of a bit; 0: it has no check.
	 */
	uint16_t tenths;
	fx_check_fn *check;
};

/* Every scheme of this library, in the order of check/list.def; ends with NULL.
 */
extern const struct fx_scheme *const fx_schemes[];

/* The scheme of that name in a NULL-ended set, or NULL. */
const struct fx_scheme *fx_scheme_find(const struct fx_scheme *const *set,
    const char *name);

/* Empty out, then ask the scheme. */
enum fx_answer fx_scheme_check(const struct fx_scheme *s, const char *text,
    size_t n, struct fx_checked *out);

/* "valid", "checksum", "length", "format", "component", "not checkable". */
const char *fx_answer_text(enum fx_answer answer);

/* The part of that key, or NULL. */
const char *fx_checked_part(const struct fx_checked *out, const char *key);

/* Helpers for schemes, in check/take.c. */

/*
 * Take text into out->value: white space at both ends and the characters of
 * skip anywhere are left out, letters become capitals.  A skip that holds a
 * space also passes over U+00A0 and U+202F, one that holds "-" U+2010 to
 * U+2015.  Returns FX_VALID; FX_BAD_LENGTH if nothing is left or it is too long
 * for any value; FX_BAD_FORMAT if some of it is not printable ASCII.
 */
enum fx_answer fx_take(struct fx_checked *out, const char *text, size_t n,
    const char *skip);

/* fx_take for lo to hi digits: FX_BAD_FORMAT for other characters, then
 * FX_BAD_LENGTH. */
enum fx_answer fx_take_digits(struct fx_checked *out, const char *text,
    size_t n, const char *skip, size_t lo, size_t hi);

/* Add a part: n characters at value, cut at what there is room for.  key is
 * kept by reference.  Parts past FX_CHECKED_PARTS are left out. */
void fx_tell(struct fx_checked *out, const char *key, const char *value,
    size_t n);
void fx_tell_str(struct fx_checked *out, const char *key, const char *value);

/*
 * Do n characters at s have this form?  The form is classes, each with a count
 * before it, in the registries' own letters: n digits, a capital letters, c
 * capital letters and digits: "4a6n8n".
 */
bool fx_form_ok(const char *form, const char *s, size_t n);
size_t fx_form_len(const char *form); /* characters that a form has */

#endif
