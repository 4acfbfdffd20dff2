/* write.c - append lines of findings to a buffer, keys in their fixed order */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/json.h"
#include "internal.h"

/* Bytes for the arguments: a shell may pass millions, a line has an end. */
enum { ARGV_LEN = 64 << 10 };

static void
begin(struct fx_json *j, const char *type)
{
	fx_json_open(j, '{');
	fx_json_kstr(j, "type", type);
}

static void
finish(struct fx_json *j)
{
	fx_json_close(j, '}');
	fx_buf_byte(j->out, '\n');
}

/* A member whose text may be anything. */
static void
text(struct fx_json *j, const char *key, const char *s)
{
	fx_json_key(j, key);
	fx_json_bytes(j, s, strlen(s));
}

static void
count(struct fx_json *j, const char *key, uint64_t n)
{
	fx_json_kint(j, key,
	    n > FINDING_INT_MAX ? FINDING_INT_MAX : (int64_t)n);
}

static void
digest(struct fx_json *j, enum fx_hash_alg alg, const uint8_t *sum)
{
	char hex[2 * FX_HASH_MAX + 1];

	fx_hex(hex, sum, fx_hash_len(alg));
	fx_json_kstr(j, fx_hash_name(alg), hex);
}

/* The ranges as text, or its digest where they are too many for a line. */
static void
put_ranges(struct fx_json *j, const struct fx_range *ranges, size_t n,
    uint64_t bytes)
{
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];
	struct fx_buf text = { 0 };

	if (ranges == NULL)
		return;
	fx_ranges_put(&text, ranges, n, bytes);
	if (text.failed || fx_sha256(sum, fx_buf_text(&text), text.len) == -1) {
		j->out->failed = true;
	} else if (text.len <= FX_RANGES_LEN) {
		fx_json_kstr(j, "ranges", fx_buf_text(&text));
	} else {
		fx_hex(hex, sum, sizeof(sum));
		fx_json_kstr(j, "ranges_sha256", hex);
	}
	fx_buf_done(&text);
}

/* Names and versions, in the order in which they are asked. */
static void
put_decoders(struct fx_json *j, const struct fx_decoder *const *d)
{
	char word[FX_DECODE_NAME + 8];

	fx_json_key(j, "decoders");
	fx_json_open(j, '[');
	for (; d != NULL && *d != NULL; d++) {
		snprintf(word, sizeof(word), "%.*s %u", FX_DECODE_NAME,
		    (*d)->name, (*d)->version);
		fx_json_str(j, word);
	}
	fx_json_close(j, ']');
}

static void
put_options(struct fx_json *j, const struct fx_line_source *s)
{
	const char *const *name;

	fx_json_key(j, "options");
	fx_json_open(j, '{');
	if (s->alert != NULL && s->alert[0] != '\0')
		fx_json_kstr(j, "alert", s->alert);
	fx_json_key(j, "carvers");
	fx_json_open(j, '[');
	for (name = s->carvers; *name != NULL; name++)
		fx_json_str(j, *name);
	fx_json_close(j, ']');
	fx_json_kint(j, "context", s->context);
	put_decoders(j, s->decoders);
	if (s->files)
		fx_json_kint(j, "files", 1);
	if (s->known != NULL && s->known[0] != '\0')
		fx_json_kstr(j, "known", s->known);
	fx_json_kint(j, "min", s->min);
	put_ranges(j, s->ranges, s->nranges, UINT64_MAX);
	fx_json_kint(j, "raw", s->raw);
	if (s->skip_known)
		fx_json_kint(j, "skip_known", 1);
	if (s->stop != NULL && s->stop[0] != '\0')
		fx_json_kstr(j, "stop", s->stop);
	if (s->stopped)
		fx_json_kint(j, "stopped", 1);
	if (s->has_volume)
		fx_json_kint(j, "volume", s->volume);
	fx_json_close(j, '}');
}

static void
put_stored(struct fx_json *j, const struct fx_stored_hash *stored)
{
	static const enum fx_hash_alg order[] = { FX_MD5, FX_SHA1, FX_SHA256 };
	bool open = false;
	size_t i;

	for (i = 0; i < FX_LEN(order); i++) {
		if (!stored[order[i]].known)
			continue;
		if (!open) {
			fx_json_key(j, "stored");
			fx_json_open(j, '{');
			open = true;
		}
		digest(j, order[i], stored[order[i]].sum);
	}
	if (open)
		fx_json_close(j, '}');
}

