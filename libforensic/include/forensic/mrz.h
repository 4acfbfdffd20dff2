/*
 * mrz.h - machine readable zones of travel documents
 *
 * ICAO Doc 9303, 8th edition: TD1 (part 5, clause 4.2), TD2 (part 6), TD3 (part
 * 4), visas MRV-A and MRV-B (part 7); and the French identity card from before
 * 2021, two lines of 36 of its own.  Check digits: part 3, clause 4.9.
 */
#ifndef FORENSIC_MRZ_H
#define FORENSIC_MRZ_H

#include <stdbool.h>
#include <stddef.h>

enum fx_mrz_kind {
	FX_MRZ_TD1, /* 3 lines of 30 */
	FX_MRZ_TD2, /* 2 of 36 */
	FX_MRZ_TD3, /* 2 of 44 */
	FX_MRZ_MRVA,
	FX_MRZ_MRVB,
	FX_MRZ_FRA,
	FX_MRZ_KINDS
};

enum { FX_MRZ_MOST = 90 }; /* characters, line ends apart */

/* Check digits, and what else can be told of the fields. */
enum fx_mrz_fault {
	FX_MRZ_NUMBER =
	    1 << 0, /* a check digit does not hold: of the number, */
	FX_MRZ_BIRTH = 1 << 1,
	FX_MRZ_EXPIRY = 1 << 2,
	FX_MRZ_OPTIONAL = 1 << 3,
	FX_MRZ_COMPOSITE = 1 << 4,
	FX_MRZ_CHECKS = (1 << 5) - 1,
	FX_MRZ_BIRTH_DATE = 1 << 5, /* it is no date */
	FX_MRZ_EXPIRY_DATE = 1 << 6,
	FX_MRZ_SEX = 1 << 7,   /* none of M, F, < */
	FX_MRZ_STATE = 1 << 8, /* no code of part 3, section 5 */
	FX_MRZ_NATIONALITY = 1 << 9,
	FX_MRZ_NAMES = 1 << 10, /* they begin with a filler */
	FX_MRZ_TYPE = 1 << 11,  /* the first character is no letter */
	FX_MRZ_FAULTS = 12
};

/* A zone. text is its lines, one behind the other. */
struct fx_mrz {
	enum fx_mrz_kind kind;
	bool lower; /* the second line alone: text has fillers for the first */
	size_t n;
	char text[FX_MRZ_MOST + 1];
	unsigned int faults; /* of enum fx_mrz_fault */
	unsigned int checks; /* check digits that there are */
};

/*
 * Read a zone from its characters A-Z, 0-9 and "<", line ends left out: 72, 88
 * or 90 of them.  Returns false for another number, or for other characters.
 */
bool fx_mrz_read(struct fx_mrz *m, const char *text, size_t n);

/* Read the second line of a TD3, TD2 or visa alone: 44 or 36 characters. The
 * kind is told by its check digits. */
bool fx_mrz_read_lower(struct fx_mrz *m, const char *line, size_t n);

/* How many of the check digits hold. */
unsigned int fx_mrz_hold(const struct fx_mrz *m);

/* Lines of a kind and characters of each. */
size_t fx_mrz_lines(enum fx_mrz_kind kind);
size_t fx_mrz_width(enum fx_mrz_kind kind);

/* "td3", "mrv-a", "fra". */
const char *fx_mrz_kind_name(enum fx_mrz_kind kind);

/* "number", "expiry-date": a name for the fault of one bit. */
const char *fx_mrz_fault_name(enum fx_mrz_fault fault);

/*
 * A field of the zone: its characters without fillers at its end, a single one
 * as a space; "" if there is none.  out has FX_MRZ_FIELD bytes.
 */
enum fx_mrz_field {
	FX_MRZ_F_TYPE,
	FX_MRZ_F_STATE,
	FX_MRZ_F_NUMBER,
	FX_MRZ_F_SURNAME,
	FX_MRZ_F_GIVEN,
	FX_MRZ_F_NATIONALITY,
	FX_MRZ_F_BIRTH,  /* YYMMDD; "<" for what is not known */
	FX_MRZ_F_SEX,    /* "<": not told */
	FX_MRZ_F_EXPIRY, /* YYMMDD */
	FX_MRZ_F_OPTIONAL,
	FX_MRZ_FIELDS
};
enum { FX_MRZ_FIELD = 48 };
void fx_mrz_field(const struct fx_mrz *m, enum fx_mrz_field field,
    char out[FX_MRZ_FIELD]);

/* "number", "surname" ...: the names of attributes and of parts. */
const char *fx_mrz_field_name(enum fx_mrz_field field);

/*
 * Undo what optical character recognition makes of digits: O Q D for 0, I L for
 * 1, Z for 2, S for 5, G for 6, B for 8, where only digits can stand: in dates
 * and check digits.  Returns how many characters became others if all check
 * digits hold then; fixed is the zone.  Else 0.
 *
 * In numbers and names letters and digits stay as they are: the composite check
 * digit weighs a number as its own one does and is no second witness, so that
 * one of ten changes would seem to be proven.
 */
size_t fx_mrz_repair(const struct fx_mrz *m, struct fx_mrz *fixed);

#endif
