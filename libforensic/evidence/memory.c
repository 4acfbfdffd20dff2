/* memory.c - a file that remembers of each log the last head that was seen */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/buf.h"
#include "forensic/bytes.h"
#include "forensic/memory.h"
#include "forensic/replace.h"

struct fx_memory {
	struct fx_buf path, text;
	const char *title;
	int dir; /* whose lock keeps other writers away */
};

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
fx_memory_find(const char *text, size_t n, const char *title,
    const char *origin, uint64_t *size, uint8_t root[FX_SHA256_LEN])
{
	const size_t head = strlen(title) + 1; /* its newline */
	const char *p, *end = text + n;
	int found = 0;
	struct entry e;

	if (n == 0)
		return 0;
	if (n < head || memcmp(text, title, head - 1) != 0 ||
	    text[head - 1] != '\n')
		return -1;
	p = text + head;
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

static int
read_text(struct fx_buf *text, int dir, const char *name, struct fx_err *err)
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
	    text->len <= FX_MEMORY_LEN)
		fx_buf_put(text, piece, (size_t)n);
	if (n == -1) {
		fx_fail_sys(err, 0, "%s", name);
		close(fd);
		return -1;
	}
	close(fd);
	if (text->len > FX_MEMORY_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "%s: too long", name);
	return fx_buf_check(text, err);
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

struct fx_memory *
fx_memory_open(const char *path, const char *title, struct fx_err *err)
{
	struct fx_memory *m = calloc(1, sizeof(*m));
	uint8_t root[FX_SHA256_LEN];
	const char *name;
	uint64_t size;

	if (m == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	m->title = title;
	m->dir = -1;
	fx_buf_str(&m->path, path);
	if (fx_buf_check(&m->path, err) == -1 ||
	    (m->dir = open_dir(path, &name, err)) == -1)
		goto fail;
	/* Not on the file itself: a rename would leave the lock behind. */
	if (flock(m->dir, LOCK_EX) == -1) {
		fx_fail_sys(err, 0, "%s", path);
		goto fail;
	}
	if (read_text(&m->text, m->dir, name, err) == -1)
		goto fail;
	if (fx_memory_find(fx_buf_text(&m->text), m->text.len, title, "", &size,
		root) == -1) {
		fx_fail(err, FX_EFORMAT, 0, "not a state file");
		goto fail;
	}
	return m;
fail:
	fx_memory_close(m);
	return NULL;
}

bool
fx_memory_get(const struct fx_memory *m, const char *origin, uint64_t *size,
    uint8_t root[FX_SHA256_LEN])
{
	return fx_memory_find(fx_buf_text(&m->text), m->text.len, m->title,
		   origin, size, root) == 1;
}

/* The new content: the old lines but for origin's, and its new one. */
static int
merge(struct fx_buf *out, const struct fx_memory *m, const char *origin,
    uint64_t size, const uint8_t root[FX_SHA256_LEN], struct fx_err *err)
{
	const char *p = fx_buf_text(&m->text), *end = p + m->text.len;
	char hex[2 * FX_SHA256_LEN + 1];
	struct entry e;

	fx_buf_printf(out, "%s\n", m->title);
	if (m->text.len > 0)
		p += strlen(m->title) + 1;
	while (p < end) {
		if (read_entry(&p, end, &e) == -1)
			return fx_fail(err, FX_EFORMAT, 0, "not a state file");
		if (!is_of(&e, origin))
			fx_buf_put(out, e.line, e.len);
	}
	fx_hex(hex, root, FX_SHA256_LEN);
	fx_buf_printf(out, "%s %" PRIu64 " %s\n", origin, size, hex);
	if (out->len > FX_MEMORY_LEN)
		return fx_fail(err, FX_ELIMIT, 0, "too many logs in it");
	return fx_buf_check(out, err);
}

int
fx_memory_put(struct fx_memory *m, const char *origin, uint64_t size,
    const uint8_t root[FX_SHA256_LEN], struct fx_err *err)
{
	struct fx_buf new = { 0 };
	int rc = -1;

	if (merge(&new, m, origin, size, root, err) == 0 &&
	    fx_file_replace(m->path.p, &new, err) == 0) {
		fx_buf_done(&m->text);
		m->text = new;
		return 0;
	}
	fx_buf_done(&new);
	return rc;
}

void
fx_memory_close(struct fx_memory *m)
{
	if (m == NULL)
		return;
	fx_buf_done(&m->path);
	fx_buf_done(&m->text);
	if (m->dir != -1)
		close(m->dir); /* and with it the lock */
	free(m);
}
