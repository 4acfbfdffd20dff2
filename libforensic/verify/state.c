/*
 * state.c - the verifier's memory: for each log the last good head it saw
 *
 *	fxverify state 1\n
 *	ORIGIN SP SIZE SP HEX(ROOT)\n ...
 *
 * A reader that remembers is a witness: whoever shows it an older copy, or
 * another history, is found out.  So no head is ever forgotten by accident: the
 * file is replaced as a whole, and two writers take turns.
 */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/replace.h"
#include "internal.h"

static const char title[] = "fxverify state 1\n";

struct entry {
	const char *line; /* with its newline */
	size_t len, origin_len;
	uint64_t size;
	uint8_t root[FX_SHA256_LEN];
};

/* The line at *p, which moves behind it. 0, or -1 if it is none. */
static int
read_entry(const char **p, const char *end, struct entry *e)
{
	const char *nl, *sp, *digit;

	e->line = *p;
	if ((nl = memchr(*p, '\n', (size_t)(end - *p))) == NULL)
		return -1;
	e->len = (size_t)(nl + 1 - *p);
	if ((sp = memchr(*p, ' ', e->len)) == NULL || sp == *p)
		return -1;
	e->origin_len = (size_t)(sp - *p);
	e->size = 0;
	for (digit = sp + 1; digit < nl && *digit >= '0' && *digit <= '9';
	     digit++)
		if (!fx_mul(e->size, 10, &e->size) ||
		    !fx_add(e->size, (uint64_t)(*digit - '0'), &e->size))
			return -1;
	if (e->size == 0 || sp[1] == '0' || *digit != ' ' ||
	    nl - (digit + 1) != (ptrdiff_t)2 * FX_SHA256_LEN ||
	    fx_unhex(e->root, digit + 1, FX_SHA256_LEN) == -1)
		return -1;
	*p = nl + 1;
	return 0;
}

static bool
is_of(const struct entry *e, const char *origin)
{
	return strlen(origin) == e->origin_len &&
	    memcmp(e->line, origin, e->origin_len) == 0;
}

int
fxv_state_find(const char *text, size_t n, const char *origin, uint64_t *size,
    uint8_t root[FX_SHA256_LEN])
{
	const char *p = text + sizeof(title) - 1, *end = text + n;
	int found = 0;
	struct entry e;

	if (n == 0)
		return 0;
	if (n < sizeof(title) - 1 ||
	    memcmp(text, title, sizeof(title) - 1) != 0)
		return -1;
	while (p < end) {
		if (read_entry(&p, end, &e) == -1)
			return -1;
		if (!is_of(&e, origin))
			continue;
		found = 1;
		*size = e.size;
		memcpy(root, e.root, FX_SHA256_LEN);
	}
	return found;
}

/* The new content: the old lines but for origin's, and its new one. */
static int
merge(struct fx_buf *out, const struct fx_buf *old, const char *origin,
    uint64_t size, const uint8_t root[FX_SHA256_LEN], struct fx_err *err)
{
	const char *p = fx_buf_text(old), *end = p + old->len;
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t kept[FX_SHA256_LEN];
	uint64_t there;
	struct entry e;

	switch (fxv_state_find(p, old->len, origin, &there, kept)) {
	case -1:
		return fx_fail(err, FX_EFORMAT, 0, "not a state file");
	case 1:
		/* Another check has seen more in the meantime. */
		if (there >= size) {
			size = there;
			root = kept;
		}
		break;
	default:
		break;
	}
	fx_buf_str(out, title);
	if (old->len > 0)
		p += sizeof(title) - 1;
	while (p < end) {
		if (read_entry(&p, end, &e) == -1)
			return fx_fail(err, FX_EFORMAT, 0, "not a state file");
		if (!is_of(&e, origin))
			fx_buf_put(out, e.line, e.len);
	}
	fx_hex(hex, root, FX_SHA256_LEN);
	fx_buf_printf(out, "%s %" PRIu64 " %s\n", origin, size, hex);
	if (out->len > FX_STATE_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "too many logs in it");
	return fx_buf_check(out, err);
}

static int
read_old(struct fx_buf *old, int dir, const char *name, struct fx_err *err)
{
	char piece[4096];
	ssize_t n;
	int fd;

	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1)
		return fx_fail_sys(err, 0, "%s", name);
	while ((n = read(fd, piece, sizeof(piece))) > 0 &&
	    old->len <= FX_STATE_LEN)
		fx_buf_put(old, piece, (size_t)n);
	if (n == -1) {
		fx_fail_sys(err, 0, "%s", name);
		close(fd);
		return -1;
	}
	close(fd);
	if (old->len > FX_STATE_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "%s: too long", name);
	return fx_buf_check(old, err);
}

/* The folder of path, open; *name becomes what follows it. -1 and err. */
static int
open_dir(const char *path, const char **name, struct fx_err *err)
{
	const char *slash = strrchr(path, '/');
	struct fx_buf text = { 0 };
	int dir = -1;

	*name = slash != NULL ? slash + 1 : path;
	fx_buf_put(&text, slash != NULL ? path : ".",
	    slash != NULL ? (size_t)(slash - path) + 1 : 1);
	if (fx_buf_check(&text, err) == -1)
		goto out;
	dir = open(text.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1)
		fx_fail_sys(err, 0, "%s", text.p);
out:
	fx_buf_done(&text);
	return dir;
}

int
fxv_state_store(const char *path, const char *origin, uint64_t size,
    const uint8_t root[FX_SHA256_LEN], struct fx_err *err)
{
	struct fx_buf old = { 0 }, new = { 0 };
	const char *name;
	int dir, rc = -1;

	if ((dir = open_dir(path, &name, err)) == -1)
		return -1;
	/* Not on the file itself: a rename would leave the lock behind. */
	if (flock(dir, LOCK_EX) == -1)
		fx_fail_sys(err, 0, "%s", path);
	else if (read_old(&old, dir, name, err) == 0 &&
	    merge(&new, &old, origin, size, root, err) == 0)
		rc = fx_file_replace(path, &new, err);
	fx_buf_done(&old);
	fx_buf_done(&new);
	close(dir); /* and with it the lock */
	return rc;
}