void
fx_line_put_source(struct fx_buf *out, const struct fx_line_source *s)
{
	struct fx_json j = { .out = out };

	begin(&j, "source");
	fx_json_kint(&j, "v", 1);
	fx_json_kstr(&j, "tool", s->tool);
	fx_json_kstr(&j, "version", s->version);
	fx_json_kstr(&j, "build", s->build);
	put_options(&j, s);
	text(&j, "path", s->path);
	fx_json_kstr(&j, "format", s->info->format);
	fx_json_kint(&j, "sector", s->info->sector);
	fx_json_kstr(&j, "started", s->started);
	put_stored(&j, s->info->stored);
	finish(&j);
}

/* The arguments, as many as ARGV_LEN has room for; the rest is counted. */
static void
put_argv(struct fx_json *j, char *const *arg)
{
	size_t from = j->out->len;
	int64_t more = 0;

	fx_json_key(j, "argv");
	fx_json_open(j, '[');
	for (; *arg != NULL && j->out->len - from + 2 * strlen(*arg) < ARGV_LEN;
	     arg++)
		fx_json_bytes(j, *arg, strlen(*arg));
	fx_json_close(j, ']');
	for (; *arg != NULL; arg++)
		more++;
	if (more > 0)
		fx_json_kint(j, "argv_more", more);
}

void
fx_line_put_run(struct fx_buf *out, const struct fx_line_run *r)
{
	struct fx_json j = { .out = out };
	const char *const *lib;

	begin(&j, "run");
	fx_json_kstr(&j, "exe_sha256", r->exe_sha256);
	fx_json_key(&j, "libs");
	fx_json_open(&j, '{');
	for (lib = r->libs; lib[0] != NULL; lib += 2)
		fx_json_kstr(&j, lib[0], lib[1]);
	fx_json_close(&j, '}');
	put_argv(&j, r->argv);
	text(&j, "host", r->host);
	text(&j, "user", r->user);
	fx_json_kstr(&j, "boot", r->boot);
	if (r->notes[0] != '\0')
		fx_json_kstr(&j, "notes", r->notes);
	finish(&j);
}

static void
put_attrs(struct fx_json *j, const struct fx_found *f)
{
	size_t i;

	if (f->nattrs == 0)
		return;
	fx_json_key(j, "attrs");
	fx_json_open(j, '{');
	for (i = 0; i < f->nattrs; i++)
		text(j, f->attrs[i].key, f->attrs[i].value);
	fx_json_close(j, '}');
}

static void
put_also(struct fx_json *j, const struct fx_line_file *file)
{
	size_t i;

	if (file->nalso == 0)
		return;
	fx_json_key(j, "also");
	fx_json_open(j, '[');
	for (i = 0; i < file->nalso; i++)
		fx_json_str(j, file->also[i]);
	fx_json_close(j, ']');
}

static void
put_file(struct fx_json *j, const struct fx_line_file *file)
{
	static const char *const times[FX_TIMES] = { "created", "modified",
		"accessed", "changed" };
	size_t i;

	fx_json_key(j, "file");
	fx_json_open(j, '{');
	if (file->volume >= 0)
		fx_json_kint(j, "volume", file->volume);
	if (file->fs != NULL)
		fx_json_kstr(j, "fs", file->fs);
	if (file->inode != NULL)
		fx_json_kstr(j, "inode", file->inode);
	if (file->path != NULL) {
		fx_json_key(j, "path");
		fx_json_bytes(j, file->path, file->path_len);
	}
	if (file->links > 1)
		fx_json_kint(j, "links", file->links);
	fx_json_kstr(j, "state", file->state);
	put_also(j, file);
	if (file->type != NULL && file->type[0] != '\0')
		fx_json_kstr(j, "type", file->type);
	if (file->known)
		fx_json_kint(j, "known", 1);
	for (i = 0; i < FX_TIMES; i++)
		if (file->when[i] != NULL && file->when[i][0] != '\0')
			fx_json_kstr(j, times[i], file->when[i]);
	fx_json_close(j, '}');
}

/* The entry of a list: which list and which line, nothing of its text. */
static void
put_mark(struct fx_json *j, const struct fx_scan_mark *mark)
{
	char entry[32];

	if (mark->kind == FX_UNMARKED)
		return;
	snprintf(entry, sizeof(entry), "%u:%" PRIu32, mark->list, mark->line);
	fx_json_kstr(j, mark->kind == FX_STOPPED ? "stop" : "alert", entry);
}

