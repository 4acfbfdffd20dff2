/*
 * acquisition_tools.c - how each tool writes its log of an acquisition
 *
 * Only the digest of what was read from the exhibit counts.  What tools say of
 * a second reading, or of the image as they wrote it, is not taken: fxscan
 * reads the image itself, and if it was written wrong, that shows there.
 */
#include <string.h>

#include "acquisition_internal.h"
#include "forensic/bytes.h"

enum what { TEXT, TIME, SIZE, DIGEST };

/* "key: value" in a section; NULL: in any. */
struct row {
	const char *section, *key;
	enum what what;
	int which; /* enum fx_acq_text, enum fx_hash_alg */
};

/* What stands before " (", which explains it. */
static struct piece
before_bracket(struct piece s)
{
	struct piece rest = behind(s, " (");

	if (rest.p != NULL)
		s.n = (size_t)(rest.p - s.p) - 2;
	return s;
}

static int
take_value(struct reading *r, const struct row *row, struct piece value)
{
	uint64_t size;

	switch (row->what) {
	case TEXT:
		return take_text(r, (enum fx_acq_text)row->which, value);
	case TIME:
		return take_text(r, (enum fx_acq_text)row->which,
		    before_bracket(value));
	case DIGEST:
		return take_digest(r, (enum fx_hash_alg)row->which, value);
	case SIZE:
		break;
	}
	value = trim(value);
	return take_number(&value, &size) == 0 ? take_size(r, size) : 0;
}

/* Take a line as one of the n rows, if it is. */
static int
take_row(struct reading *r, const struct row *rows, size_t n, struct piece line)
{
	struct piece key = line, value = behind(line, ":");
	size_t i;

	if (value.p == NULL)
		return 0;
	key.n = (size_t)(value.p - line.p) - 1;
	key = trim(key);
	for (i = 0; i < n; i++)
		if (equals(key, rows[i].key) &&
		    (rows[i].section == NULL ||
			(r->section != NULL &&
			    strcmp(r->section, rows[i].section) == 0)))
			return take_value(r, &rows[i], value);
	return 0;
}

/* Does the line say what that key is? */
static bool
is_key(struct piece line, const char *key)
{
	struct piece value = behind(line, ":");

	line.n = value.p != NULL ? (size_t)(value.p - line.p) - 1 : 0;
	return equals(trim(line), key);
}

/* Two words of the tool's own, and what stands behind its name in a line. */
static int
name_tool(struct reading *r, const char *name, struct piece version)
{
	char text[FX_ACQ_TEXT + 1];
	struct piece all = { text, strlen(name) };

	version = trim(version);
	memcpy(text, name, all.n);
	if (version.n > FX_ACQ_TEXT - all.n)
		version.n = FX_ACQ_TEXT - all.n;
	if (version.n > 0)
		memcpy(text + all.n, version.p, version.n);
	all.n += version.n;
	return take_text(r, FX_ACQ_TOOL, all);
}

/* Does the line name ewfacquire or ewfacquirestream, and a version? */
static bool
is_ewf_title(struct piece line)
{
	struct piece version = behind(line, " ");

	return (starts(line, "ewfacquire ") ||
		   starts(line, "ewfacquirestream ")) &&
	    version.n > 0 && *version.p >= '0' && *version.p <= '9';
}

/* The log of -l has digests and errors, and no title. */
static bool
is_ewf(struct piece line)
{
	return is_ewf_title(line) ||
	    behind(line, " hash calculated over data:").p != NULL;
}

/* What ewfacquirestream writes for what it was not told. */
static bool
is_placeholder(struct piece value)
{
	value = trim(value);
	return equals(value, "case_number") ||
	    equals(value, "evidence_number") || equals(value, "examiner_name");
}

static int
take_ewf(struct reading *r, struct piece line)
{
	static const struct row rows[] = {
		{ NULL, "Case number", TEXT, FX_ACQ_CASE },
		{ NULL, "Evidence number", TEXT, FX_ACQ_EXHIBIT },
		{ NULL, "Examiner name", TEXT, FX_ACQ_EXAMINER },
		{ NULL, "Acquiry started at", TEXT, FX_ACQ_STARTED },
		{ NULL, "Acquiry completed at", TEXT, FX_ACQ_ENDED },
		{ NULL, "MD5 hash calculated over data", DIGEST, FX_MD5 },
		{ NULL, "SHA1 hash calculated over data", DIGEST, FX_SHA1 },
		{ NULL, "SHA256 hash calculated over data", DIGEST, FX_SHA256 },
		{ NULL, "ewfacquire", TEXT, FX_ACQ_STATE },
		{ NULL, "ewfacquirestream", TEXT, FX_ACQ_STATE },
	};

	if (is_ewf_title(line))
		return take_text(r, FX_ACQ_TOOL, line);
	if (is_placeholder(behind(line, ":")))
		return 0;
	return take_row(r, rows, FX_LEN(rows), line);
}

