/* joined_head.c - the first lines of an image whose ranges are joined */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/finding.h"
#include "forensic/sys.h"
#include "joined_head.h"

enum { NOTES = 1024 }; /* bytes of notes that are joined */

void
joined_head_begin(struct joined_head *h, const struct joined *j)
{
	*h = (struct joined_head){ .j = j };
}

void
joined_head_done(struct joined_head *h)
{
	json_decref(h->source);
	json_decref(h->run);
	fx_buf_done(&h->notes);
	fx_buf_done(&h->hosts);
}

static int
differs(const struct joined_head *h, size_t i, struct fx_err *err)
{
	return fx_fail(err, FX_EBROKEN, 0,
	    "units %" PRIu64 " and %" PRIu64
	    " were scanned by different programs, or of different images",
	    h->j->part[0].unit, h->j->part[i].unit);
}

/* What a source line says of the whole, once what is the range's own is out. */
static int
take_source(struct joined_head *h, size_t i, json_t *v, struct fx_err *err)
{
	const char *started = json_string_value(json_object_get(v, "started"));

	if (started == NULL)
		return differs(h, i, err);
	if (i == 0 || strcmp(started, h->started) < 0)
		snprintf(h->started, sizeof(h->started), "%s", started);
	json_object_set_new(v, "started", json_string(""));
	json_object_del(json_object_get(v, "options"), "ranges");
	if (h->source != NULL)
		return json_equal(h->source, v) ? 0 : differs(h, i, err);
	h->source = json_incref(v);
	return 0;
}

/* The arguments without those that name the range. */
static void
whole_argv(json_t *argv)
{
	const char *word;
	size_t i;

	for (i = 0; i < json_array_size(argv); i++) {
		word = json_string_value(json_array_get(argv, i));
		if (word == NULL || strcmp(word, "--range") != 0)
			continue;
		json_array_remove(argv, i);
		json_array_remove(argv, i);
		return;
	}
}

static void
add_notes(struct joined_head *h, const json_t *v)
{
	const char *notes = json_string_value(json_object_get(v, "notes"));

	if (notes == NULL || h->notes.len + strlen(notes) > NOTES ||
	    (h->notes.len > 0 && strstr(h->notes.p, notes) != NULL))
		return;
	fx_buf_printf(&h->notes, "; %s", notes);
}

/* Is the host among those that were met? */
static bool
met(const struct joined_head *h, const char *host)
{
	const size_t n = strlen(host);
	const char *s = fx_buf_text(&h->hosts);

	for (; *s != '\0'; s += strcspn(s, ",")) {
		s += 2; /* ", " */
		if (strncmp(s, host, n) == 0 && (s[n] == ',' || s[n] == '\0'))
			return true;
	}
	return false;
}

/* On which machines ranges were scanned: the run has room for one host. */
static void
add_host(struct joined_head *h, const json_t *v)
{
	const char *host = json_string_value(json_object_get(v, "host"));

	if (host == NULL || *host == '\0' || strchr(host, ',') != NULL ||
	    met(h, host))
		return;
	h->several = h->several || h->hosts.len > 0;
	if (h->hosts.len + strlen(host) <= NOTES)
		fx_buf_printf(&h->hosts, ", %s", host);
	else if (!met(h, "others"))
		fx_buf_str(&h->hosts, ", others");
}

static int
take_run(struct joined_head *h, size_t i, json_t *v, struct fx_err *err)
{
	static const char *const same[] = { "exe_sha256", "libs" };
	size_t k;

	add_notes(h, v);
	add_host(h, v);
	if (h->run == NULL) {
		whole_argv(json_object_get(v, "argv"));
		h->run = json_incref(v);
		return 0;
	}
	for (k = 0; k < FX_LEN(same); k++)
		if (!json_equal(json_object_get(h->run, same[k]),
			json_object_get(v, same[k])))
			return differs(h, i, err);
	return 0;
}

int
joined_head_take(struct joined_head *h, size_t i, const char *p, size_t n,
    struct fx_err *err)
{
	struct fx_line line;
	int rc;

	if (fx_line_read(&line, p, n, err) == -1)
		return -1;
	rc = line.type == FX_LINE_SOURCE ? take_source(h, i, line.json, err)
					 : take_run(h, i, line.json, err);
	fx_line_done(&line);
	return rc;
}

static int
put(struct fx_buf *out, const json_t *v, struct fx_err *err)
{
	char *text = json_dumps(v, JSON_COMPACT);

	if (text == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	fx_buf_str(out, text);
	fx_buf_byte(out, '\n');
	free(text);
	return fx_buf_check(out, err);
}

int
joined_head_put(const struct joined_head *h, struct fx_buf *out,
    struct fx_err *err)
{
	const struct plan *plan = &h->j->b->plan;
	struct fx_buf notes = { 0 };
	int rc;

	if (h->source == NULL)
		return fx_fail(err, FX_EBROKEN, 0, "ranges without a source");
	json_object_set_new(h->source, "started", json_string(h->started));
	rc = put(out, h->source, err);
	if (rc == -1 || h->run == NULL)
		return rc;
	fx_buf_printf(&notes,
	    "%zu ranges of %" PRIu64 " bytes, joined by fxbatch: plan %s%s%s%s",
	    h->j->parts, plan->head.split, plan->sum,
	    h->several ? "; scanned on " : "",
	    h->several ? fx_buf_text(&h->hosts) + 2 : "",
	    fx_buf_text(&h->notes));
	json_object_set_new(h->run, "notes", json_string(fx_buf_text(&notes)));
	fx_buf_done(&notes);
	return put(out, h->run, err);
}
