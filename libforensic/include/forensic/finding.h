/*
 * finding.h - the lines between the tools: JSON Lines, version 1 (fxfinding.5)
 *
 * One object a line: source, run, finding, stopped, limit, error, end.  Writers
 * append a line with its newline to a buffer; the reader takes a line apart and
 * holds it to the format, for it may come from anybody.
 */
#ifndef FORENSIC_FINDING_H
#define FORENSIC_FINDING_H

#include <jansson.h>

#include "forensic/buf.h"
#include "forensic/fs.h"
#include "forensic/image.h"
#include "forensic/path.h"
#include "forensic/scan.h"

enum {
	FX_LINE_LEN = 1 << 20, /* longest line, in bytes, newline included */
	FX_LINE_DEPTH = 6,     /* deepest nesting a reader accepts */
	FX_LINE_WHY = 64,      /* most reasons of one finding */
};

enum fx_line_type {
	FX_LINE_SOURCE,
	FX_LINE_RUN,
	FX_LINE_FINDING,
	FX_LINE_STOPPED, /* like a finding's, but it is none */
	FX_LINE_LIMIT,
	FX_LINE_ERROR,
	FX_LINE_END,
};

/* A line that was read: json has been held to the format of its type. */
struct fx_line {
	enum fx_line_type type;
	json_t *json;
};

/*
 * Read one line of n bytes, without its newline.  Duplicate keys, real numbers,
 * null, true, false, wrong types, missing members, values out of range and text
 * that is not UTF-8 are FX_EFORMAT; unknown members are kept (later versions
 * add some), and an unknown v is refused.  A line past FX_LINE_LEN or
 * FX_LINE_DEPTH is FX_ELIMIT.  err->off is the byte in the line where known,
 * else 0; its words never quote the line.  The caller ends it with
 * fx_line_done.  Returns 0, or -1 and err (then there is nothing to end).
 */
int fx_line_read(struct fx_line *line, const char *text, size_t n,
    struct fx_err *err);
void fx_line_done(struct fx_line *line); /* { 0 } is fine */

/* Borrowed from line until fx_line_done: the members of a finding. */
struct fx_finding {
	const char *kind, *path, *encoding;
	uint64_t offset, length;
	int score;
	const char *alert;   /* the entry of an alert list; "": on none */
	const json_t *value; /* string, or object with hex */
	const json_t *why;   /* array of strings */
	const json_t *attrs; /* object; NULL: none */
	const json_t *file;  /* object; NULL: none */
	json_t *member;      /* string, or object with hex; NULL: none */
};

void fx_finding_get(struct fx_finding *f, const struct fx_line *line);

/* A string member, or ""; an integer member, or -1. For any line. */
const char *fx_line_str(const struct fx_line *line, const char *key);
int64_t fx_line_int(const struct fx_line *line, const char *key);

/* Is v a string, or {"hex":...} with lower-case digits and nothing else? */
bool fx_json_is_bytes(const json_t *v);

/*
 * The bytes behind a string or {"hex":...} member: appended to out.  Returns 0,
 * or -1 if it is neither; a refused put shows in out->failed.
 */
int fx_json_get_bytes(const json_t *v, struct fx_buf *out);

/* Lines from a descriptor, which stays the caller's; members are private. */
struct fx_lines {
	int fd;
	char *p;                     /* cap bytes */
	size_t cap, from, len, held; /* unread: len at from; held: given out */
	size_t seen;     /* of those unread, bytes known to hold no newline */
	bool ended;      /* the input is at its end */
	uint64_t number; /* of the line read last, from 1; 0 before the first */
	uint64_t offset; /* of its first byte in the input */
};

void fx_lines_init(struct fx_lines *r, int fd);
void fx_lines_done(struct fx_lines *r); /* free its memory */

/*
 * The next line, without its newline, borrowed until the next call; a last one
 * that has no newline counts too.  Returns 1; 0 at the end of the input; or -1
 * and err: FX_ELIMIT for a line of more than FX_LINE_LEN bytes, which is
 * skipped, so that the next call goes on behind it; FX_EIO and FX_ENOMEM, after
 * which nothing more can be had.
 */
int fx_lines_next(struct fx_lines *r, const char **text, size_t *n,
    struct fx_err *err);

