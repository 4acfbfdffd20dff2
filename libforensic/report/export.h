/* export.h - what the writers of exchange formats share */
#ifndef REPORT_EXPORT_H
#define REPORT_EXPORT_H

#include "forensic/export.h"
#include "internal.h"
#include "tally.h"

enum { FXX_UUID_LEN = 36 };

/* A record as it is passed on. */
struct fxx_record {
	json_t *json; /* NULL: there is none */
	uint64_t seq;
	uint8_t leaf[FX_SHA256_LEN];
};

/* A record that speaks of a finding, or of a reveal. */
enum fxx_what {
	FXX_ACCEPTED,
	FXX_REJECTED,
	FXX_REVEALED,
	FXX_SHOWN, /* the value itself was revealed */
	FXX_CORRECTED
};
struct fxx_mark {
	uint64_t of, by;
	enum fxx_what what;
};

/* What other records say of a finding. */
struct fxx_said {
	const char *review; /* "accepted", "rejected" or "" */
	uint64_t revealed;  /* the last record that tells of it; 0: none */
	bool shown;         /* one that stands tells of the value itself */
};

struct fxx_features; /* export_features.c */

/* An export under way.  A failure is sticky: what follows does nothing. */
struct fxx {
	struct fx_case *c;
	const struct fx_export_options *opt;
	struct fx_buf out; /* of the one file there is */
	struct fxx_record genesis;
	struct fxx_record source, begin, end; /* of the run at hand */
	struct fxx_mark *marks;               /* by what they are of */
	size_t nmarks, capmarks;
	uint64_t runs;      /* in the case */
	bool more;          /* a comma is due (JSON-LD) */
	struct fx_buf told; /* leaves of runs and their sources (JSON-LD) */
	uint8_t file[FX_SHA256_LEN]; /* the file told last (JSON-LD) */
	struct fxx_features *features;
	struct fx_buf value; /* of the finding at hand, in clear */
	bool failed;
	struct fx_err *err;
};

/* A format: what it does at each place, NULL for nothing. */
struct fxx_format {
	const char *name;
	bool single; /* holds one run */
	void (*begin)(struct fxx *x);
	void (*run)(struct fxx *x); /* its source, begin and end are known */
	void (*finding)(struct fxx *x, const struct fxx_record *finding);
	void (*run_end)(struct fxx *x);
	void (*end)(struct fxx *x);
	void (*drop)(struct fxx *x); /* whether or not it failed */
};
extern const struct fxx_format fxx_case, fxx_dfxml, fxx_csv, fxx_feature_files;

int fxx_fail(struct fxx *x, enum fx_code code, const char *words); /* -1 */

/* Write b to the file of that name, if it is much; or in any case, and empty
 * it. */
void fxx_sync(struct fxx *x, const char *name, struct fx_buf *b);
void fxx_flush(struct fxx *x, const char *name, struct fx_buf *b);

struct fxx_said fxx_said(const struct fxx *x, uint64_t seq);

/* Are there values in this export, for those revealed? */
bool fxx_opens(const struct fxx *x);

/* The finding's value in clear, where it may be told; NULL: its mask is.
 * Borrowed until the next call. */
const char *fxx_value(struct fxx *x, const struct fxx_record *finding);

/* That, or else the mask. */
const char *fxx_shown(struct fxx *x, const struct fxx_record *finding);

/* Each record of the run at hand of that kind, as x->begin is one. */
void fxx_each(struct fxx *x, const char *kind, bool parse,
    void (*each)(struct fxx *x, const struct fxx_record *r));

/* A number of a record; 0 where there is none of that name. */
int64_t fxx_int(const json_t *record, const char *name);

/* The exhibit that the source at hand is, or the case is about; "" for none. */
const char *fxx_exhibit(const struct fxx *x);

/* The text of that name; or "hex:" and digits, where NAME_hex stands for it;
 * "" for neither.  Borrowed from b, which is emptied. */
const char *fxx_name(struct fx_buf *b, const json_t *record, const char *name);

/* Append the strings of an array, with a space between; or the members of an
 * object as key=value. */
void fxx_words(struct fx_buf *b, json_t *value);

/* Where the bytes of a finding are. */
struct fxx_place {
	uint64_t offset; /* in the image; of a file's stream: in that */
	uint64_t len;
	bool stream;  /* the path begins with a volume */
	bool decoded; /* len is of what a decoder made */
};
struct fxx_place fxx_place(const json_t *finding);

/*
 * Text of anybody's in a cell of CSV, in XML, in a feature file: what steers or
 * turns direction is shown by its number, in angle brackets of its own; in a
 * feature file as \xHH of its bytes, as a backslash is.
 */
void fxx_put_csv(struct fx_buf *b, const char *s);
void fxx_put_xml(struct fx_buf *b, const char *s);
void fxx_put_feature(struct fx_buf *b, const char *s);

/* <name>text</name>, ' name="text"'; nothing where text is "". */
void fxx_element(struct fx_buf *b, const char *name, const char *text);
void fxx_attribute(struct fx_buf *b, const char *name, const char *text);
void fxx_attribute_int(struct fx_buf *b, const char *name, uint64_t n);

/* The head of a DFXML document, for a report of features, too. */
void fxx_dfxml_head(struct fxx *x);
void fxx_dfxml_tail(struct fxx *x);

/* The UUID, version 5, of a part of what a record tells. 0, or -1. */
int fxx_uuid(struct fxx *x, char out[FXX_UUID_LEN + 1],
    const uint8_t leaf[FX_SHA256_LEN], const char *part);

#endif
