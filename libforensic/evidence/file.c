/* file.c - small files that must be whole, and on disk, or not there at all */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "forensic/replace.h"
#include "forensic/write.h"

/* Open to read, and wait for bytes, but not for a pipe to get a writer. */
static int
open_read(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int flags, saved;

	if (fd == -1)
		return -1;
	flags = fcntl(fd, F_GETFL);
	if (flags != -1 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) != -1)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int
file_read_secret(struct fx_buf *out, const char *path, bool *others,
    struct fx_err *err)
{
	char piece[4096];
	struct stat st;
	ssize_t n;
	int fd, rc = -1;

	if ((fd = open_read(path)) == -1)
		return fx_fail_sys(err, 0, "%s", path);
	if (fstat(fd, &st) == -1) {
		fx_fail_sys(err, 0, "%s", path);
		goto out;
	}
	if (S_ISDIR(st.st_mode)) {
		fx_fail(err, FX_EFORMAT, 0, "%s: is a directory", path);
		goto out;
	}
	*others = S_ISREG(st.st_mode) && (st.st_mode & 077) != 0;
	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			fx_fail_sys(err, 0, "%s", path);
			goto out;
		}
		fx_buf_put(out, piece, (size_t)n);
		if (out->failed) {
			fx_fail(err, FX_ELIMIT, 0, "%s: too long for this file",
			    path);
			goto out;
		}
	}
	rc = 0;
out:
	explicit_bzero(piece, sizeof(piece)); /* it may have been a key */
	close(fd);
	return rc;
}

int
file_read(struct fx_buf *out, const char *path, struct fx_err *err)
{
	bool others;

	return file_read_secret(out, path, &others, err);
}

int
file_sync_dir(const char *path, struct fx_err *err)
{
	const char *slash = strrchr(path, '/');
	struct fx_buf dir = { 0 };
	int fd, rc = -1;

	if (slash == NULL)
		fx_buf_str(&dir, ".");
	else
		fx_buf_put(&dir, path, (size_t)(slash - path) + 1);
	if (fx_buf_check(&dir, err) == -1)
		goto out;
	fd = open(dir.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1) {
		fx_fail_sys(err, 0, "%s", dir.p);
		goto out;
	}
	/* Some file systems can't flush a folder, and say EINVAL. */
	if (fsync(fd) == 0 || errno == EINVAL)
		rc = 0;
	else
		fx_fail_sys(err, 0, "%s", dir.p);
	close(fd);
out:
	fx_buf_done(&dir);
	return rc;
}

/*
 * Make a file that is not there.  The umask takes from the rights of others,
 * never the owner's; *got is what is left.  A descriptor, or -1 and errno.
 */
static int
open_new(const char *path, mode_t mode, mode_t *got)
{
	struct stat st;
	int fd, saved;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0) {
		*got = (st.st_mode & mode) | 0600;
		if (fchmod(fd, *got) == 0)
			return fd;
	}
	saved = errno;
	close(fd);
	unlink(path);
	errno = saved;
	return -1;
}

/* Write, flush and close; on failure the file is removed. */
static int
fill(int fd, const char *path, const struct fx_buf *text, mode_t mode,
    struct fx_err *err)
{
	bool good = fchmod(fd, mode) == 0 &&
	    fx_write_all(fd, text->p, text->len) == 0 && fsync(fd) == 0;
	int saved = errno;

	if (close(fd) == -1 && good) {
		saved = errno;
		good = false;
	}
	if (good)
		return 0;
	errno = saved;
	fx_fail_sys(err, 0, "%s", path);
	unlink(path);
	return -1;
}

int
file_create(const char *path, const struct fx_buf *text, mode_t mode,
    struct fx_err *err)
{
	int fd;

	/* No more rights at first than in the end. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0600);
	if (fd == -1)
		return fx_fail_sys(err, 0, "%s", path);
	if (fill(fd, path, text, mode, err) == -1)
		return -1;
	if (file_sync_dir(path, err) == -1) {
		unlink(path);
		return -1;
	}
	return 0;
}

int
fx_file_replace(const char *path, const struct fx_buf *text, struct fx_err *err)
{
	struct fx_buf new = { 0 };
	mode_t mode;
	int fd, rc = -1;

	fx_buf_printf(&new, "%s.new", path);
	if (fx_buf_check(&new, err) == -1)
		goto out;
	unlink(new.p);
	if ((fd = open_new(new.p, 0644, &mode)) == -1) {
		fx_fail_sys(err, 0, "%s", new.p);
		goto out;
	}
	if (fill(fd, new.p, text, mode, err) == -1)
		goto out;
	if (rename(new.p, path) == -1) {
		fx_fail_sys(err, 0, "%s", path);
		unlink(new.p);
		goto out;
	}
	rc = file_sync_dir(path, err);
out:
	fx_buf_done(&new);
	return rc;
}

char *
file_fresh(const char *path, mode_t mode, struct fx_err *err)
{
	struct fx_buf name = { 0 };
	int fd;

	fx_buf_printf(&name, "%s.new", path);
	if (fx_buf_check(&name, err) == -1)
		goto fail;
	unlink(name.p);
	if ((fd = open_new(name.p, mode, &mode)) == -1) {
		fx_fail_sys(err, 0, "%s", name.p);
		goto fail;
	}
	close(fd);
	return name.p;
fail:
	fx_buf_done(&name);
	return NULL;
}

int
file_publish(const char *old, const char *path, struct fx_err *err)
{
	int rc = renameat2(AT_FDCWD, old, AT_FDCWD, path, RENAME_NOREPLACE);

	/* NFS and some others know no such flag; most of them know links. */
	if (rc == -1 && (errno == EINVAL || errno == ENOSYS)) {
		rc = link(old, path);
		if (rc == 0)
			unlink(old);
	}
	if (rc == -1)
		return fx_fail_sys(err, 0, "%s", path);
	return file_sync_dir(path, err);
}
