/* manifest.c - which images a batch has, and what each of them is called */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/note.h"
#include "forensic/statement.h"
#include "forensic/utf8.h"
#include "manifest.h"

enum field { PATH, EXHIBIT, CASE, NOTES, FIELDS };

static const char *const names[FIELDS] = { "path", "exhibit", "case", "notes" };

/* Names that the batch's own files have in the same folder. */
static const char *const reserved[] = { "batch", "plan", "units" };

static int
bad(struct fx_err *err, uint64_t line, const char *words)
{
	return fx_fail(err, FX_EFORMAT, 0, "line %" PRIu64 ": %s", line, words);
}

int
manifest_exhibit_ok(const char *name, struct fx_err *err)
{
	const size_t n = strlen(name);
	size_t i;

	if (fx_statement_check(name, n, err) == -1)
		return -1;
	if (n > MANIFEST_EXHIBIT)
		return fx_fail(err, FX_ELIMIT, 0, "is longer than %d bytes",
		    MANIFEST_EXHIBIT);
	for (i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)name[i];
		const bool letter = (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c >= 0x80;

		if (!letter && (i == 0 || strchr("._-", c) == NULL))
			return fx_fail(err, FX_EFORMAT, i,
			    "is no name for a file: letters, digits and, "
			    "not at first, . _ - are");
	}
	if (!fx_origin_ok(name))
		return fx_fail(err, FX_EFORMAT, 0, "holds white space");
	for (i = 0; i < FX_LEN(reserved); i++)
		if (strcasecmp(name, reserved[i]) == 0)
			return fx_fail(err, FX_EFORMAT, 0,
			    "is what a file of the batch itself is called");
	return 0;
}

/* Is one of the steps of the path ".."? */
static bool
climbs(const char *path)
{
	size_t n;

	for (; *path != '\0'; path += n + strspn(path + n, "/")) {
		n = strcspn(path, "/");
		if (n == 2 && memcmp(path, "..", 2) == 0)
			return true;
	}
	return false;
}

/* Is the row one that can be used? Else err tells why. */
static int
check_row(const struct manifest_row *r, struct fx_err *err)
{
	const struct {
		const char *name, *text;
		bool need;
	} texts[] = {
		{ "the path", r->path, true },
		{ "the exhibit", r->exhibit, true },
		{ "the case", r->id, false },
		{ "the note", r->notes, false },
	};
	struct fx_err why;
	size_t i;

	for (i = 0; i < FX_LEN(texts); i++) {
		if (texts[i].text[0] == '\0' && !texts[i].need)
			continue;
		if (fx_statement_check(texts[i].text, strlen(texts[i].text),
			&why) == -1)
			return fx_fail(err, FX_EFORMAT, 0,
			    "line %" PRIu64 ": %s %s", r->line, texts[i].name,
			    why.msg);
	}
	if (manifest_exhibit_ok(r->exhibit, &why) == -1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "line %" PRIu64 ": the exhibit %s", r->line, why.msg);
	if (r->id[0] != '\0' && !fx_origin_ok(r->id))
		return bad(err, r->line,
		    "the case names a log: no white space and no + may be in "
		    "it");
	if (climbs(r->path))
		return bad(err, r->line, "the path has a step ..");
	return 0;
}

/* Room for one more row. Returns it, or NULL and err. */
static struct manifest_row *
room(struct manifest *m, uint64_t line, struct fx_err *err)
{
	const size_t cap = m->cap != 0 ? 2 * m->cap : 64;
	struct manifest_row *more;

	if (m->n == MANIFEST_ROWS) {
		fx_fail(err, FX_ELIMIT, 0,
		    "line %" PRIu64 ": more than %d images", line,
		    MANIFEST_ROWS);
		return NULL;
	}
	if (m->n == m->cap) {
		if ((more = realloc(m->row, cap * sizeof(*more))) == NULL) {
			fx_fail(err, FX_ENOMEM, 0, "out of memory");
			return NULL;
		}
		m->row = more;
		m->cap = cap;
	}
	return &m->row[m->n];
}

