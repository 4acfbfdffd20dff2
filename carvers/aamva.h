/*
 * aamva.h - the text of the bar code on driving licences of North America
 *
 * AAMVA DL/ID Card Design Standard, annex D: a header, designators that say
 * where the parts begin and how long they are, then the parts, of elements that
 * each begin with three letters.  The elements are told as they stand there.
 */
#ifndef AAMVA_H
#define AAMVA_H

#include "forensic/carver.h"

enum {
	AAMVA_REACH = 1024,
	AAMVA_SIDE = FX_WINDOW_MOST,
	AAMVA_BEFORE = 8, /* "@" and what parts it from the type */
	AAMVA_PARTS = 9,
	AAMVA_FIELD = 120,  /* bytes of an element, with its NUL */
	AAMVA_VERSION = 11, /* the newest */
	AAMVA_NUMBER_MOST = 40,
};

/* Elements that are told. */
enum aamva_element {
	AAMVA_NUMBER,        /* DAQ */
	AAMVA_SURNAME,       /* DCS; DAB to 2000 */
	AAMVA_GIVEN,         /* DAC; DCT in 2003 and 2005 */
	AAMVA_MIDDLE,        /* DAD */
	AAMVA_NAME,          /* DAA to 2000: all names */
	AAMVA_BIRTH,         /* DBB */
	AAMVA_ISSUED,        /* DBD */
	AAMVA_EXPIRY,        /* DBA */
	AAMVA_STREET,        /* DAG */
	AAMVA_CITY,          /* DAI */
	AAMVA_STATE,         /* DAJ */
	AAMVA_POSTAL,        /* DAK */
	AAMVA_COUNTRY,       /* DCG */
	AAMVA_DISCRIMINATOR, /* DCF */
	AAMVA_ELEMENTS
};

/* What does not fit, a bit each; names in aamva.c. */
enum aamva_fault {
	AAMVA_HEADER = 1,    /* not the four characters that it begins with */
	AAMVA_UNKNOWN = 2,   /* issuer */
	AAMVA_NEWER = 4,     /* version that there is not */
	AAMVA_COUNT = 8,     /* other designators than it says */
	AAMVA_OFFSET = 16,   /* parts do not follow each other */
	AAMVA_LENGTH = 32,   /* or stand elsewhere than is said */
	AAMVA_LAND = 64,     /* country is not the issuer's */
	AAMVA_ADDRESS = 128, /* nor is the state of the address */
	AAMVA_BIRTH_DATE = 256,
	AAMVA_ISSUE_DATE = 512,
	AAMVA_EXPIRY_DATE = 1024,
	AAMVA_DATE_FORM = 2048, /* dates are as another country writes them */
	AAMVA_ORDER = 4096,     /* birth, issue and expiry do not follow */
	AAMVA_NO_DATES = 8192,  /* one of them is missing */
	AAMVA_FAULTS = 14
};

struct aamva {
	size_t at, len; /* in the window */
	char issuer[7];
	const char *jurisdiction; /* as ISO 3166-2 has it; NULL: unknown */
	unsigned int version;
	char type[3]; /* "DL", "ID" */
	unsigned int faults;
	char field[AAMVA_ELEMENTS][AAMVA_FIELD];
	char birth[11], issued[11], expiry[11]; /* YYYY-MM-DD; or "" */
};

/* Read what stands at `at`, the first letter of the file's type. Returns false
 * if that is no licence with a number. */
bool aamva_read(struct aamva *a, const struct fx_window *w, size_t at);

const char *aamva_fault_name(enum aamva_fault fault);

/* Of an issuer's number; NULL: it is not known. */
const char *aamva_jurisdiction(const char *issuer);

/* aamva_date.c: read the dates of a licence, and what does not fit in them. */
void aamva_dates(struct aamva *a);

#endif
