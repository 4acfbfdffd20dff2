/* record.c - the members of each kind of record, from lines of findings */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/record.h"
#include "forensic/sys.h"
#include "forensic/utf8.h"
#include "record_internal.h"

void
put(struct members *m, const char *key, json_t *value)
{
	if (json_object_set_new(m->v, key, value) == -1)
		m->failed = true;
}

void
put_int(struct members *m, const char *key, uint64_t value)
{
	put(m, key, json_integer((json_int_t)value));
}

void
put_str(struct members *m, const char *key, const char *value)
{
	put(m, key, json_string(value));
}

void
put_same(struct members *m, const char *key, json_t *value)
{
	if (value != NULL)
		put(m, key, json_incref(value));
}

json_t *
finish(struct members *m, struct fx_err *err)
{
	if (!m->failed)
		return m->v;
	json_decref(m->v);
	fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return NULL;
}

/* n bytes as lower-case digits. */
static json_t *
hex_string(const void *p, size_t n)
{
	json_t *v = NULL;
	char *hex;

	if ((hex = malloc(2 * n + 1)) == NULL)
		return NULL;
	fx_hex(hex, p, n);
	v = json_stringn(hex, 2 * n);
	free(hex);
	return v;
}

void
put_bytes(struct members *m, const char *key, const void *p, size_t n)
{
	char name[FX_FIELD_LEN + sizeof("_hex")];

	if (fx_utf8_ok(p, n)) {
		put(m, key, json_stringn_nocheck(n > 0 ? p : "", n));
		return;
	}
	snprintf(name, sizeof(name), "%.*s_hex", FX_FIELD_LEN, key);
	put(m, name, hex_string(p, n));
}

int
ids_mask(const struct fx_run_ids *ids, struct fx_buf *out, const void *text,
    size_t n, struct fx_err *err)
{
	return ids->masker != NULL
	    ? fx_masker_text(ids->masker, out, text, n, err)
	    : fx_mask_text(out, text, n, ids->set, err);
}

/* A text member of a line, masked, as bytes. Returns 0, or -1 and err. */
static int
masked(struct fx_buf *out, const json_t *v, const struct fx_run_ids *ids,
    struct fx_err *err)
{
	struct fx_buf clear = { 0 };
	int rc;

	if (fx_json_get_bytes(v, &clear) == -1)
		rc = fx_fail(err, FX_EFORMAT, 0, "a text is expected");
	else if ((rc = fx_buf_check(&clear, err)) == 0)
		rc = ids_mask(ids, out, fx_buf_text(&clear), clear.len, err);
	fx_buf_done(&clear);
	return rc;
}

int
put_masked(struct members *m, const char *key, const json_t *v,
    const struct fx_run_ids *ids, struct fx_err *err)
{
	struct fx_buf out = { 0 };
	int rc;

	if ((rc = masked(&out, v, ids, err)) == 0)
		put_bytes(m, key, fx_buf_text(&out), out.len);
	fx_buf_done(&out);
	return rc;
}

/* Digests that the container states. */
static void
put_stored(struct members *m, const json_t *stored)
{
	struct members out = { .v = json_object() };
	int alg;

	for (alg = 0; alg < FX_HASHES; alg++)
		put_same(&out, fx_hash_name((enum fx_hash_alg)alg),
		    json_object_get(stored,
			fx_hash_name((enum fx_hash_alg)alg)));
	m->failed |= out.failed;
	if (json_object_size(out.v) > 0)
		put_same(m, "stored", out.v);
	json_decref(out.v);
}

/* Which exhibit a person says it is. Returns 0, or -1 and err. */
static int
put_exhibit(struct members *m, const char *exhibit,
    const struct fx_run_ids *ids, struct fx_err *err)
{
	json_t *v;
	int rc;

	if (exhibit == NULL)
		return 0;
	if ((v = json_string(exhibit)) == NULL)
		return fx_fail(err, FX_EARG, 0, "exhibit is no text in UTF-8");
	rc = put_masked(m, "exhibit", v, ids, err);
	json_decref(v);
	return rc;
}