static void
row_done(struct manifest_row *r)
{
	free(r->path);
	free(r->exhibit);
	free(r->id);
	free(r->notes);
}

int
manifest_add(struct manifest *m, const struct manifest_row *row,
    struct fx_err *err)
{
	struct manifest_row *r, copy = { .line = row->line };

	if (check_row(row, err) == -1 || (r = room(m, row->line, err)) == NULL)
		return -1;
	copy.path = strdup(row->path);
	copy.exhibit = strdup(row->exhibit);
	copy.id = strdup(row->id);
	copy.notes = strdup(row->notes);
	if (copy.path == NULL || copy.exhibit == NULL || copy.id == NULL ||
	    copy.notes == NULL) {
		row_done(&copy);
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	}
	*r = copy;
	m->n++;
	return 0;
}

/* The header: which field stands in which column; FIELDS ends them. */
static int
read_header(const char *line, enum field column[FIELDS + 1], struct fx_err *err)
{
	bool have[FIELDS] = { false };
	size_t n, at = 0, i;

	for (;; line += n + 1) {
		n = strcspn(line, "\t");
		for (i = 0; i < FIELDS; i++)
			if (strlen(names[i]) == n &&
			    memcmp(line, names[i], n) == 0)
				break;
		if (i == FIELDS || have[i])
			return bad(err, 1,
			    "no header: the names path, exhibit, case, notes, "
			    "each once, with tabs between them");
		have[i] = true;
		column[at++] = (enum field)i;
		if (line[n] == '\0')
			break;
	}
	column[at] = FIELDS;
	if (!have[PATH] || !have[EXHIBIT])
		return bad(err, 1, "the header lacks path or exhibit");
	return 0;
}

/* The fields of a row take the line apart where it stands. */
static int
read_fields(struct manifest *m, char *line, uint64_t number,
    const enum field *column, struct fx_err *err)
{
	char none[] = "";
	char *v[FIELDS] = { none, none, none, none };
	struct manifest_row r = { .line = number };
	char *tab;
	size_t i;

	for (i = 0; column[i] != FIELDS && line != NULL; i++) {
		tab = strchr(line, '\t');
		if (tab != NULL)
			*tab++ = '\0';
		v[column[i]] = line;
		line = tab;
	}
	if (line != NULL)
		return bad(err, number, "more fields than the header has");
	r.path = v[PATH];
	r.exhibit = v[EXHIBIT];
	r.id = v[CASE];
	r.notes = v[NOTES];
	return manifest_add(m, &r, err);
}

/* A member that is a text, or "" where there is none. NULL: it is no text. */
static char *
member(json_t *object, const char *name)
{
	const json_t *v = json_object_get(object, name);

	if (v == NULL)
		return strdup("");
	if (!json_is_string(v) ||
	    strlen(json_string_value(v)) != json_string_length(v))
		return NULL;
	return strdup(json_string_value(v));
}

/* Does the object have members that are no fields? */
static bool
has_others(json_t *object)
{
	const char *key;
	json_t *v;
	size_t i;

	json_object_foreach (object, key, v) {
		for (i = 0; i < FIELDS; i++)
			if (strcmp(key, names[i]) == 0)
				break;
		if (i == FIELDS)
			return true;
	}
	return false;
}

static int
read_object(struct manifest *m, const char *line, uint64_t number,
    struct fx_err *err)
{
	json_t *v = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	struct manifest_row r = { .line = number };
	int rc = -1;

	if (!json_is_object(v)) {
		json_decref(v);
		return bad(err, number, "no object of JSON");
	}
	r.path = member(v, names[PATH]);
	r.exhibit = member(v, names[EXHIBIT]);
	r.id = member(v, names[CASE]);
	r.notes = member(v, names[NOTES]);
	if (has_others(v))
		bad(err, number,
		    "a member that is none of path, exhibit, case, notes");
	else if (r.path == NULL || r.exhibit == NULL || r.id == NULL ||
	    r.notes == NULL)
		bad(err, number, "a member that is no text");
	else
		rc = manifest_add(m, &r, err);
	row_done(&r);
	json_decref(v);
	return rc;
}

