/* whole.c - output that is there as a whole, or not at all */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flat.h"
#include "forensic/write.h"
#include "whole.h"

static int
make(struct whole *p, bool folder)
{
	mode_t mask = umask(0);

	umask(mask);
	if (folder)
		return mkdtemp(p->made.p) == NULL
		    ? -1
		    : chmod(p->made.p, 0777 & ~mask);
	p->fd = mkostemp(p->made.p, O_CLOEXEC);
	return p->fd == -1 ? -1 : fchmod(p->fd, 0666 & ~mask);
}

int
whole_begin(struct whole *p, const char *path, bool folder, struct fx_err *err)
{
	struct stat st;

	p->path = path;
	if (lstat(path, &st) == 0)
		return fx_fail(err, FX_EARG, 0,
		    "%s: is there, and is not replaced", path);
	fx_buf_printf(&p->made, "%s.XXXXXX", path);
	if (fx_buf_check(&p->made, err) == -1)
		return -1;
	return make(p, folder) == -1 ? fx_fail_sys(err, 0, "%s", path) : 0;
}

/* The file of that name in the folder. */
static const char *
inside(struct whole *p, const char *name)
{
	fx_buf_reset(&p->file);
	fx_buf_printf(&p->file, "%s/%s", fx_buf_text(&p->made), name);
	return fx_buf_text(&p->file);
}

const char *
whole_writes(struct whole *p)
{
	return p->made.len > 0 && p->fd == -1 ? inside(p, "") : NULL;
}

int
whole_write(struct whole *p, const char *name, const void *bytes, size_t n,
    struct fx_err *err)
{
	int fd = p->fd, rc;

	if (fd == -1)
		fd = open(inside(p, name),
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	rc = fd == -1 ? -1 : fx_write_all(fd, bytes, n);
	if (p->fd == -1 && fd != -1 && close(fd) == -1)
		rc = -1;
	return rc == -1 ? fx_fail_sys(err, 0, "%s cannot be written", p->path)
			: 0;
}

static void
take_away(const struct whole *p)
{
	if (p->fd != -1)
		unlink(p->made.p);
	else
		flat_remove(p->made.p);
}

static int
settle(const struct whole *p, struct fx_err *err)
{
	int fd = p->fd != -1 ? p->fd : open(p->made.p, O_RDONLY | O_CLOEXEC);
	int rc = fd == -1 ? -1 : p->fd != -1 ? fsync(fd) : syncfs(fd);

	if (rc == 0)
		rc = renameat2(AT_FDCWD, p->made.p, AT_FDCWD, p->path,
		    RENAME_NOREPLACE);
	if (rc == -1)
		fx_fail_sys(err, 0, "%s", p->path);
	if (p->fd == -1 && fd != -1)
		close(fd);
	return rc;
}

int
whole_end(struct whole *p, bool keep, struct fx_err *err)
{
	int rc = 0;

	if (p->made.len > 0) {
		rc = keep ? settle(p, err) : 0;
		if (!keep || rc == -1)
			take_away(p);
	}
	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
	fx_buf_done(&p->made);
	fx_buf_done(&p->file);
	return rc;
}