json_t *
fx_record_source(const struct fx_run_ids *ids, const struct fx_line *line,
    const char *exhibit, struct fx_err *err)
{
	struct members m = { .v = json_object() };
	const json_t *stored = json_object_get(line->json, "stored");

	put_int(&m, "src", ids->src);
	if (put_masked(&m, "name", json_object_get(line->json, "path"), ids,
		err) == -1 ||
	    put_exhibit(&m, exhibit, ids, err) == -1) {
		json_decref(m.v);
		return NULL;
	}
	put_str(&m, "format", fx_line_str(line, "format"));
	put_int(&m, "sector", (uint64_t)fx_line_int(line, "sector"));
	if (strcmp(fx_line_str(line, "format"), "stream") == 0)
		put_int(&m, "stream", 1);
	if (stored != NULL)
		put_stored(&m, stored);
	if (ids->acq != NULL &&
	    put_acquisition(&m, ids->acq, ids->set, err) == -1) {
		json_decref(m.v);
		return NULL;
	}
	return finish(&m, err);
}

/* The arguments, masked one by one; if one is no text, all are digits. */
static int
put_argv(struct members *m, const json_t *argv, const struct fx_run_ids *ids,
    struct fx_err *err)
{
	json_t *texts = json_array(), *digits = json_array();
	struct fx_buf out = { 0 };
	bool text = true;
	size_t i;
	int rc = -1;

	for (i = 0; i < json_array_size(argv); i++) {
		fx_buf_reset(&out);
		if (masked(&out, json_array_get(argv, i), ids, err) == -1)
			goto out;
		if (text && fx_utf8_ok(fx_buf_text(&out), out.len))
			m->failed |= json_array_append_new(texts,
					 json_stringn_nocheck(fx_buf_text(&out),
					     out.len)) == -1;
		else
			text = false;
		m->failed |= json_array_append_new(digits,
				 hex_string(fx_buf_text(&out), out.len)) == -1;
	}
	put_same(m, text ? "argv" : "argv_hex", text ? texts : digits);
	rc = 0;
out:
	json_decref(texts);
	json_decref(digits);
	fx_buf_done(&out);
	return rc;
}

/* What the scanner said of itself and its machine. */
static int
put_run(struct members *m, const struct fx_line *run, const char *boot,
    const struct fx_run_ids *ids, struct fx_err *err)
{
	json_t *v = run->json;
	const char *scan_boot = fx_line_str(run, "boot");

	put_same(m, "exe_sha256", json_object_get(v, "exe_sha256"));
	put_same(m, "libs", json_object_get(v, "libs"));
	put_same(m, "notes", json_object_get(v, "notes"));
	put_same(m, "argv_more", json_object_get(v, "argv_more"));
	if (scan_boot[0] != '\0' && strcmp(scan_boot, boot) != 0)
		put_str(m, "scan_boot", scan_boot);
	if (put_masked(m, "host", json_object_get(v, "host"), ids, err) == -1 ||
	    put_masked(m, "user", json_object_get(v, "user"), ids, err) == -1)
		return -1;
	return put_argv(m, json_object_get(v, "argv"), ids, err);
}

/* The clock that steps of t can be seen against. */
static void
put_clock(struct members *m, const char *boot)
{
	int64_t up = fx_time_up();

	put_str(m, "boot", boot);
	put_int(m, "up", up > 0 ? (uint64_t)up : 0);
}