/* One line of n bytes. */
static int
read_line(struct manifest *m, const char *p, size_t n, uint64_t number,
    bool json, enum field *column, struct fx_err *err)
{
	char *line;
	int rc;

	if (n > 0 && p[n - 1] == '\r')
		n--;
	if (n > MANIFEST_LINE)
		return bad(err, number, "is too long");
	if (n == 0)
		return 0;
	if (memchr(p, '\0', n) != NULL || !fx_utf8_ok(p, n))
		return bad(err, number, "is not text in UTF-8");
	if ((line = malloc(n + 1)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	memcpy(line, p, n);
	line[n] = '\0';
	if (json)
		rc = read_object(m, line, number, err);
	else if (column[0] == FIELDS)
		rc = read_header(line, column, err);
	else
		rc = read_fields(m, line, number, column, err);
	free(line);
	return rc;
}

int
manifest_read(struct manifest *m, const char *p, size_t n, struct fx_err *err)
{
	static const char mark[] = "\xef\xbb\xbf"; /* as spreadsheets write */
	enum field column[FIELDS + 1] = { FIELDS };
	const char *end = p + n, *nl;
	uint64_t number = 1;
	bool json;

	if (n > MANIFEST_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "longer than %d bytes",
		    MANIFEST_LEN);
	if (n >= 3 && memcmp(p, mark, 3) == 0)
		p += 3;
	json = p < end && *p == '{';
	for (; p < end; p = nl + 1, number++) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (nl == NULL)
			nl = end;
		if (read_line(m, p, (size_t)(nl - p), number, json, column,
			err) == -1)
			return -1;
	}
	if (m->n == 0)
		return fx_fail(err, FX_EFORMAT, 0, "it names no image");
	return manifest_check(m, err);
}

static int
by_exhibit(const void *a, const void *b)
{
	const struct manifest_row *const *x = a, *const *y = b;
	const int rc = strcasecmp((*x)->exhibit, (*y)->exhibit);

	if (rc != 0)
		return rc;
	return (*x)->line < (*y)->line ? -1 : (*x)->line > (*y)->line;
}

int
manifest_check(const struct manifest *m, struct fx_err *err)
{
	const struct manifest_row **sorted;
	size_t i;
	int rc = 0;

	if ((sorted = calloc(m->n + 1, sizeof(struct manifest_row *))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	for (i = 0; i < m->n; i++)
		sorted[i] = &m->row[i];
	qsort(sorted, m->n, sizeof(struct manifest_row *), by_exhibit);
	for (i = 1; i < m->n && rc == 0; i++)
		if (strcasecmp(sorted[i - 1]->exhibit, sorted[i]->exhibit) == 0)
			rc = fx_fail(err, FX_EFORMAT, 0,
			    "line %" PRIu64 ": the exhibit %s is that of line "
			    "%" PRIu64,
			    sorted[i]->line, sorted[i]->exhibit,
			    sorted[i - 1]->line);
	free(sorted);
	return rc;
}

int
manifest_digest(const struct manifest *m, uint8_t out[FX_SHA256_LEN])
{
	struct fx_buf all = { 0 };
	size_t i;
	int rc = -1;

	/* No text holds a tab or a newline. */
	for (i = 0; i < m->n; i++)
		fx_buf_printf(&all, "%s\t%s\t%s\t%s\n", m->row[i].path,
		    m->row[i].exhibit, m->row[i].id, m->row[i].notes);
	if (!all.failed)
		rc = fx_sha256(out, fx_buf_text(&all), all.len);
	fx_buf_done(&all);
	return rc;
}

void
manifest_done(struct manifest *m)
{
	while (m->n > 0)
		row_done(&m->row[--m->n]);
	free(m->row);
	*m = (struct manifest){ 0 };
}
