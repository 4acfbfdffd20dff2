/* segment.c - a list of the files that one source is made of */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "segment.h"

/* The last part of a path, for messages. */
static const char *
tail(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* What is at path, into *g.  Returns 0, or -1 and err. */
static int
look(struct segment *g, const char *path, struct fx_err *err)
{
	struct stat st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1 && errno == ENOENT) {
		g->missing = true;
		return 0;
	}
	if (fd == -1 || fstat(fd, &st) == -1) {
		fx_fail_sys(err, 0, "cannot open its segment %s", tail(path));
		if (fd != -1)
			close(fd);
		return -1;
	}
	close(fd);
	if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode))
		return fx_fail(err, FX_EFORMAT, 0,
		    "its segment %s is not a regular file", tail(path));
	g->size = (uint64_t)st.st_size;
	g->dev = st.st_dev;
	g->ino = st.st_ino;
	return 0;
}

static int
append(struct segments *s, const struct segment *g, const char *path,
    struct fx_err *err)
{
	struct segment *v;

	if (s->n == SEGMENTS)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d segments",
		    SEGMENTS);
	if ((s->n & (s->n - 1)) == 0) { /* room for the next power of two */
		v = realloc(s->v, (s->n == 0 ? 1 : s->n * 2) * sizeof(*v));
		if (v == NULL)
			return fx_fail(err, FX_ENOMEM, 0, "out of memory");
		s->v = v;
	}
	s->v[s->n] = *g;
	if ((s->v[s->n].path = strdup(path)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	s->n++;
	return 0;
}

int
segments_add(struct segments *s, const char *path, struct fx_err *err)
{
	struct segment g = { 0 };

	if (look(&g, path, err) == -1)
		return -1;
	return append(s, &g, path, err);
}

void
segments_done(struct segments *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		free(s->v[i].path);
	free(s->v);
	s->v = NULL;
	s->n = 0;
}

int
segments_copy(struct segments *to, const struct segments *from,
    struct fx_err *err)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		if (append(to, &from->v[i], from->v[i].path, err) == -1)
			return -1;
	return 0;
}

int
segment_open(const struct segments *s, size_t i)
{
	const struct segment *g = &s->v[i];
	struct stat st;
	int fd;

	if (g->missing)
		return -1;
	fd = open(g->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && st.st_dev == g->dev && st.st_ino == g->ino)
		return fd;
	close(fd);
	return -1;
}
