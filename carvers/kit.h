/* kit.h - what phishing kits write and send, and the labels they use */
#ifndef KIT_H
#define KIT_H

#include "forensic/carver.h"

enum {
	KIT_WINDOW = 2048,
	KIT_REACH = 1024,
	KIT_LINE_MOST = 512, /* characters of a line; longer ones are cut */
	KIT_WIDE = 64,       /* characters up to the sign behind a label */
	KIT_NAME = 64,       /* code points of a label, and spaces */
};

/* What a label asks for. */
enum kit_kind {
	KIT_NONE,
	KIT_USER,
	KIT_EMAIL,
	KIT_PASSWORD,
	KIT_CODE,   /* PIN, TAN, CVV, answers: secrets besides the password */
	KIT_SECRET, /* numbers and names by which a bank knows a person */
	KIT_CARD,
	KIT_EXPIRY,
	KIT_ACCOUNT,
	KIT_QUESTION,
	KIT_HOLDER,
	KIT_BIRTH,
	KIT_PLACE,
	KIT_IP,
	KIT_HOST,
	KIT_AGENT,
	KIT_DATE,
	KIT_NOT,    /* what others than kits write */
	KIT_HEADER, /* of a mail, not its text */
	KIT_KINDS
};

/* Its name, "password"; "" for what is no part of a result. */
const char *kit_name(enum kit_kind kind);

/* Add text to a list of cap bytes, or leave out what does not fit; and a kind's
 * name, behind a comma if it is not the first. */
void kit_put(char *list, size_t cap, const char *text);
void kit_list(char *list, size_t cap, enum kit_kind kind);

/* A row of kit.def. */
struct kit_word {
	const char *text;
	enum kit_kind kind;
	int bits;
};

extern const struct kit_word kit_words[];
extern const size_t kit_nwords;

/* A line, or what follows a quote in one, as label and value. */
struct kit_line {
	size_t at;         /* the label's first character */
	size_t value, end; /* the value's first character, the one behind it */
	size_t n;          /* its name: small letters without accents, digits,
	                      one space for all between words */
	uint32_t name[KIT_NAME];
};

/* Is it the end of a line, or of the window? */
static inline bool
kit_break(const struct fx_window *w, size_t i)
{
	return i >= w->len || w->p[i] == '\n' || w->p[i] == '\r' ||
	    w->p[i] == '\0';
}

static inline bool
kit_blank(const struct fx_window *w, size_t i)
{
	return i < w->len && (w->p[i] == ' ' || w->p[i] == '\t');
}

static inline bool
kit_among(const struct fx_window *w, size_t i, const char *signs)
{
	size_t k;

	for (k = 0; i < w->len && signs[k] != '\0'; k++)
		if (w->p[i] == (uint8_t)signs[k])
			return true;
	return false;
}

/* The place where the line of character i begins, and where it ends. */
size_t kit_line_from(const struct fx_window *w, size_t i);
size_t kit_line_to(const struct fx_window *w, size_t i);

/*
 * Read [from, to) as a label, a sign - ":" or "=" first, else "|", ">" or a
 * hyphen behind a blank - and a value, which may be empty.  What is neither
 * letter nor digit may stand around the label: "[+] | *Password* => x". Returns
 * false if there is no sign or no label.
 */
bool kit_read(const struct fx_window *w, size_t from, size_t to,
    struct kit_line *line);

/*
 * The row of kit.def that the label is, or that it ends with ("Chase Online
 * ID", "Password 2"), and what it is worth; NULL if there is none.
 */
const struct kit_word *kit_find(const struct kit_line *line, int *bits);

/* A result: the block of lines at anchor `at`; fills the hit. */
bool kit_result(const struct fx_window *w, size_t at, struct fx_hit *hit);

/* PHP that mails results: its call of mail() stands at `at`. */
bool kit_mail(const struct fx_window *w, size_t at, struct fx_hit *hit);

/* A token of Telegram, whose ":AA" stands at `at`, in code that sends results.
 */
bool kit_telegram(const struct fx_window *w, size_t at, struct fx_hit *hit);

#endif