/* They read an image that is there: they acquire nothing. */
static bool
is_ewf_other(struct piece line)
{
	return starts(line, "ewfverify ") || starts(line, "ewfexport ") ||
	    starts(line, "ewfrecover ");
}

static int
refuse_ewf(struct reading *r, struct piece line)
{
	(void)line;
	return fx_fail(r->err, FX_EFORMAT, 0,
	    "it is of a tool that reads images and acquires none");
}

/* The section that a line begins, if it is one of n titles; else the old. */
static void
enter(struct reading *r, const char *const *titles, size_t n, struct piece line)
{
	size_t i;

	while (line.n > 0 && (line.p[line.n - 1] == ' '))
		line.n--;
	for (i = 0; i < n; i++)
		if (line.n == strlen(titles[i]) &&
		    strncasecmp(line.p, titles[i], line.n) == 0)
			r->section = titles[i];
}

static bool
is_guymager(struct piece line)
{
	return equals(line, "GUYMAGER ACQUISITION INFO FILE");
}

/* Between these titles stands what the disk says of itself, indented. */
static int
take_guymager(struct reading *r, struct piece line)
{
	static const char *const titles[] = { "Guymager", "Device information",
		"Acquisition", "Generated image files and their MD5 hashes" };
	static const struct row rows[] = {
		{ "Acquisition", "Device size", SIZE, 0 },
		{ "Acquisition", "Case number", TEXT, FX_ACQ_CASE },
		{ "Acquisition", "Evidence number", TEXT, FX_ACQ_EXHIBIT },
		{ "Acquisition", "Examiner", TEXT, FX_ACQ_EXAMINER },
		{ "Acquisition", "State", TEXT, FX_ACQ_STATE },
		{ "Acquisition", "MD5 hash", DIGEST, FX_MD5 },
		{ "Acquisition", "SHA1 hash", DIGEST, FX_SHA1 },
		{ "Acquisition", "SHA256 hash", DIGEST, FX_SHA256 },
		{ "Acquisition", "Acquisition started", TIME, FX_ACQ_STARTED },
		{ "Acquisition", "Ended", TIME, FX_ACQ_ENDED },
	};

	enter(r, titles, FX_LEN(titles), line);
	if (r->section == titles[0] && is_key(line, "Version"))
		return name_tool(r, "guymager ", behind(line, ":"));
	return take_row(r, rows, FX_LEN(rows), line);
}

/* Between its words stand marks, in one of several encodings. */
static bool
is_ftk(struct piece line)
{
	return starts(line, "Created By ") && behind(line, " FTK").p != NULL &&
	    behind(line, " Imager ").p != NULL;
}

static int
take_ftk(struct reading *r, struct piece line)
{
	static const char *const titles[] = { "Case Information:",
		"[Device Info]", "[Drive Geometry]",
		"[Physical Drive Information]", "[Image]", "[Computed Hashes]",
		"Image Information:", "Image Verification Results:",
		"[Custom Content Sources]" };
	static const struct row rows[] = {
		{ "Case Information:", "Case Number", TEXT, FX_ACQ_CASE },
		{ "Case Information:", "Evidence Number", TEXT,
		    FX_ACQ_EXHIBIT },
		{ "Case Information:", "Examiner", TEXT, FX_ACQ_EXAMINER },
		{ "[Computed Hashes]", "MD5 checksum", DIGEST, FX_MD5 },
		{ "[Computed Hashes]", "SHA1 checksum", DIGEST, FX_SHA1 },
		{ "Image Information:", "Acquisition started", TEXT,
		    FX_ACQ_STARTED },
		{ "Image Information:", "Acquisition finished", TEXT,
		    FX_ACQ_ENDED },
	};

	if (is_ftk(line))
		return name_tool(r, "FTK Imager ", behind(line, " Imager "));
	enter(r, titles, FX_LEN(titles), line);
	if (r->section == titles[FX_LEN(titles) - 1])
		return fx_fail(r->err, FX_EFORMAT, 0,
		    "its digests are of chosen files, not of an image");
	return take_row(r, rows, FX_LEN(rows), line);
}