void
fx_line_put_finding(struct fx_buf *out, const struct fx_found *f,
    const struct fx_line_file *file)
{
	struct fx_json j = { .out = out };
	size_t i;

	begin(&j, f->mark.kind == FX_STOPPED ? "stopped" : "finding");
	fx_json_kstr(&j, "kind", f->carver->name);
	text(&j, "value", f->value);
	count(&j, "offset", f->off);
	count(&j, "length", f->len);
	fx_json_key(&j, "path");
	if (f->path != NULL) {
		fx_json_str(&j, f->path);
	} else {
		fx_buf_printf(out, "\"%" PRIu64 "\"", f->off);
		j.more[j.depth] = true;
	}
	fx_json_kstr(&j, "encoding", fx_encoding_name(f->enc, f->key));
	fx_json_kint(&j, "score", f->score);
	fx_json_key(&j, "why");
	fx_json_open(&j, '[');
	for (i = 0; i < f->nwhy; i++)
		fx_json_str(&j, f->why[i]);
	fx_json_close(&j, ']');
	put_mark(&j, &f->mark);
	put_attrs(&j, f);
	if (file != NULL)
		put_file(&j, file);
	if (f->member != NULL) {
		fx_json_key(&j, "member");
		fx_json_bytes(&j, f->member, f->member_len);
	}
	if (f->context != NULL) {
		fx_json_key(&j, "context");
		fx_json_bytes(&j, f->context, f->context_len);
	}
	finish(&j);
}

void
fx_line_put_limit(struct fx_buf *out, const struct fx_scan_limit *l,
    const struct fx_line_file *file)
{
	struct fx_json j = { .out = out };

	begin(&j, l->error ? "error" : "limit");
	count(&j, "offset", l->off);
	fx_json_kstr(&j, "path", l->path);
	fx_json_kstr(&j, "why", l->why);
	if (file != NULL)
		put_file(&j, file);
	finish(&j);
}

void
fx_line_put_error(struct fx_buf *out, const struct fx_gap *gap,
    const struct fx_line_file *file)
{
	struct fx_json j = { .out = out };

	begin(&j, "error");
	count(&j, "offset", gap->off);
	count(&j, "length", gap->len);
	fx_json_kstr(&j, "why", gap->why);
	if (file != NULL)
		put_file(&j, file);
	finish(&j);
}

void
fx_line_put_notice(struct fx_buf *out, const char *why)
{
	struct fx_json j = { .out = out };

	begin(&j, "error");
	fx_json_kstr(&j, "why", why);
	finish(&j);
}

/* The kinds that occurred and how often, in the order of the set. */
static void
put_counts(struct fx_json *j, const char *key,
    const struct fx_carver *const *set, const uint64_t *n)
{
	size_t i;

	fx_json_key(j, key);
	fx_json_open(j, '{');
	for (i = 0; set[i] != NULL; i++)
		if (n[i] > 0)
			count(j, set[i]->name, n[i]);
	fx_json_close(j, '}');
}

void
fx_line_put_end(struct fx_buf *out, const struct fx_line_end *e)
{
	struct fx_json j = { .out = out };
	char hex[2 * FX_SHA256_LEN + 1];
	int alg;

	begin(&j, "end");
	fx_json_kstr(&j, "status", e->status);
	count(&j, "bytes", e->res->bytes);
	for (alg = 0; alg < FX_HASHES; alg++)
		if (e->res->have[alg])
			digest(&j, (enum fx_hash_alg)alg, e->res->sum[alg]);
	put_ranges(&j, e->ranges, e->nranges, e->res->bytes);
	if (e->res->have_covered) {
		fx_hex(hex, e->res->covered, sizeof(e->res->covered));
		fx_json_kstr(&j, "covered_sha256", hex);
	}
	put_counts(&j, "findings", e->set, e->res->found);
	put_counts(&j, "below", e->set, e->res->below);
	if (e->stopped)
		put_counts(&j, "stopped", e->set, e->res->stopped);
	if (e->known != NULL)
		put_counts(&j, "known", e->set, e->known);
	count(&j, "limits", e->limits);
	count(&j, "errors", e->errors);
	fx_json_kstr(&j, "ended", e->ended);
	finish(&j);
}
