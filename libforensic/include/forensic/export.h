/*
 * export.h - the findings of a case in the formats of others
 *
 * What is written comes from the records, and is the same bytes for the same
 * case and options.  Values are masked as the records have them, but for those
 * that a record under a head of the confirmed key says were revealed, where the
 * case was opened with its vault and an identity that opens it.
 */
#ifndef FORENSIC_EXPORT_H
#define FORENSIC_EXPORT_H

#include "forensic/case.h"

enum fx_export_format {
	FX_EXPORT_CASE,     /* CASE 1.4, UCO 1.4 as JSON-LD */
	FX_EXPORT_DFXML,    /* Digital Forensics XML 1.2.0, of one run */
	FX_EXPORT_CSV,      /* RFC 4180 */
	FX_EXPORT_FEATURES, /* bulk_extractor's files, of one run */
	FX_EXPORT_FORMATS
};

/* Its name, as fxexport(1) --format takes it: "case". */
const char *fx_export_name(enum fx_export_format format);

enum {
	FX_EXPORT_CLASSES = 256,      /* most feature files of a run */
	FX_EXPORT_MASKS = 1 << 22,    /* most different masks of a run */
	FX_EXPORT_MARKS = 1 << 22,    /* most reviews, reveals, corrections */
	FX_EXPORT_PENDING = 64 << 10, /* bytes that are worth a write */
};

/* What findings are called in UCO. */
struct fx_export_thing {
	const char *class; /* a class, or what stands before its dot */
	const char *type;  /* "uco-observable:PaymentCard" */
	bool account;      /* has an AccountFacet, whose identifier is masked */
};

struct fx_export_options {
	enum fx_export_format format;
	uint64_t run; /* that one alone; 0: all of them */
	/* The first that fits counts; ended by class NULL; others are data. */
	const struct fx_export_thing *things;
	const char *version, *build; /* of the tool that writes */
	/*
	 * May the value of the finding of that record stand in clear where a
	 * reveal names it?  NULL: all are masked.
	 */
	bool (*plain)(const json_t *record);
	/*
	 * Takes n bytes, to be appended to the file of that name; NULL: there
	 * is but one.  Returns 0; or -1 and err to give up.
	 */
	int (*write)(void *arg, const char *name, const void *p, size_t n,
	    struct fx_err *err);
	void *arg;
};

/*
 * Write the findings of a case that was checked and is not TAMPERED.  Memory
 * grows with reviews, and for features with different masks, not with findings.
 * Returns 0; or -1 and err: FX_EARG where there is no such run, or where the
 * format holds one and there are several.
 */
int fx_export(struct fx_case *c, const struct fx_export_options *opt,
    struct fx_err *err);

#endif
