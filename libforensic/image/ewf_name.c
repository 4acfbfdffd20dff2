/* ewf_name.c - the segment files of an E01 image, by their names */
#include <sys/stat.h>

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "ewf.h"
#include "forensic/bytes.h"
#include "internal.h"

enum {
	EXT = 4,           /* bytes of ".E01" */
	DIGITS = 99,       /* segments named by digits, .E01 to .E99 */
	LETTERS = 26 * 26, /* segments a first letter, .EAA to .EZZ */
	HEADER = 13,       /* bytes of a segment file's header */
	NUMBER_AT = 9,     /* where its segment number stands, le16 */
	SECTION = 76,      /* bytes of the descriptor behind it */
	SUM_AT = 72,       /* where its checksum stands */
};

/*
 * The number that an extension like .E01 means, counting from the first letter
 * base; 0 for none.  (EWF: .E01 to .E99, .EAA to .EZZ, .FAA to .ZZZ.)
 */
static unsigned int
number(const char *ext, char base)
{
	int a = toupper((unsigned char)ext[1]);
	int b = toupper((unsigned char)ext[2]);
	int c = toupper((unsigned char)ext[3]);

	if (ext[0] != '.' || a < base || a > 'Z')
		return 0;
	if (isdigit(b) && isdigit(c))
		return a == base
		    ? (unsigned int)(b - '0') * 10 + (unsigned int)(c - '0')
		    : 0;
	if (!isupper(b) || !isupper(c))
		return 0;
	return DIGITS + 1 + (unsigned int)(a - base) * LETTERS +
	    (unsigned int)(b - 'A') * 26 + (unsigned int)(c - 'A');
}

bool
ewf_spoilt(const uint8_t *head, size_t n)
{
	static const char *const first[] = { "header", "header2", "volume" };
	const uint8_t *p = head + HEADER;
	size_t i;

	if (n < HEADER + SECTION ||
	    adler32_z(1, p, SUM_AT) != fx_le32(p + SUM_AT))
		return false;
	for (i = 0; i < FX_LEN(first); i++)
		if (memcmp(p, first[i], strlen(first[i]) + 1) == 0)
			return true;
	return false;
}

/* Is the file at path the first of its set, by its own word? */
static int
check_first(const char *path, struct fx_err *err)
{
	uint8_t head[HEADER];
	unsigned int n;
	ssize_t got;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return fx_fail_sys(err, 0, "cannot open");
	got = pread(fd, head, sizeof(head), 0);
	close(fd);
	if (got != (ssize_t)sizeof(head))
		return fx_fail(err, FX_EFORMAT, 0,
		    "is an E01 image cut off in its first bytes");
	n = fx_le16(head + NUMBER_AT);
	if (n == 1 || memcmp(head, EWF_SIGNATURE, 8) != 0)
		return 0;
	return fx_fail(err, FX_EFORMAT, NUMBER_AT,
	    "is segment %u of an E01 image: name the first segment (.E01), "
	    "which must be there too",
	    n);
}

/*
 * Is the file at path, whose name could be that of a segment, none of them?
 * A log, a text or a raw image beside the first one has such a name, too: it
 * stands past the digits, nothing stands before it, and it says nothing of EWF.
 */
static bool
is_stray(const char *path, unsigned int n, size_t before)
{
	uint8_t head[HEADER] = { 0 };
	ssize_t got = -1;
	int fd;

	if (n <= DIGITS || n == before + 1)
		return false;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) != -1) {
		got = pread(fd, head, sizeof(head), 0);
		close(fd);
	}
	return got != (ssize_t)sizeof(head) ||
	    memcmp(head, EWF_SIGNATURE, 8) != 0;
}

struct found {
	unsigned int n;
	char *path;
};

struct set {
	const char *path; /* of the first */
	size_t dir;       /* bytes of path up to the name */
	size_t stem;      /* bytes of path up to the extension */
	char base;        /* first letter of the extensions, in upper case */
	struct found *v;
	size_t n;
};

/* Keep name if it is a segment of the set.  Returns 0 or -1 for memory. */
static int
keep(struct set *s, const char *name)
{
	size_t len = strlen(name);
	struct found *v;
	unsigned int n;

	if (len != s->stem - s->dir + EXT ||
	    memcmp(name, s->path + s->dir, s->stem - s->dir) != 0 ||
	    (n = number(name + len - EXT, s->base)) < 2)
		return 0;
	if ((s->n & (s->n - 1)) == 0) {
		v = realloc(s->v, (s->n == 0 ? 1 : s->n * 2) * sizeof(*v));
		if (v == NULL)
			return -1;
		s->v = v;
	}
	v = &s->v[s->n];
	v->n = n;
	if (asprintf(&v->path, "%.*s%s", (int)s->dir, s->path, name) == -1)
		return -1;
	s->n++;
	return 0;
}

/* By number; of two that differ in case, the one named like the first. */
static int
by_number(const void *a, const void *b, void *set)
{
	const struct found *x = a, *y = b;
	const struct set *s = set;
	bool like = x->path[s->stem + 1] == s->path[s->stem + 1];

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	if (x->path[s->stem + 1] != y->path[s->stem + 1])
		return like ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Collect what stands beside the first segment. */
static int
look_around(struct set *s, struct fx_err *err)
{
	char *dir = strndup(s->path, s->dir);
	const struct dirent *e;
	int rc = 0;
	DIR *d;

	if (dir == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	d = opendir(s->dir == 0 ? "." : dir);
	free(dir);
	if (d == NULL)
		return fx_fail_sys(err, 0,
		    "cannot look for its segments in the folder");
	errno = 0;
	while (rc == 0 && (e = readdir(d)) != NULL) {
		if (keep(s, e->d_name) == -1)
			rc = fx_fail(err, FX_ENOMEM, 0, "out of memory");
		errno = 0;
	}
	if (rc == 0 && errno != 0)
		rc = fx_fail_sys(err, 0, "cannot look for its segments");
	closedir(d);
	return rc;
}

/* Lay them in order into list, with what lacks between them as missing. */
static int
in_order(struct set *s, struct segments *list, struct fx_err *err)
{
	size_t i;

	if (s->n > 1)
		qsort_r(s->v, s->n, sizeof(s->v[0]), by_number, s);
	for (i = 0; i < s->n; i++) {
		if (s->v[i].n <= list->n ||
		    is_stray(s->v[i].path, s->v[i].n, list->n))
			continue;
		while (list->n + 1 < s->v[i].n) {
			if (segments_add(list, s->path, err) == -1)
				return -1;
			list->v[list->n - 1].missing = true;
			list->v[list->n - 1].size = 0;
		}
		if (segments_add(list, s->v[i].path, err) == -1)
			return -1;
	}
	return 0;
}

int
ewf_segments(struct segments *list, const char *path, struct fx_err *err)
{
	const char *slash = strrchr(path, '/');
	size_t len = strlen(path), i;
	struct set s = { .path = path };
	int rc;

	if (check_first(path, err) == -1 || segments_add(list, path, err) == -1)
		return -1;
	s.dir = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	if (len < s.dir + EXT)
		return 0;
	s.stem = len - EXT;
	s.base = (char)toupper((unsigned char)path[s.stem + 1]);
	if (!isupper((unsigned char)s.base) ||
	    number(path + s.stem, s.base) != 1)
		return 0; /* a name of another kind: it stands alone */
	rc = look_around(&s, err);
	if (rc == 0)
		rc = in_order(&s, list, err);
	for (i = 0; i < s.n; i++)
		free(s.v[i].path);
	free(s.v);
	return rc;
}
