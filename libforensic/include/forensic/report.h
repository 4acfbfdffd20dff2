/*
 * report.h - a case file as one page of HTML that checks itself
 *
 * The page needs nothing but a browser: style, script, records and signed heads
 * stand in it.  What it shows of the case its script makes from the records,
 * which it can check against the heads.  What is read without a script, the
 * summary, the verdict and the first findings, is compared with the records.
 */
#ifndef FORENSIC_REPORT_H
#define FORENSIC_REPORT_H

#include "forensic/verify.h"

enum {
	FX_REPORT_ROWS = 50,        /* findings that are read without script */
	FX_REPORT_CLASSES = 256,    /* kinds counted by name; the rest as one */
	FX_REPORT_CELL = 160,       /* characters of a name shown at first */
	FX_REPORT_HEADS = 32 << 20, /* most bytes of signed heads */
	/* Of a parent case (batch.h): */
	FX_REPORT_IMAGES = 1000, /* images listed of each verdict */
	FX_REPORT_SHARED = 500,  /* values on several images that are listed */
	FX_REPORT_KEYS = 64,     /* keys of fingerprints that are told apart */
	FX_REPORT_FPS = 1 << 24, /* fingerprints that are compared */
	FX_REPORT_POUR = 20000   /* most records of it that the page holds */
};

struct fx_report_options {
	const struct fx_verify_options *verify; /* its hook is not used */
	const char *title; /* UTF-8; NULL: the name of the case */
	const char *date;  /* when it was made, UTF-8; NULL: not told */
	const char *version, *build; /* of the tool that writes */
	/* The exit status by which fxverify says such a verdict. */
	int (*status)(const struct fx_verdict *verdict);
	/* Takes n bytes of the page. Returns 0; or -1 and err to give up. */
	int (*write)(void *arg, const void *p, size_t n, struct fx_err *err);
	void *arg;
	/* A file of no name to sort in, of a parent case; or -1: in memory,
	 * as far as that goes. */
	int scratch;
};

/*
 * Check the case file at path and write the page.  Of a parent case the page
 * tells of each image too, whose case is verified with it (verify.h, descend).
 * The file is read twice, the second time into the page, unless that holds no
 * records; one that changes meanwhile is FX_EBROKEN.  Returns the verdict,
 * whatever it is, which the caller frees with fx_verdict_free; *written tells
 * whether there is a page: there is none of a file whose records could not be
 * read.  NULL and err on failure; then what was written is no page.
 */
struct fx_verdict *fx_report(const char *path,
    const struct fx_report_options *opt, bool *written, struct fx_err *err);

#endif