json_t *
fx_record_run_begin(const struct fx_run_ids *ids, const struct fx_line *source,
    const struct fx_line *run, const char *examiner, struct fx_err *err)
{
	static const char *const same[] = { "tool", "version", "build",
		"options", "started" };
	struct members m = { .v = json_object() };
	char boot[FX_BOOT_LEN + 1];
	size_t i;

	fx_boot_id(boot);
	put_int(&m, "run", ids->run);
	put_int(&m, "src", ids->src);
	for (i = 0; i < FX_LEN(same); i++)
		put_same(&m, same[i], json_object_get(source->json, same[i]));
	put_str(&m, "examiner", examiner);
	put_clock(&m, boot);
	if (ids->validation != NULL)
		put_str(&m, "validation", ids->validation);
	if (ids->fp != NULL)
		put_str(&m, "fp_key", ids->fp->id);
	if (run != NULL && put_run(&m, run, boot, ids, err) == -1) {
		json_decref(m.v);
		return NULL;
	}
	return finish(&m, err);
}

int
put_file(struct members *m, const json_t *file, const struct fx_run_ids *ids,
    struct fx_err *err)
{
	static const char *const same[] = { "volume", "fs", "inode", "links",
		"state", "also", "type", "known", "created", "modified",
		"accessed", "changed" };
	struct members out = { .v = json_object() };
	const json_t *path = json_object_get(file, "path");
	size_t i;
	int rc = 0;

	for (i = 0; i < FX_LEN(same); i++)
		put_same(&out, same[i], json_object_get(file, same[i]));
	if (path != NULL)
		rc = put_masked(&out, "path", path, ids, err);
	m->failed |= out.failed;
	put_same(m, "file", out.v);
	json_decref(out.v);
	return rc;
}

json_t *
fx_record_trouble(const struct fx_run_ids *ids, const struct fx_line *line,
    struct fx_err *err)
{
	struct members m = { .v = json_object() };
	const json_t *file = json_object_get(line->json, "file");

	put_int(&m, "run", ids->run);
	put_int(&m, "src", ids->src);
	put_same(&m, "off", json_object_get(line->json, "offset"));
	put_same(&m, "len", json_object_get(line->json, "length"));
	put_same(&m, "path", json_object_get(line->json, "path"));
	put_str(&m, "why", fx_line_str(line, "why"));
	if (file != NULL && put_file(&m, file, ids, err) == -1) {
		json_decref(m.v);
		return NULL;
	}
	return finish(&m, err);
}

int
fx_counts_add(struct fx_run_counts *c, const char *class, struct fx_err *err)
{
	json_t *n;

	if (c->findings == NULL)
		c->findings = json_object();
	n = json_object_get(c->findings, class);
	if (n != NULL)
		json_integer_set(n, json_integer_value(n) + 1);
	else if (json_object_set_new(c->findings, class, json_integer(1)) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

void
fx_counts_done(struct fx_run_counts *c)
{
	json_decref(c->findings);
	*c = (struct fx_run_counts){ 0 };
}

json_t *
fx_record_run_end(const struct fx_run_ids *ids, const char *status,
    const struct fx_run_counts *counts, const struct fx_line *end,
    struct fx_err *err)
{
	static const char *const same[] = { "stopped", "known", "bytes",
		"sha256", "sha1", "md5", "ranges", "ranges_sha256", "ended" };
	struct members m = { .v = json_object() };
	char boot[FX_BOOT_LEN + 1];
	size_t i;

	fx_boot_id(boot);
	put_int(&m, "run", ids->run);
	put_int(&m, "src", ids->src);
	put_str(&m, "status", status);
	put(&m, "findings",
	    counts->findings != NULL ? json_deep_copy(counts->findings)
				     : json_object());
	put_int(&m, "errors", counts->errors);
	put_int(&m, "limits", counts->limits);
	put_clock(&m, boot);
	if (end == NULL) {
		put(&m, "below", json_object());
		return finish(&m, err);
	}
	put_same(&m, "below", json_object_get(end->json, "below"));
	for (i = 0; i < FX_LEN(same); i++)
		put_same(&m, same[i], json_object_get(end->json, same[i]));
	return finish(&m, err);
}