/*
 * Wait at most ms milliseconds until a whole line, or the end of the input, is
 * there to be read; ends the loan of the line read last.  Returns 1 if so; 0 if
 * not, or if a signal came; -1 and err, FX_EIO or FX_ENOMEM.
 */
int fx_lines_wait(struct fx_lines *r, int ms, struct fx_err *err);

/*
 * "ascii", "utf16le", "utf16be", "ebcdic", "xor-5a": the value of encoding.  Of
 * the keys only those stand for one: 1 to 255 with FX_XOR, 0 with any other.
 */
const char *fx_encoding_name(enum fx_encoding enc, uint8_t key);
bool fx_encoding_ok(const char *name);

/*
 * Ranges as text, "0-1048576,2097152-3145728", of which the first bytes bytes
 * were covered.  Appended to out.
 */
enum { FX_RANGES_LEN = 4096 }; /* longest such text in a line */
void fx_ranges_put(struct fx_buf *out, const struct fx_range *ranges, size_t n,
    uint64_t bytes);

/* Writers. Each appends one line to out; failure shows in out->failed. */

struct fx_line_source {
	const char *tool, *version, *build, *path;
	const struct fx_image_info *info;
	const char *started;                      /* FX_TIME form */
	const char *const *carvers;               /* NULL-ended names, sorted */
	const struct fx_decoder *const *decoders; /* NULL-ended; NULL: none */
	int min;
	unsigned int context;
	bool raw;
	const struct fx_range *ranges; /* of --range; NULL: all */
	size_t nranges;
	bool files;        /* the content of allocated files alone */
	const char *known; /* digests of lists of known files; "" or NULL */
	bool skip_known;   /* what is in known files is not told */
	const char *alert, *stop; /* digests of these lists; "" or NULL */
	bool stopped;             /* what a stop list holds back is told, too */
	bool has_volume;
	unsigned int volume; /* the number of one volume alone */
};
void fx_line_put_source(struct fx_buf *out, const struct fx_line_source *s);

struct fx_line_run {
	const char *exe_sha256;  /* 64 hex digits */
	const char *const *libs; /* name, version, name, version, NULL */
	char *const *argv; /* NULL-ended; those past 64 KiB are only counted */
	const char *host, *user, *boot;
	const char *notes; /* of confinement; "" for none */
};
void fx_line_put_run(struct fx_buf *out, const struct fx_line_run *r);

/* Whose bytes a finding is: what is NULL or 0 is left out. */
struct fx_line_file {
	int64_t volume; /* -1: none */
	const char *fs, *inode;
	const char *path; /* path_len bytes, whatever they are */
	size_t path_len;
	uint32_t links;          /* paths it is known by; told from 2 on */
	const char *state;       /* fxfinding(5) */
	const char *const *also; /* addresses of others that claim the bytes */
	size_t nalso;
	const char *type; /* MIME */
	bool known;       /* its content is in a list of known files */
	const char *when[FX_TIMES]; /* as fx_when_text; "" where not known */
};

/* Of its mark it depends which line it is. file may be NULL. */
void fx_line_put_finding(struct fx_buf *out, const struct fx_found *f,
    const struct fx_line_file *file);
/* Or an error line with its path; file may be NULL, here and below. */
void fx_line_put_limit(struct fx_buf *out, const struct fx_scan_limit *l,
    const struct fx_line_file *file);
void fx_line_put_error(struct fx_buf *out, const struct fx_gap *gap,
    const struct fx_line_file *file);
void fx_line_put_notice(struct fx_buf *out,
    const char *why); /* an error line without a range */

struct fx_line_end {
	const char *status; /* "complete", "interrupted" or "failed" */
	const struct fx_scan_result *res;
	const struct fx_carver *const *set; /* what res counts by */
	uint64_t errors, limits;
	const char *ended;
	const struct fx_range *ranges; /* what was asked for; NULL: all */
	size_t nranges;
	bool stopped;          /* there are stop lists, by which res counts */
	const uint64_t *known; /* findings in known files, not told and not in
	                          res, by place in the set; NULL: none */
};
void fx_line_put_end(struct fx_buf *out, const struct fx_line_end *e);

#endif