static bool
is_dc3dd(struct piece line)
{
	return starts(line, "dc3dd ") && behind(line, " started at ").p != NULL;
}

/* "2048 sectors in", "585 sectors + 480 bytes in" */
static int
take_sectors(struct reading *r, struct piece line)
{
	uint64_t sectors, bytes = 0, size;

	if (take_number(&line, &sectors) == -1)
		return 0;
	if (starts(line, " sectors + ")) {
		line = behind(line, " + ");
		if (take_number(&line, &bytes) == -1 ||
		    !equals(line, " bytes in"))
			return 0;
	} else if (!equals(line, " sectors in")) {
		return 0;
	}
	if (r->sector == 0)
		return 0; /* a log of hashes alone */
	if (!fx_mul(sectors, r->sector, &size) || !fx_add(size, bytes, &size))
		size = UINT64_MAX;
	return take_size(r, size);
}

/* "76c010... (md5)" */
static int
take_dc3dd_digest(struct reading *r, struct piece line)
{
	struct piece name = behind(line, " (");
	char word[8] = { 0 };
	enum fx_hash_alg alg;

	if (name.n < 2 || name.n - 1 >= sizeof(word) ||
	    name.p[name.n - 1] != ')')
		return 0;
	memcpy(word, name.p, name.n - 1);
	return fx_hash_find(word, &alg) == 0
	    ? take_digest(r, alg, before_bracket(line))
	    : 0;
}

static int
take_dc3dd_title(struct reading *r, struct piece line)
{
	struct piece version = line, time = behind(line, " started at ");

	version.n = (size_t)(time.p - line.p) - strlen(" started at ");
	r->section = NULL;
	r->sector = 0;
	return take_text(r, FX_ACQ_TOOL, version) == 0
	    ? take_text(r, FX_ACQ_STARTED, time)
	    : -1;
}

/* "dc3dd completed at 2026-11-22 12:35:22 +0000" */
static int
take_dc3dd_end(struct reading *r, struct piece line)
{
	struct piece word = behind(line, "dc3dd "), time = behind(word, " at ");

	if (time.p == NULL)
		return 0;
	word.n = (size_t)(time.p - word.p) - strlen(" at ");
	r->section = NULL;
	return take_text(r, FX_ACQ_STATE, word) == 0
	    ? take_text(r, FX_ACQ_ENDED, time)
	    : -1;
}

static int
take_dc3dd(struct reading *r, struct piece line)
{
	static const char in[] = "input", out[] = "output";
	static const char sector[] = "sector size: ";

	if (is_dc3dd(line))
		return take_dc3dd_title(r, line);
	if (starts(line, "dc3dd "))
		return take_dc3dd_end(r, line);
	if (starts(line, sector)) {
		line = behind(line, sector);
		if (take_number(&line, &r->sector) == -1)
			r->sector = 0;
		return 0;
	}
	if (starts(line, "input results for "))
		r->section = in;
	else if (starts(line, "output results for "))
		r->section = out;
	line = trim(line);
	if (r->section != in)
		return 0;
	return take_sectors(r, line) == 0 ? take_dc3dd_digest(r, line) : -1;
}

/* It writes nothing of itself, so its one line must do. */
static bool
is_dcfldd(struct piece line)
{
	return starts(line, "Total (md5): ") ||
	    starts(line, "Total (sha1): ") || starts(line, "Total (sha256): ");
}

static int
take_dcfldd(struct reading *r, struct piece line)
{
	static const struct row rows[] = {
		{ NULL, "Total (md5)", DIGEST, FX_MD5 },
		{ NULL, "Total (sha1)", DIGEST, FX_SHA1 },
		{ NULL, "Total (sha256)", DIGEST, FX_SHA256 },
	};

	return take_row(r, rows, FX_LEN(rows), line);
}

const struct tool acquisition_tools[] = {
	{ "guymager", is_guymager, take_guymager },
	{ "ftkimager", is_ftk, take_ftk },
	{ "dc3dd", is_dc3dd, take_dc3dd },
	{ "ewf", is_ewf_other, refuse_ewf },
	{ "ewfacquire", is_ewf, take_ewf },
	{ "dcfldd", is_dcfldd, take_dcfldd },
	{ 0 },
};
